/** The way to the figures: asks for what a letter claims, and tells its answers as a letter keeps them. */
import type { Actor } from '../../platform/postgres/database.ts';
import { isRefusal } from '../../platform/refusal.ts';
import type { Catalogue, FigureAnswer, FigurePeriod, FigureReader, FigureScope } from '../figures/define.ts';
import type { Claim, LetterDocument, Observed } from './document.ts';
import { claimsIn } from './document.ts';

const SCOPES = ['organisation', 'consortium', 'district', 'level'] as const;

/** `organisation:county-1-hospital`, or empty for the region. */
export const scopeOf = (code: string): FigureScope => {
  const at = code.indexOf(':');
  const kind = SCOPES.find((each) => each === code.slice(0, at));
  return kind === undefined ? { kind: 'region' } : { kind, id: code.slice(at + 1) };
};

const lastDay = (month: string): string => {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, number ?? 1, 0)).toISOString().slice(0, 10);
};

/** 2025, 2025-06, 2025-01-01/2025-06-30; without one the year so far, to the claim's day. */
export const periodOf = ({ period, asOf }: Pick<Claim, 'period' | 'asOf'>): FigurePeriod => {
  if (period === null || period === '') return { from: `${asOf.slice(0, 4)}-01-01`, to: asOf };
  const [from = '', to] = period.split('/');
  if (to !== undefined) return { from, to };
  if (/^\d{4}$/.test(from)) return { from: `${from}-01-01`, to: `${from}-12-31` < asOf ? `${from}-12-31` : asOf };
  if (/^\d{4}-\d{2}$/.test(from)) return { from: `${from}-01`, to: lastDay(from) < asOf ? lastDay(from) : asOf };
  return { from, to: from };
};

const numeric = (text: string | null): number | null => (text === null ? null : Number(text));

const evidenceOf = (answer: FigureAnswer): Observed['evidence'] => {
  if (answer.value === null) return 'none';
  if (answer.evidence !== null && Number(answer.evidence.disputed) > 0) return 'disputed';
  return answer.fedBy === 'records' ? 'records' : 'by-hand';
};

export type FigureSource = {
  readonly catalogue: Catalogue;
  readonly read: FigureReader<Actor>;
};

/** How one answer reads in a letter. */
export const observedOf = (catalogue: Catalogue, answer: FigureAnswer): Observed => {
  const definition = catalogue.find(answer.code, answer.period.to);
  const words = definition?.words.zh;
  return {
    value: numeric(answer.value),
    numerator: numeric(answer.numerator),
    denominator: numeric(answer.denominator),
    unit: words?.unit ?? '',
    name: words?.name ?? answer.code,
    definition: words?.definition ?? '',
    definitionVersion: String(answer.version),
    // the day, not the moment: two looks on one day at one state of things say the same
    asOf: answer.period.to,
    evidence: evidenceOf(answer),
    digest: answer.digest ?? '',
  };
};

export type Looked = {
  readonly observations: Readonly<Record<string, Observed | null>>;
  readonly settled: boolean;
  /** Codes of refusals other than an unknown figure, by claim: an impossible period, a scope nobody knows. */
  readonly refused: Readonly<Record<string, string>>;
};

/** What every claim of a letter says now. A figure that is gone, or refuses the question, is null. */
export const lookUp = async (source: FigureSource, actor: Actor, letter: LetterDocument): Promise<Looked> => {
  const ids = claimsIn(letter).filter((id) => letter.claims[id] !== undefined);
  const claims = ids.flatMap((id) => letter.claims[id] ?? []);
  if (claims.length === 0) return { observations: {}, settled: true, refused: {} };
  const answers = await source.read(
    actor,
    claims.map((claim) => ({
      code: claim.figure,
      scope: scopeOf(claim.scope),
      period: periodOf(claim),
      asOf: null,
      trace: true,
    })),
  );
  const observations: Record<string, Observed | null> = {};
  const refused: Record<string, string> = {};
  let settled = true;
  for (const [at, id] of ids.entries()) {
    const answer = answers[at];
    if (answer === undefined || isRefusal(answer)) {
      observations[id] = null;
      if (answer !== undefined) refused[id] = answer.refused;
    } else {
      observations[id] = observedOf(source.catalogue, answer);
      settled &&= answer.settled;
    }
  }
  return { observations, settled, refused };
};
