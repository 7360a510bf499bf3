/** What only accreditation asks the server: who is accepted for how many beds, one acceptance whole, and what there is to choose from. */
import type { Engine } from '../../engines/pathways/engine.ts';
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor, Rows } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import { ByIdParams } from '../../consortium/shapes.ts';
import * as ask from './routes/statements.ts';
import { APPLYING, BUREAU, JUDGING } from './rules/sides.ts';
import { AcceptanceView, Choices, ClauseRow, Overview } from './shapes.ts';
import type { Term } from './shapes.ts';

export type AccreditationRoutesOptions = {
  readonly engine: Engine;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};
type Row = Rows[number];

const ROLES: readonly string[] = [...APPLYING, ...BUREAU, ...JUDGING];
const isBureau = ({ role }: Actor): boolean => (BUREAU as readonly string[]).includes(role);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : null);
const named = (id: unknown, name: unknown) => ({ id: text(id), name: text(name) });
const clausesFrom = (value: unknown) => ClauseRow.array().parse(parsed(value) ?? []);

const termFrom = (row: Row): Term => ({
  id: text(row['id']),
  organisation: named(row['organisation'], row['short_name']),
  standard: text(row['standard']),
  beds: Number(row['beds']),
  from: text(row['from_on']),
  until: orNull(row['until']),
  recheckOn: orNull(row['recheck_on']),
  certificate: orNull(row['certificate']),
  endedOn: orNull(row['ended_on']),
  endedBecause: orNull(row['ended_because']),
  source: text(row['source']),
  madeUp: row['made_up'] === true,
  stands: row['stands'] === true,
  case: orNull(row['acceptance']),
  named: (parsed(row['named']) as readonly string[] | null)?.map(text) ?? [],
});

/** Before the bureau has decided, an institution does not read what the experts wrote; an expert reads only what is the own. */
const shows = (actor: Actor, review: boolean, state: string, opinion: Row): boolean =>
  isBureau(actor) ||
  (review ? opinion['organisation'] === actor.organisation : !['reviewing', 'rechecking'].includes(state));

const overview = ({ engine, recordRead }: AccreditationRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/acceptances',
    summary: 'Acceptances and reviews the own house has a part in, and what stands today',
    access: 'role',
    answer: Overview,
    handle: async ({ caller: { actor } }) => {
      if (!ROLES.includes(actor.role)) return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      const day = engine.today(at);
      const [cases = [], rows = []] = await engine.db.read(actor, at, [
        ask.findCases(actor.organisation, actor.role),
        ask.findTerms(day, isBureau(actor) ? null : actor.organisation),
      ]);
      await recordRead(auditRow(actor, at, { action: 'list-acceptances', target: 'acceptances', residents: [] }));
      const terms = rows.map(termFrom);
      const standing = terms.filter(({ stands }) => stands);
      return {
        body: {
          day,
          institutions: new Set(standing.map(({ organisation }) => organisation.id)).size,
          beds: standing.reduce((sum, { beds }) => sum + beds, 0),
          cases: cases.map((row) => ({
            ...{
              id: text(row['id']),
              number: text(row['number']),
              pathway: text(row['pathway']),
              state: text(row['state']),
            },
            organisation: named(row['organisation'], row['short_name']),
            expert: row['expert'] === null ? null : named(row['expert'], row['expert_name']),
            bedsAsked: Number(row['beds_asked']),
            dueAt: row['due_at'] instanceof Date ? row['due_at'].toISOString() : null,
            late: row['due_at'] instanceof Date && row['due_at'] < at,
            mine: row['mine'] === true,
            closed: row['closed_at'] !== null,
          })),
          terms,
          serverTime: at.toISOString(),
        },
      };
    },
  });

const one = ({ engine, recordRead }: AccreditationRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/acceptances/:id',
    summary:
      'One acceptance, or one expert’s review of it: the self-scores, the opinions the reader may see, and the terms',
    access: 'role',
    params: ByIdParams,
    answer: AcceptanceView,
    handle: async ({ caller: { actor }, params }) => {
      const at = engine.clock.now();
      const day = engine.today(at);
      const [[found] = [], opinions = [], open = [], beds = []] = await engine.db.read(actor, at, [
        ask.findOne(params.id),
        ask.findOpinions(params.id),
        ask.findOpen(params.id),
        ask.findWardBeds(params.id),
      ]);
      const parties = parsed(found?.['parties']);
      if (found === undefined || !Array.isArray(parties) || !parties.includes(actor.organisation))
        return { refusal: refuse('case-not-found') };
      const review = found['pathway'] === 'acceptance-review';
      const [terms = []] = review
        ? []
        : await engine.db.read(actor, at, [ask.findTermsOf(day, text(found['case_id']))]);
      await recordRead(auditRow(actor, at, { action: 'read-acceptance', target: params.id, residents: [] }));
      const seen = opinions.filter((row) => shows(actor, review, text(found['state']), row));
      return {
        body: {
          kind: review ? ('review' as const) : ('acceptance' as const),
          acceptance: text(found['case_id']),
          ...{ number: text(found['number']), state: text(found['state']) },
          organisation: named(found['organisation'], found['short_name']),
          ...{ standard: text(found['standard_version']), verified: found['verified'] === true },
          department: found['department'] === null ? null : named(found['department'], found['department_name']),
          ...{
            bedsAsked: Number(found['beds_asked']),
            appliedOn: text(found['applied']),
            round: Number(found['round']),
          },
          self: clausesFrom(found['self']),
          opinions: seen.map((row) => ({
            ...{
              case: text(row['case_id']),
              round: Number(row['round']),
              house: named(row['organisation'], row['short_name']),
            },
            ...{ by: orNull(row['by']), visitedOn: text(row['visited_on']), verdict: text(row['verdict']) },
            ...{ beds: Number(row['beds']), clauses: clausesFrom(row['scores']), opinion: text(row['opinion']) },
          })),
          open: open.map((row) => ({
            ...{ case: text(row['id']), state: text(row['state']) },
            house: named(row['organisation'], row['short_name']),
          })),
          terms: terms.map(termFrom),
          beds: beds.map((row) => ({ id: text(row['id']), label: text(row['label']) })),
          today: day,
        },
      };
    },
  });

const choices = ({ engine }: AccreditationRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/acceptances/choices',
    summary: 'Commissions, houses experts come from, and the own wards with their beds',
    access: 'role',
    answer: Choices,
    handle: async ({ caller: { actor } }) => {
      if (!ROLES.includes(actor.role)) return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      const [bureaus = [], houses = [], departments = []] = await engine.db.read(actor, at, [
        ask.findBureaus(),
        ask.findExpertHouses(),
        ask.findOwnDepartments(actor.organisation),
      ]);
      return {
        body: {
          bureaus: bureaus.map((row) => named(row['id'], row['name'])),
          experts: houses.map((row) => ({ ...named(row['id'], row['name']), kind: text(row['kind']) })),
          departments: departments.map((row) => ({ ...named(row['id'], row['name']), beds: Number(row['beds']) })),
          today: engine.today(at),
        },
      };
    },
  });

export const accreditationRoutes = (options: AccreditationRoutesOptions): readonly Route[] => [
  overview(options),
  choices(options),
  one(options),
];
