/** The referral's own routes: what fills the form, when an answer would be due, and the closed-loop figure. */
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import { addDays, instantOf } from '../../platform/civil-time.ts';
import { route } from '../../platform/http/route.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import { URGENCIES } from '../../engines/pathways/define.ts';
import type { Engine } from '../../engines/pathways/engine.ts';
import { isDay } from '../../engines/forms/answers.ts';
import { closedLoop, findClosedLoop, findClosedLoopCases, rate, ratesFrom } from './figures.ts';
import { Deadlines, FigureCases, FigureCasesQuery, FigureQuery, FigureView, Prefill, PrefillQuery } from './shapes.ts';
import { planRoutes } from './routes/plan.ts';
import { words } from './words.ts';

export type ReferralRoutesOptions = {
  readonly engine: Engine;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const findForForm = (resident: string): Statement => ({
  name: 'referral-prefill',
  text: `select type, content::jsonb as content from (
           select type, content, row_number() over (partition by type order by date desc nulls last) as place
             from resource where patient = $1 and type in ('Condition', 'Observation', 'AllergyIntolerance') and not deleted) as latest
          where place <= 20`,
  values: [resident],
});
const findContact = (person: string | null): Statement => ({
  name: 'referral-contact',
  text: `select phone from person where id = $1`,
  values: [person ?? ''],
});

type Coded = {
  readonly text?: string;
  readonly coding?: readonly { readonly code?: string; readonly display?: string }[];
};
type Quantity = { readonly value?: number | string; readonly unit?: string };
type Content = {
  readonly code?: Coded;
  readonly clinicalStatus?: Coded;
  readonly valueQuantity?: Quantity;
  readonly component?: readonly { readonly code?: Coded; readonly valueQuantity?: Quantity }[];
  readonly effectiveDateTime?: string;
};

const nameOf = (code: Coded | undefined): string => code?.text ?? code?.coding?.[0]?.display ?? '';
const quantity = (value: Quantity | undefined): string =>
  value?.value === undefined ? '' : `${String(value.value)} ${value.unit ?? ''}`.trim();
const finding = (content: Content): string => {
  const parts = (content.component ?? [])
    .map((part) => part.valueQuantity?.value)
    .filter((value) => value !== undefined);
  const unit = content.component?.[0]?.valueQuantity?.unit ?? '';
  const shown = parts.length > 0 ? `${parts.map(String).join('/')} ${unit}`.trim() : quantity(content.valueQuantity);
  const on = content.effectiveDateTime?.slice(0, 10) ?? '';
  return shown === '' ? '' : `${nameOf(content.code)} ${shown}${on === '' ? '' : `（${on}）`}`;
};
// SNOMED CT 716186003 |No known allergy|
const isNoneKnown = (content: Content): boolean => content.code?.coding?.[0]?.code === '716186003';

const contentsOf = (rows: Rows, type: string): readonly Content[] =>
  rows.filter((row) => row['type'] === type).map((row) => JSON.parse(String(row['content'])) as Content);

/** The newest of each kind of finding, in the order found. */
const newest = (contents: readonly Content[]): readonly string[] => {
  const found = new Map<string, string>();
  for (const content of contents) {
    const shown = finding(content);
    if (shown !== '' && !found.has(nameOf(content.code))) found.set(nameOf(content.code), shown);
  }
  return [...found.values()];
};

const joined = (parts: readonly string[]): string | null => {
  const told = [...new Set(parts.filter((part) => part !== ''))];
  return told.length === 0 ? null : told.join('；');
};

const prefillRoute = ({ engine, recordRead }: ReferralRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/referrals/prefill',
    summary: 'What the record already knows of the out form',
    access: 'role',
    query: PrefillQuery,
    answer: Prefill,
    handle: async ({ query, caller: { actor } }) => {
      const at = engine.clock.now();
      const [known = [], rows = [], contact = []] = await engine.db.read(actor, at, [
        { name: 'referral-known', text: 'select 1 from resident where id = $1', values: [query.resident] },
        findForForm(query.resident),
        findContact(actor.person),
      ]);
      const target = `Patient/${query.resident}`;
      if (known.length === 0) {
        await recordRead(auditRow(actor, at, { action: 'prefill', target, outcome: 'refused' }));
        return { refusal: refuse('resident-not-registered') };
      }
      await recordRead(auditRow(actor, at, { action: 'prefill', target, residents: [query.resident] }));
      const allergies = contentsOf(rows, 'AllergyIntolerance');
      const conditions = contentsOf(rows, 'Condition').filter(
        (condition) => (condition.clinicalStatus?.coding?.[0]?.code ?? 'active') === 'active',
      );
      const phone = contact[0]?.['phone'];
      return {
        body: {
          impression: null,
          history: joined(conditions.map((condition) => nameOf(condition.code))),
          findings: joined(newest(contentsOf(rows, 'Observation'))),
          treatment: null,
          allergy: allergies.some((allergy) => !isNoneKnown(allergy))
            ? 'present'
            : allergies.length > 0
              ? 'none-known'
              : 'never-asked',
          contact: typeof phone === 'string' ? phone : null,
        },
      };
    },
  });

const deadlinesRoute = ({ engine }: ReferralRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/referrals/deadlines',
    summary: 'Until when the receiver would have to answer a referral sent now, by urgency',
    access: 'role',
    answer: Deadlines,
    handle: () => {
      const at = engine.clock.now();
      return Promise.resolve({
        body: {
          items: URGENCIES.map((urgency) => {
            const { dueAt, verified } = engine.limits('referral.answer', urgency, at);
            return { urgency, dueAt: dueAt.toISOString(), verified };
          }),
        },
      });
    },
  });

/** The commission counts everybody; an organisation counts its own. */
const scopeOf = (actor: Actor): string | null =>
  actor.role === 'commission-officer' || actor.role === 'administrator' ? null : actor.organisation;
/** Figures yield counts and case ids, never identities (law 5). */
const counting = (actor: Actor): Actor => ({ ...actor, purpose: 'figures' });

const period = (
  query: { readonly from?: string | undefined; readonly until?: string | undefined },
  today: string,
  zone: string,
) => {
  const from = query.from ?? `${today.slice(0, 4)}-01-01`;
  const until = query.until ?? today;
  return isDay(from) && isDay(until) && from <= until
    ? { from, until, start: instantOf(from, '00:00', zone), end: instantOf(addDays(until, 1), '00:00', zone) }
    : undefined;
};

const figureRoute = ({ engine, zone, recordRead }: ReferralRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/figures/referral.closed-loop',
    summary: 'Closed-loop rate of referrals by sending organisation, with numerator and denominator',
    access: 'role',
    query: FigureQuery,
    answer: FigureView,
    handle: async ({ query, caller: { actor }, language }) => {
      const at = engine.clock.now();
      const days = period(query, engine.today(at), zone);
      if (days === undefined) return { refusal: refuse('impossible-period') };
      const [rows = []] = await engine.db.read(counting(actor), at, [
        findClosedLoop(days.start, days.end, scopeOf(actor)),
      ]);
      await recordRead(auditRow(counting(actor), at, { action: 'figure', target: closedLoop.code }));
      const rates = ratesFrom(rows);
      const numerator = rates.reduce((sum, one) => sum + one.numerator, 0);
      const denominator = rates.reduce((sum, one) => sum + one.denominator, 0);
      const body: FigureView = {
        ...closedLoop,
        definition: words[language].figures['referral.closed-loop'],
        from: days.from,
        until: days.until,
        asOf: at.toISOString(),
        value: rate(numerator, denominator),
        numerator,
        denominator,
        byOrganisation: rates.map((one) => ({ ...one, value: rate(one.numerator, one.denominator) })),
      };
      return { body };
    },
  });

const figureCasesRoute = ({ engine, zone, recordRead }: ReferralRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/figures/referral.closed-loop/cases',
    summary: 'The cases behind the closed-loop rate, coded and without identities',
    access: 'role',
    query: FigureCasesQuery,
    answer: FigureCases,
    handle: async ({ query, caller: { actor } }) => {
      const at = engine.clock.now();
      const days = period(query, engine.today(at), zone);
      if (days === undefined) return { refusal: refuse('impossible-period') };
      const own = scopeOf(actor);
      if (own !== null && query.organisation !== undefined && query.organisation !== own) {
        return { refusal: refuse('figure-of-another') };
      }
      const [rows = []] = await engine.db.read(counting(actor), at, [
        findClosedLoopCases({
          from: days.start,
          until: days.end,
          part: query.part,
          organisation: query.organisation ?? own,
          after: query.cursor ?? null,
          count: query.count,
        }),
      ]);
      await recordRead(auditRow(counting(actor), at, { action: 'figure-cases', target: closedLoop.code }));
      const shown = rows.slice(0, query.count);
      return {
        body: {
          items: shown.map((row) => ({
            id: String(row['id']),
            number: String(row['number']),
            state: String(row['state']),
            urgency: row['urgency'],
            ending: row['ending'] ?? null,
            openedAt: (row['opened_at'] as Date).toISOString(),
            closedAt: row['closed_at'] instanceof Date ? row['closed_at'].toISOString() : null,
            organisation: { id: String(row['organisation']), name: String(row['name']) },
          })),
          next: rows.length > query.count ? String(shown.at(-1)?.['number']) : null,
        },
      };
    },
  });

export const referralRoutes = (options: ReferralRoutesOptions): readonly Route[] => [
  ...planRoutes(options),
  prefillRoute(options),
  deadlinesRoute(options),
  figureRoute(options),
  figureCasesRoute(options),
];
