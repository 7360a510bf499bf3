/** The person's page: one flight of queries, and the days with who pays each, worked out as the ledger would. */
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { ageOn } from '../../../platform/civil-time.ts';
import { factsFrom, findFacts } from '../../../engines/care-days/statements.ts';
import { workOut } from '../../../engines/care-days/settle.ts';
import type { CareDayRules } from '../../../engines/care-days/settle.ts';
import { SYMPTOM_SCALES } from '../rules/scales.ts';
import { TRIGGER_DATA, triggersOf } from '../rules/triggers.ts';
import type { Assessed } from '../rules/triggers.ts';
import { findWork, workFrom } from './work.ts';
import type { Person } from '../shapes.ts';

const findHead = (id: string, organisation: string): Statement => ({
  name: 'hospice-person',
  text: `select c.id, c.number, c.headline, c.resident, r.name, r.gender, r.birth_date, r.phone, a.kps, a.pps, a.prognosis, a.rules,
                a.verified, a.admitted_at
           from cases c left join resident r on r.id = c.resident left join hospice_admission a on a.case_id = c.id
          where c.id = $1 and c.pathway = 'hospice-stay'
            and exists (select 1 from case_party m where m.case_id = c.id and m.organisation = $2)`,
  values: [id, organisation],
});
const ofCase = (name: string, text: string, id: string): Statement => ({ name, text, values: [id] });

/** In the order `personFrom` reads them. */
export const findPerson = (id: string, actor: Actor, at: Date): readonly Statement[] => [
  findHead(id, actor.organisation),
  ofCase(
    'hospice-scores',
    `select s.*, p.name as by from hospice_score s
       left join practitioner_role r on r.id = s.author left join person p on p.id = r.person
      where s.case_id = $1 order by s.at, s.recorded_at`,
    id,
  ),
  ofCase(
    'hospice-wishes',
    `select w.*, p.name as by from hospice_wish w left join practitioner_role r on r.id = w.author left join person p on p.id = r.person
      where w.case_id = $1 order by w.version desc`,
    id,
  ),
  ofCase(
    'hospice-opioids',
    `select drug, sum(case when kind = 'dispensed' then units else -units end) as left, max(day) as last_on, count(*) as entries,
            sum(units) filter (where kind = 'used') as used, min(day) filter (where kind = 'used') as used_from,
            max(day) filter (where kind = 'used') as used_until
       from hospice_opioid where case_id = $1 group by drug order by drug`,
    id,
  ),
  ofCase(
    'hospice-acts',
    `select a.kind, a.profession, a.what, a.day, a.next_on, p.name as by from hospice_act a
       left join practitioner_role r on r.id = a.author left join person p on p.id = r.person
      where a.case_id = $1 order by a.at desc`,
    id,
  ),
  ofCase(
    'hospice-transfers',
    `select t.*, f.short_name as from_name, o.short_name as to_name from hospice_transfer t
       join organisation f on f.id = t.organisation join organisation o on o.id = t.receiver
      where t.case_id = $1 order by t.requested_at`,
    id,
  ),
  ofCase(
    'hospice-courses',
    `select k.*, o.short_name, coalesce((
              select json_agg(json_build_object('at', s.done_at, 'by', p.name, 'note', s.note) order by s.done_at)
                from hospice_course_session s left join practitioner_role r on r.id = s.author
                left join person p on p.id = r.person where s.course = k.id), '[]')::text as sessions
       from hospice_course k join organisation o on o.id = k.organisation
      where k.case_id = $1 order by k.begun_at desc, k.id`,
    id,
  ),
  findWork(id),
  { name: 'organisation-names', text: 'select id, short_name from organisation' },
  ofCase(
    'hospice-place-of-case',
    'select place from care_stay where episode = $1 and until_at is null and known_until is null',
    id,
  ),
  ...findFactsOfCase(id, at),
];

/** What is believed of the case's resident, without knowing who that is yet. */
const findFactsOfCase = (id: string, at: Date): readonly Statement[] =>
  findFacts([], at).map(({ name, text }) => ({
    name: `${name ?? ''}-case`,
    text: text.replace('resident = any($1::text[])', 'resident = (select resident from cases where id = $1)'),
    values: [id, at],
  }));

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);

const transfersFrom = (rows: Rows): Person['transfers'] =>
  rows.map((row) => ({
    from: { id: text(row['organisation']), name: text(row['from_name']) },
    to: { id: text(row['receiver']), name: text(row['to_name']) },
    ...{ place: text(row['place']), trigger: text(row['trigger']), reason: text(row['reason']) },
    summary: text(row['note']) || null,
    requestedAt: instant(row['requested_at']) ?? '',
    answer: text(row['answer']) || null,
    departedAt: instant(row['departed_at']),
    arrivedAt: instant(row['arrived_at']),
    assessedAt: instant(row['assessed_at']),
    notArrived: text(row['not_arrived']) || null,
  }));

type SessionRow = { readonly at: string; readonly by: string | null; readonly note: string | null };
const coursesFrom = (rows: Rows): Person['courses'] =>
  rows.map((row) => ({
    ...{ id: text(row['id']), indication: text(row['indication']), technique: text(row['technique']) },
    ...{ planned: Number(row['planned']), before: Number(row['before']) },
    after: row['after'] === null ? null : Number(row['after']),
    ...{ begunAt: instant(row['begun_at']) ?? '', endedAt: instant(row['ended_at']) },
    ending: row['ending'] === 'finished' || row['ending'] === 'stopped' ? row['ending'] : null,
    ...{ result: text(row['result']) || null, why: text(row['why']) || null },
    organisation: { id: text(row['organisation']), name: text(row['short_name']) },
    sessions: (JSON.parse(text(row['sessions'])) as SessionRow[]).map((one) => ({
      ...one,
      at: new Date(one.at).toISOString(),
    })),
  }));

const scoreFrom = (row: Rows[number]): Person['scores'][number] => ({
  ...{ id: text(row['id']), entry: text(row['entry']), version: Number(row['version']) },
  ...{ scale: text(row['scale']), day: text(row['day']), at: instant(row['at']) ?? '' },
  total: row['total'] === null ? null : Number(row['total']),
  items: JSON.parse(text(row['items'])) as Person['scores'][number]['items'],
  ...{ band: text(row['band']) || null, by: text(row['by']) || null, recordedAt: instant(row['recorded_at']) ?? '' },
  ...{ replacedAt: instant(row['replaced_at']), replacedWhy: text(row['replaced_why']) || null },
});
/** Where the person is; null where no stay is open. */
const placeNow = (stays: Rows): string | null => text(stays[0]?.['place']) || null;
/** Symptoms from 0 to 10, as ESAS-r and NRS ask them. */
const symptomsIn = ({ scale, at, items }: Person['scores'][number]): Assessed => ({
  at,
  items: SYMPTOM_SCALES.includes(scale)
    ? Object.fromEntries(
        Object.entries(items).flatMap(([item, value]) => (typeof value === 'number' ? [[item, value]] : [])),
      )
    : {},
});
const wantedIn = (wishes: Rows): string | null => {
  const standing = wishes.find((row) => row['revoked_at'] === null);
  const said = standing === undefined ? {} : (JSON.parse(text(standing['content'])) as Record<string, unknown>);
  return text(said['careAt']) || null;
};

const DAY = 86_400_000;
const opioidsFrom = (rows: Rows): Person['opioids'] =>
  rows.map((row) => {
    const [from, until] = [text(row['used_from']), text(row['used_until'])];
    const days = from === '' ? 0 : Math.max(1, Math.round((Date.parse(until) - Date.parse(from)) / DAY));
    return {
      ...{ drug: text(row['drug']), left: Number(row['left']), lastOn: text(row['last_on']) },
      entries: Number(row['entries']),
      usedPerDay: days === 0 ? null : Number(row['used'] ?? 0) / days,
    };
  });

export const personFrom = (
  head: Rows[number],
  rest: readonly Rows[],
  rules: CareDayRules,
  today: string,
  at: Date,
): Person => {
  const [
    scores = [],
    wishes = [],
    opioids = [],
    acts = [],
    transfers = [],
    courses = [],
    work = [],
    names = [],
    stays = [],
    ...facts
  ] = rest;
  const name = new Map(names.map((row) => [text(row['id']), text(row['short_name'])]));
  const known = factsFrom(facts).get(text(head['resident']));
  const id = text(head['id']);
  const scored = scores.map(scoreFrom);
  const standing = scored.filter(({ replacedAt }) => replacedAt === null);
  const splits = known === undefined ? [] : workOut(known, rules, today).splits;
  return {
    ...{ id, number: text(head['number']), gender: text(head['gender']), diagnosis: text(head['headline']) },
    resident: { id: text(head['resident']), name: text(head['name']) },
    age: typeof head['birth_date'] === 'string' ? ageOn(head['birth_date'], today) : null,
    phone: text(head['phone']) || null,
    admission:
      head['admitted_at'] instanceof Date
        ? {
            ...{ kps: Number(head['kps']), pps: Number(head['pps']), prognosis: text(head['prognosis']) },
            ...{ rules: text(head['rules']), verified: head['verified'] === true },
            admittedAt: head['admitted_at'].toISOString(),
          }
        : null,
    today,
    days: splits
      .filter(({ careDay }) => careDay.episode === id)
      .map(({ careDay, day, organisation, parts, income, exclusive, because, lack, verified }) => ({
        ...{ day, place: careDay.place, kind: careDay.kind, counted: careDay.counted, income, exclusive, verified },
        organisation: { id: organisation, name: name.get(organisation) ?? organisation },
        parts: [...parts],
        because: because.map((one) => ({ ...one })),
        lack: [...(lack?.kinds ?? [])],
      })),
    scores: standing,
    earlierScores: scored.filter(({ replacedAt }) => replacedAt !== null),
    triggers: {
      found: [...triggersOf(standing.map(symptomsIn), { place: placeNow(stays), wanted: wantedIn(wishes), now: at })],
      source: TRIGGER_DATA.source,
      verified: TRIGGER_DATA.verified,
    },
    wishes: wishes.map((row) => ({
      ...{
        version: Number(row['version']),
        saidAt: instant(row['said_at']) ?? '',
        revokedAt: instant(row['revoked_at']),
      },
      ...{ revocation: text(row['revocation']) || null, by: text(row['by']) || null },
      content: JSON.parse(text(row['content'])) as Record<string, unknown>,
    })),
    opioids: opioidsFrom(opioids),
    acts: acts.map((row) => ({
      ...{ kind: text(row['kind']), profession: text(row['profession']) || null, what: text(row['what']) },
      ...{ day: text(row['day']), nextOn: text(row['next_on']) || null, by: text(row['by']) || null },
    })),
    courses: coursesFrom(courses),
    work: [...workFrom(work)],
    transfers: transfersFrom(transfers),
    serverTime: at.toISOString(),
  };
};
