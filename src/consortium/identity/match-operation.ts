/**
 * `Patient/$match` (R4 §Patient-match): who in the region may be the person described, with a score and a grade. A client is told as
 * little as lets it go on: of residents it has no reason to read a masked name, the sex and the year of birth, and never a
 * number, an address or a telephone. Every question is on record with the residents it found.
 */
import { readObject } from '../../fhir/body.ts';
import type { Answer, Asked, FhirContext, Operation } from '../../fhir/context.ts';
import { writeJson } from '../../fhir/json.ts';
import { isRefused, refused } from '../../fhir/outcome.ts';
import type { Refused } from '../../fhir/outcome.ts';
import { isObject, objectsOf } from '../../fhir/resource.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { residentFacts } from '../../fhir/store/resident-facts.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { identifying } from '../residents/find.ts';
import { maskName } from '../residents/masks.ts';
import { relationsTo } from '../relations/relations.ts';
import { comparedFrom, findCandidates } from './candidates.ts';
import type { Compared, Score } from './scoring.ts';
import { gradeOf, scoreOf } from './scoring.ts';

const MATCH_GRADE = 'http://hl7.org/fhir/StructureDefinition/match-grade';
const SUBSETTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };
const MOST = 20;
/** Nobody's id: what is asked about is not a resident yet. */
const ASKED = 'asked';

type Question = { readonly person: Compared; readonly certainOnly: boolean; readonly count: number };

const parameter = (parameters: JsonObject, name: string): JsonObject | undefined =>
  objectsOf(parameters['parameter']).find((each) => each['name'] === name);

const questionOf = (asked: Asked, context: FhirContext): Question | Refused => {
  const body = readObject(asked, context.config);
  if (isRefused(body)) return body;
  // a Patient by itself is what many clients send
  const described = body['resourceType'] === 'Patient' ? body : parameter(body, 'resource')?.['resource'];
  if (!isObject(described) || described['resourceType'] !== 'Patient')
    return refused(400, 'required', 'missing-type', undefined, 'Parameters.parameter');
  const facts = residentFacts({ ...(described as Resource), id: ASKED });
  const count = Number(parameter(body, 'count')?.['valueInteger'] ?? 10);
  return {
    person: { ...facts, gender: facts.gender },
    certainOnly: parameter(body, 'onlyCertainMatches')?.['valueBoolean'] === true,
    count: Number.isInteger(count) ? Math.min(Math.max(count, 1), MOST) : 10,
  };
};

const shown = ({ id, name, gender, birthDate }: Compared, related: boolean): JsonObject => ({
  resourceType: 'Patient',
  id,
  meta: { tag: [SUBSETTED] },
  active: true,
  name: [{ text: related ? name : maskName(name) }],
  gender,
  ...(birthDate === null ? {} : { birthDate: related ? birthDate : birthDate.slice(0, 4) }),
});

type Found = { readonly person: Compared; readonly score: Score };

const entryOf = (base: string, { person, score }: Found, related: boolean): JsonObject => ({
  fullUrl: `${base}/Patient/${person.id}`,
  resource: shown(person, related),
  search: {
    extension: [{ url: MATCH_GRADE, valueCode: gradeOf(score) }],
    mode: 'match',
    score: score.certain ? 1 : Math.min(0.99, Math.max(0, Math.round(score.score) / 130)),
  },
});

const match = async (asked: Asked, context: FhirContext): Promise<Answer> => {
  const question = questionOf(asked, context);
  if ('issues' in question) return question;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const asker = identifying(actor);
  const [rows = []] = await context.db.read(asker, at, [findCandidates(question.person)]);
  const found = comparedFrom(rows)
    .map((person) => ({ person, score: scoreOf(question.person, person) }))
    .filter(({ score }) => (question.certainOnly ? score.certain : gradeOf(score) !== 'certainly-not'))
    .sort(
      (left, right) => Number(right.score.certain) - Number(left.score.certain) || right.score.score - left.score.score,
    )
    .slice(0, question.count);
  const ids = found.map(({ person }) => person.id);
  const row = auditRow(asker, at, { action: 'match', target: 'Patient/$match', residents: ids });
  const [relations = []] = await context.db.write(actor, at, (tx) =>
    tx.finish([relationsTo(ids, actor.organisation, at), auditStatement(row)]),
  );
  const related = new Set(relations.map((each) => String(each['resident'])));
  const bundle = {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    ...(found.length === 0
      ? {}
      : { entry: found.map((each) => entryOf(asked.base, each, related.has(each.person.id))) }),
  };
  return { status: 200, body: writeJson(bundle) };
};

export const matchOperation: Operation = {
  name: 'match',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
  levels: ['type'],
  types: ['Patient'],
  changes: true,
  rights: ['s'],
  documentation:
    'Residents that may be the person described, with a score and a grade; minimal demographics, every question is audited.',
  perform: (asked, _subject, context) => match(asked, context),
};
