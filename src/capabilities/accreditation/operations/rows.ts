/** The rows of an acceptance. One statement, one function. */
import type { TakenStep } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import type { TermFact } from '../records.ts';
import { standardVersion } from '../rules/standards.ts';
import type { Standard } from '../rules/standards.ts';

export const insertAcceptance = ({ answers, after, loaded, today }: TakenStep): Statement => {
  const standard = loaded['standard'] as Standard;
  return {
    name: 'acceptance-insert',
    text: `insert into acceptance (case_id, organisation, bureau, standard, standard_version, verified, department, beds_asked,
                                   self_scores, applied_on)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    values: [
      ...[after.id, after.parties['sender']?.organisation, after.parties['receiver']?.organisation],
      ...[standard.code, standardVersion(standard), standard.verified, answers['department'] ?? null],
      ...[answers['bedsAsked'], JSON.stringify(answers['clauses']), today],
    ],
  };
};
export const updateApplication = ({ answers, caseId }: TakenStep): Statement => ({
  name: 'acceptance-complete',
  text: 'update acceptance set beds_asked = $2, self_scores = $3 where case_id = $1',
  values: [caseId, answers['bedsAsked'], JSON.stringify(answers['clauses'])],
});
export const nextRound = (caseId: string): Statement => ({
  name: 'acceptance-round',
  text: 'update acceptance set round = round + 1 where case_id = $1',
  values: [caseId],
});

/** @param acceptance null for a term entered with the region's data */
export const insertTerm = (
  term: TermFact,
  acceptance: string | null,
  certificate: string | null,
  author: string,
  madeUp = false,
): Statement => ({
  name: 'acceptance-term-insert',
  text: `insert into acceptance_term (id, acceptance, organisation, standard, standard_version, beds, from_on, until_on, recheck_on,
                                      certificate, source, made_up, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
  values: [
    ...[term.id, acceptance, term.organisation, term.standard, term.version, term.beds, term.from, term.ceases],
    ...[term.recheckOn, certificate, term.source, madeUp, author],
  ],
});
/** Guard: `acceptance.term-ended`, where another has ended it meanwhile. */
export const endTerm = (id: string, on: string, because: string): Statement => ({
  name: 'acceptance-term-end',
  text: `with ended as (
    update acceptance_term set ended_on = $2, ended_because = $3 where id = $1 and ended_on is null returning 1
  )
  select expect_rows((select count(*) from ended), 1, 'acceptance.term-ended')`,
  values: [id, on, because],
});
export const insertBeds = (term: string, beds: readonly string[]): Statement => ({
  name: 'acceptance-beds-insert',
  text: 'insert into acceptance_bed (term, bed) select $1, bed from unnest($2::text[]) as bed',
  values: [term, beds],
});

export const insertOpinion = ({ answers, caseId, loaded, actor, at }: TakenStep): Statement => {
  const asked = loaded['review'] as { readonly acceptance: string; readonly round: number };
  return {
    name: 'acceptance-opinion-insert',
    text: `insert into acceptance_opinion (case_id, acceptance, round, organisation, person, visited_on, verdict, beds, scores,
                                           opinion, given_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      ...[caseId, asked.acceptance, asked.round, actor.organisation, actor.person, answers['visitedOn']],
      ...[answers['verdict'], answers['bedsFound'], JSON.stringify(answers['clauses']), answers['opinion'], at],
    ],
  };
};
