/**
 * The plan home against what the centre that is to keep it is known to have. Missing is what its people said is missing, or
 * what no catalogue lists; what nobody said anything about is not known, which is said and stops nobody.
 */
import type { Rule } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';

/** Of one entry of the catalogue, as loaded by the server. */
export type KnownItem = {
  readonly name: string;
  readonly state: 'kept' | 'short' | 'not-kept' | null;
  readonly organisation: string | null;
  readonly updatedAt: string | null;
};
export type Finding = {
  /** `medicines.0`: the row of the form. */
  readonly row: string;
  readonly code: string | null;
  readonly name: string;
  readonly finding: 'kept' | 'short' | 'not-kept' | 'unknown' | 'not-listed';
  readonly organisation: string | null;
  readonly updatedAt: string | null;
  /** Nothing is open: it is there, nobody knows, or an arrangement is named. */
  readonly settled: boolean;
};

type Row = Readonly<Record<string, unknown>>;
const KINDS = [
  ['medicines', 'medicine', 'medicineName'],
  ['devices', 'device', 'deviceName'],
] as const;

const words = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

/** The catalogue codes a plan names. */
export const codesOf = (answers: Row): readonly string[] =>
  KINDS.flatMap(([list, code]) => rowsOf(answers[list]).flatMap((row) => words(row[code]) || []));

const isArranged = (row: Row): boolean => {
  switch (row['ifMissing']) {
    case 'ordered':
      return words(row['arrangedFor']) !== '';
    case 'other-centre':
      return words(row['arrangementNote']) !== '';
    case 'long-prescription':
      return true;
    default:
      return false;
  }
};

/** One finding for each medicine and device of the plan, in the form's order. */
export const planFindings = (answers: Row, known: Readonly<Record<string, KnownItem>>): readonly Finding[] =>
  KINDS.flatMap(([list, code, name]) =>
    rowsOf(answers[list]).map((row, index): Finding => {
      const asked = words(row[code]);
      const item = asked === '' ? undefined : known[asked];
      const finding = item === undefined ? 'not-listed' : (item.state ?? 'unknown');
      return {
        row: `${list}.${String(index)}`,
        code: asked === '' ? null : asked,
        name: item?.name ?? (words(row[name]) || asked),
        finding,
        organisation: item?.organisation ?? null,
        updatedAt: item?.updatedAt ?? null,
        settled: finding === 'kept' || finding === 'unknown' || isArranged(row),
      };
    }),
  );

const knownOf = (facts: Parameters<Rule>[0]): Readonly<Record<string, KnownItem>> =>
  (facts.loaded['kept'] ?? {}) as Readonly<Record<string, KnownItem>>;

/** Every row says what it is, with a code the catalogue has or in words; an arrangement says when or where. */
export const planIsNamed: Rule = (facts) => {
  if (!facts.answered) return true;
  const known = knownOf(facts);
  for (const [list, code, name] of KINDS)
    for (const row of rowsOf(facts.answers[list])) {
      const asked = words(row[code]);
      if (asked === '' && words(row[name]) === '') return refuse('item-without-name');
      if (asked !== '' && known[asked] === undefined) return refuse('unknown-item', { code: asked });
      if (row['ifMissing'] === 'ordered' && !isArranged(row)) return refuse('arrangement-needs-day');
      if (row['ifMissing'] === 'other-centre' && !isArranged(row)) return refuse('arrangement-needs-place');
    }
  return true;
};

/** What is missing is changed, arranged, or sent all the same with a reason both sides read. */
export const planCanBeKept: Rule = (facts) => {
  if (!facts.answered || words(facts.answers['overrideReason']) !== '') return true;
  const open = planFindings(facts.answers, knownOf(facts)).filter((finding) => !finding.settled);
  return open.length === 0 || refuse('plan-has-gaps', { items: open.map(({ name }) => name).join('、') });
};
