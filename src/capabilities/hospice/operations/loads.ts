/** What the rules and records of a hospice stay look at: named queries, sent in the first flight of a step. */
import type { Json, Load, StepQuestion } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { BedFact, StayFact } from '../rules.ts';
import { SCALE_STEPS } from '../rules/scales.ts';
import type { ScoreFact } from '../rules/scales.ts';
import { courseLoads } from './courses.ts';
import limits from '../rules/limits.json' with { type: 'json' };
import { LEADS } from '../rules/sides.ts';

export const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * One row, also for a case that is not open yet: the resident, the open stay, the transfer under way, the book of opioids. Who it is
 * is a query of its own: a bare `coalesce` counts as leaky, and a table under a policy is then read whole.
 */
const findOwn = (question: StepQuestion): Statement => ({
  name: 'hospice-own',
  text: `select who.id as resident, r.id is not null as known, r.deceased_at is not null or exists (
                  select 1 from care_stay d where d.resident = who.id and d.ended = 'death'
                                              and d.known_until is null) as died,
                exists (select 1 from care_stay s where s.resident = who.id and s.until_at is null
                                                    and s.known_until is null) as in_care,
                s.from_at, s.organisation, s.place, t.id as transfer, t.departed_at, t.place as to_place, t.bed as transfer_bed,
                (select coalesce(sum(case when kind = 'dispensed' then units else -units end), 0)
                   from hospice_opioid where case_id = $1 and drug = $3) as balance,
                (select max(at) from case_step where case_id = $1 and step in ('admit', 'assess-first', 'review')) as reviewed_at,
                (select count(*) from hospice_act where case_id = $1 and kind = 'contact') as contacts,
                (select max(version) from hospice_wish where case_id = $1) as wishes,
                exists (select 1 from hospice_wish where case_id = $1 and revoked_at is null) as wishes_stand,
                (select value ->> 'region' from region_fact where name = 'region.loaded') as region,
                exists (select 1 from bed b join department d on d.id = b.department where d.organisation = $4) as has_beds
           from (select) as once
           left join cases c on c.id = $1
           cross join lateral (select coalesce($2::text, c.resident) as id offset 0) as who
           left join resident r on r.id = who.id
           left join care_stay s on s.episode = $1 and s.until_at is null and s.known_until is null
           left join hospice_transfer t on t.case_id = $1 and t.assessed_at is null and t.not_arrived is null
            and t.answer is distinct from 'declined'`,
  values: [
    question.caseId,
    text(question.answers['resident']) || null,
    text(question.answers['drug']),
    question.actor.organisation,
  ],
});

const findKinds = (ids: readonly string[]): Statement => ({
  name: 'hospice-kinds',
  text: 'select id, kind from organisation where id = any($1::text[]) and until_on is null',
  values: [ids],
});
const findBed = (bed: string, at: Date): Statement => ({
  name: 'hospice-bed',
  text: `select d.organisation, exists (select 1 from care_stay s where s.bed = b.id and s.until_at is null
                                                                  and s.known_until is null)
                                or exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used')
                                                                  and h.until_at > $2)
                                or exists (select 1 from bed_closure x where x.bed = b.id and x.until_at is null)
                                or exists (select 1 from hospice_transfer t where t.bed = b.id and t.answer = 'accepted'
                                                                              and t.arrived_at is null and t.not_arrived is null)
                                as taken
           from bed b join department d on d.id = b.department where b.id = $1`,
  values: [bed, at],
});

/** When the stay began, and the version of an entry that is to be corrected. */
const findScore = (caseId: string, id: string): Statement => ({
  name: 'hospice-score-of',
  text: `select a.admitted_at, s.id, s.entry, s.version, s.scale, s.day, s.observation, s.replaced_at is not null as replaced,
                r.version as kept_version, r.content as kept
           from (select) as once
           left join hospice_admission a on a.case_id = $1
           left join hospice_score s on s.case_id = $1 and s.id = $2
           left join resource r on r.type = 'Observation' and r.id = s.observation and not r.deleted`,
  values: [caseId, id],
});
const scoreFrom = (row: Rows[number] | undefined): ScoreFact | null =>
  typeof row?.['id'] === 'string'
    ? {
        ...{ id: row['id'], entry: text(row['entry']), version: Number(row['version']), scale: text(row['scale']) },
        ...{ day: text(row['day']), observation: text(row['observation']) || null, replaced: row['replaced'] === true },
        kept:
          typeof row['kept'] === 'string'
            ? { version: Number(row['kept_version']), resource: JSON.parse(row['kept']) as Json }
            : null,
      }
    : null;
const scoreLoads = ({ caseId, answers, at, dayOf }: StepQuestion): readonly Load[] => {
  const statement = findScore(caseId, text(answers['corrects']));
  const assessed = new Date(text(answers['assessedAt']));
  return [
    { name: 'corrected', statement, read: ([row]) => scoreFrom(row) },
    { name: 'admittedAt', statement, read: ([row]) => row?.['admitted_at'] ?? null },
    { name: 'assessedOn', statement, read: () => dayOf(Number.isNaN(assessed.getTime()) ? at : assessed) },
  ];
};

const kindsFrom = (rows: Rows): ReadonlyMap<string, string> =>
  new Map(rows.map((row) => [text(row['id']), text(row['kind'])]));

export const stayFrom = (row: Rows[number] | undefined): StayFact | undefined =>
  row?.['from_at'] instanceof Date
    ? { from: row['from_at'], organisation: text(row['organisation']), place: text(row['place']) }
    : undefined;

const cityOf = (region: unknown): string =>
  (limits.regions as Readonly<Record<string, string>>)[text(region)] ?? limits.regions.siping;

export type OwnKind = { readonly kind?: string };
export const ownKind = (organisation: string): Load => ({
  name: 'ownKind',
  statement: findKinds([organisation]),
  read: (rows): OwnKind => {
    const kind = kindsFrom(rows).get(organisation);
    return kind === undefined ? {} : { kind };
  },
});

export const loads = (question: StepQuestion): readonly Load[] => {
  const own = findOwn(question);
  const of = (name: string, read: (row: Rows[number] | undefined) => unknown): Load => ({
    name,
    statement: own,
    read: (rows) => read(rows[0]),
  });
  const to = text(question.answers['to']);
  const bed = text(question.answers['bed']);
  return [
    of('known', (row) => row?.['known'] === true),
    of('died', (row) => row?.['died'] === true),
    of('inCare', (row) => row?.['in_care'] === true),
    of('stay', stayFrom),
    of('transfer', (row) => row?.['transfer'] ?? null),
    of('transferBed', (row) => row?.['transfer_bed'] ?? null),
    of('departedAt', (row) => row?.['departed_at'] ?? null),
    of('toPlace', (row) => row?.['to_place'] ?? null),
    of('opioidBalance', (row) => Number(row?.['balance'] ?? 0)),
    of('reviewedOn', (row) => (row?.['reviewed_at'] instanceof Date ? question.dayOf(row['reviewed_at']) : null)),
    of('contacts', (row) => Number(row?.['contacts'] ?? 0)),
    of('wishVersion', (row) => Number(row?.['wishes'] ?? 0)),
    of('wishes', (row) => row?.['wishes_stand'] === true),
    of('hasBeds', (row) => row?.['has_beds'] === true),
    of('city', (row) => cityOf(row?.['region'])),
    of('today', () => question.dayOf(question.at)),
    {
      name: 'kinds',
      statement: findKinds([question.actor.organisation, ...(to === '' ? [] : [to])]),
      read: kindsFrom,
    },
    {
      name: 'kindOfTo',
      statement: findKinds([question.actor.organisation, ...(to === '' ? [] : [to])]),
      read: (rows) => {
        const kind = kindsFrom(rows).get(to);
        return kind !== undefined && Object.hasOwn(LEADS, kind) ? kind : undefined;
      },
    },
    ...courseLoads(question),
    ...(SCALE_STEPS.includes(question.step) ? scoreLoads(question) : []),
    ...(bed === ''
      ? []
      : [
          {
            name: 'bed',
            statement: findBed(bed, question.at),
            read: (rows: Rows): BedFact | null =>
              rows[0] === undefined
                ? null
                : { organisation: text(rows[0]['organisation']), taken: rows[0]['taken'] === true },
          },
        ]),
  ];
};
