/** The referral's own routes: what fills the form, and when an answer would be due. */
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import { route } from '../../platform/http/route.ts';
import type { Route } from '../../platform/http/route.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import { saysOnlyAsked } from '../../consortium/residents/allergy-codes.ts';
import { URGENCIES } from '../../engines/pathways/define.ts';
import type { Engine } from '../../engines/pathways/engine.ts';
import { Deadlines, Prefill, PrefillQuery } from './shapes.ts';
import { againRoute } from './routes/again.ts';
import { planRoutes } from './routes/plan.ts';

export type ReferralRoutesOptions = {
  readonly engine: Engine;
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
const isNoneKnown = (content: Content): boolean =>
  saysOnlyAsked(content.code?.coding?.flatMap(({ code }) => code ?? []) ?? []);

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

export const referralRoutes = (options: ReferralRoutesOptions): readonly Route[] => [
  ...planRoutes(options),
  againRoute(options),
  prefillRoute(options),
  deadlinesRoute(options),
];
