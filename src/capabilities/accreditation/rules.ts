/** Whether a step of an acceptance may be taken: pure, over what was loaded. */
import type { Rule, StepFacts } from '../../engines/pathways/define.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { Standard } from './rules/standards.ts';
import { EXPERTS } from './rules/sides.ts';

export type OpinionFact = {
  readonly verdict: string;
  readonly beds: number;
  /** Clauses found not met. */
  readonly notMet: readonly string[];
  readonly person: string;
};
export type AcceptanceFact = {
  readonly organisation: string;
  readonly bedsAsked: number;
  readonly appliedOn: string;
  readonly opinions: readonly OpinionFact[];
  /** Houses asked in this round whose answer is not refused. */
  readonly asked: readonly string[];
};
type Row = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);
const standardIn = (facts: StepFacts): Standard | undefined => facts.loaded['standard'] as Standard | undefined;
const acceptanceIn = (facts: StepFacts): AcceptanceFact | undefined =>
  facts.loaded['acceptance'] as AcceptanceFact | undefined;
const kindsIn = (facts: StepFacts): ReadonlyMap<string, string> =>
  (facts.loaded['kinds'] as ReadonlyMap<string, string> | undefined) ?? new Map<string, string>();

export const bureauIsOne: Rule = (facts) =>
  !facts.answered || facts.parties['receiver']?.kind === 'bureau' || refuse('acceptance.no-bureau');
/** Only a house whose people can prepare it; the table of roles by kind is the pathway's. */
export const houseFits: Rule = (facts) =>
  !facts.answered || facts.parties['sender']?.kind !== undefined || refuse('acceptance.other-house');
export const standardInForce: Rule = (facts) =>
  !facts.answered || standardIn(facts) !== undefined || refuse('acceptance.no-standard');
/** Not a second time while the first is under way or stands. */
export const notTwice: Rule = (facts) =>
  !facts.answered || facts.loaded['underWay'] !== true || refuse('acceptance.under-way');
export const departmentIsOwn: Rule = (facts) =>
  !facts.answered ||
  text(facts.answers['department']) === '' ||
  facts.loaded['departmentOf'] === facts.actor.organisation ||
  refuse('acceptance.other-department');

/** Every clause of the standard once, and none besides: what is missing is not met by silence. */
export const clausesAnswered = (clauses: readonly Row[], standard: Standard): true | Refusal => {
  const seen = clauses.map((row) => text(row['clause']));
  const twice = seen.find((code, at) => seen.indexOf(code) !== at);
  if (twice !== undefined) return refuse('acceptance.clause-twice', { number: numberOf(standard, twice) });
  const missing = standard.clauses.filter(({ code }) => !seen.includes(code));
  if (missing.length > 0)
    return refuse('acceptance.clause-missing', {
      count: missing.length,
      number: numberOf(standard, missing[0]?.code ?? ''),
    });
  const strange = seen.find((code) => !standard.clauses.some((clause) => clause.code === code));
  if (strange !== undefined) return refuse('acceptance.clause-unknown');
  const bare = clauses.find((row) => row['found'] === 'met' && text(row['evidence']).trim() === '');
  return bare === undefined || refuse('acceptance.no-evidence', { number: numberOf(standard, text(bare['clause'])) });
};
const numberOf = (standard: Standard, code: string): number =>
  standard.clauses.findIndex((clause) => clause.code === code) + 1;

export const everyClause: Rule = (facts) => {
  const standard = standardIn(facts);
  if (!facts.answered || standard === undefined) return true;
  return clausesAnswered(rowsOf(facts.answers['clauses']), standard);
};

const invited = (facts: StepFacts): readonly string[] =>
  rowsOf(facts.answers['experts']).map((row) => text(row['house']));
/** Of another house than the one that is looked at, each of a house of its own, and where somebody can be one. */
export const expertsIndependent: Rule = (facts) => {
  const acceptance = acceptanceIn(facts);
  if (!facts.answered || acceptance === undefined) return true;
  const houses = invited(facts);
  // a new round may ask the same experts again
  const asked = ['reviewing', 'rechecking'].includes(facts.state ?? '') ? acceptance.asked : [];
  if (houses.includes(acceptance.organisation)) return refuse('acceptance.own-house');
  if (new Set(houses).size < houses.length || houses.some((house) => asked.includes(house)))
    return refuse('acceptance.same-house');
  const kinds = kindsIn(facts);
  return (
    houses.every((house) => Object.hasOwn(EXPERTS, kinds.get(house) ?? '')) || refuse('acceptance.no-experts-there')
  );
};
export const enoughExperts: Rule = (facts) => {
  const least = standardIn(facts)?.experts ?? 2;
  return !facts.answered || invited(facts).length >= least || refuse('acceptance.too-few-experts', { least });
};

export const everybodyAnswered: Rule = (facts) => {
  const open = facts.children.filter(({ closed }) => !closed).length;
  if (open > 0) return refuse('acceptance.opinions-open', { open });
  const least = standardIn(facts)?.experts ?? 2;
  const given = acceptanceIn(facts)?.opinions.length ?? 0;
  return given >= least || refuse('acceptance.opinions-missing', { given, least });
};

const dated = (facts: StepFacts, acceptance: AcceptanceFact): true | Refusal => {
  const [from, until, recheck] = ['validFrom', 'validUntil', 'recheckOn'].map((name) => text(facts.answers[name]));
  if (!from || !until || !recheck) return refuse('acceptance.dates-missing');
  if (from < acceptance.appliedOn) return refuse('acceptance.before-application', { day: acceptance.appliedOn });
  if (from > text(facts.loaded['today'])) return refuse('acceptance.valid-later');
  if (until <= from) return refuse('acceptance.ends-before');
  return (recheck > from && recheck <= until) || refuse('acceptance.recheck-outside');
};
/** Numbered beds are named one by one: the house's own, each once, as many as are accepted. */
const bedsNamed = (facts: StepFacts, beds: number): true | Refusal => {
  const own = facts.loaded['beds'] as ReadonlySet<string> | undefined;
  if (own === undefined || own.size === 0) return true;
  const named = rowsOf(facts.answers['named']).map((row) => text(row['bed']));
  if (named.some((bed) => !own.has(bed))) return refuse('acceptance.bed-of-another-house');
  return (
    (new Set(named).size === beds && named.length === beds) ||
    refuse('acceptance.beds-to-name', { beds, named: named.length })
  );
};
const mayBeAccepted = (facts: StepFacts, acceptance: AcceptanceFact, standard: Standard): true | Refusal => {
  const against = acceptance.opinions.filter(({ verdict }) => verdict !== 'pass').length;
  if (against > 0) return refuse('acceptance.expert-against', { against });
  const notMet = new Set(acceptance.opinions.flatMap((opinion) => opinion.notMet));
  if (notMet.size > standard.notMetAtMost)
    return refuse('acceptance.clause-not-met', { number: numberOf(standard, [...notMet][0] ?? '') });
  const beds = Number(facts.answers['beds'] ?? 0);
  const most = Math.min(acceptance.bedsAsked, ...acceptance.opinions.map((opinion) => opinion.beds));
  if (beds === 0) return refuse('acceptance.beds-missing');
  if (beds > most) return refuse('acceptance.more-beds', { beds, most });
  const named = bedsNamed(facts, beds);
  return named === true ? dated(facts, acceptance) : named;
};

export const decisionFits: Rule = (facts) => {
  const acceptance = acceptanceIn(facts);
  const standard = standardIn(facts);
  if (!facts.answered || acceptance === undefined || standard === undefined) return true;
  if (facts.answers['result'] === 'accepted') return mayBeAccepted(facts, acceptance, standard);
  if (text(facts.answers['demands']).trim() === '') return refuse('acceptance.demands-missing');
  return (
    facts.answers['result'] !== 'to-rectify' ||
    text(facts.answers['rectifyBy']) !== '' ||
    refuse('acceptance.rectify-by-missing')
  );
};

// ------------------------------------------------------------------ the expert's own case

/** Nobody judges twice: the other expert of this round is another person. */
export const anotherPerson: Rule = (facts) =>
  facts.loaded['gaveAlready'] !== true || refuse('acceptance.judged-already');
/** The bureau decided without this answer, or the acceptance ended meanwhile. */
export const stillAsked: Rule = (facts) => facts.loaded['stillAsked'] !== false || refuse('acceptance.no-longer-asked');
export const verdictFits: Rule = (facts) => {
  if (!facts.answered || facts.answers['verdict'] !== 'pass') return true;
  if (Number(facts.answers['bedsFound']) === 0) return refuse('acceptance.pass-without-beds');
  return (
    !rowsOf(facts.answers['clauses']).some((row) => row['found'] === 'not-met') || refuse('acceptance.pass-not-met')
  );
};
