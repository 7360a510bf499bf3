/**
 * `$validate` (R4 Resource/validate): checks a resource without keeping it, or one that is kept, and tells everything that was
 * found, advice included. The answer is 200 whatever was found; the issues tell.
 */
import { bodyText } from '../../../platform/http/fhir-handler.ts';
import { readObject } from '../../body.ts';
import type { Answer, Asked, FhirContext, Operation, Subject } from '../../context.ts';
import { keepingOf } from '../../kept-types.ts';
import { isRefused, outcomeText, refused } from '../../outcome.ts';
import type { Issue, Refused } from '../../outcome.ts';
import { parseJson } from '../../json.ts';
import { profileCheck } from '../../profiles/claimed.ts';
import { isObject, objectsOf } from '../../resource.ts';
import type { JsonObject } from '../../resource.ts';
import { validate } from '../../validate/validate.ts';
import { read } from '../read.ts';

const MODES = new Set(['create', 'update', 'delete', 'profile']);

type Wanted = {
  readonly resource: JsonObject | undefined;
  readonly mode: string | undefined;
  readonly profiles: readonly string[];
};

const parameterOf = (parameters: JsonObject, name: string): readonly JsonObject[] =>
  objectsOf(parameters['parameter']).filter((parameter) => parameter['name'] === name);

const textsOf = (parameters: JsonObject, name: string): readonly string[] =>
  parameterOf(parameters, name).flatMap((parameter) =>
    Object.entries(parameter).flatMap(([key, value]) =>
      key.startsWith('value') && typeof value === 'string' ? [value] : [],
    ),
  );

/** What is asked, from the body and from the address; the body wins. */
const wantedOf = (asked: Asked, context: FhirContext): Wanted | Refused => {
  const query = new URLSearchParams(asked.query);
  const [mode, profiles] = [query.get('mode') ?? undefined, query.getAll('profile')];
  if (asked.body.trim() === '') return { resource: undefined, mode, profiles };
  const body = readObject(asked, context.config);
  if (isRefused(body)) return body;
  if (body['resourceType'] !== 'Parameters') return { resource: body, mode, profiles };
  const resource = parameterOf(body, 'resource')[0]?.['resource'];
  return {
    resource: isObject(resource) ? resource : undefined,
    mode: textsOf(body, 'mode')[0] ?? mode,
    profiles: [...textsOf(body, 'profile'), ...profiles],
  };
};

const issue = (code: Issue['code'], word: Issue['word'], expression?: string, severity?: Issue['severity']): Issue => ({
  code,
  word,
  ...(expression !== undefined && { expression }),
  ...(severity !== undefined && { severity }),
});

/** What keeps a resource that is good in itself from being written here. */
const writeIssues = (resource: JsonObject, { mode }: Wanted, { type = '', id }: Subject): readonly Issue[] => {
  const given = String(resource['resourceType']);
  const found: Issue[] = [];
  if (given !== type)
    found.push({ ...issue('invalid', 'type-not-in-url', 'resourceType'), values: { body: given, url: type } });
  if (mode !== 'create' && mode !== 'update') return found;
  if (keepingOf(given) === undefined)
    found.push({ ...issue('not-supported', 'type-not-kept', given), values: { type: given } });
  if (mode === 'update' && id !== undefined && resource['id'] !== id)
    found.push(issue('invalid', 'id-not-in-url', `${given}.id`));
  return found;
};

const answered = (issues: readonly Issue[], asked: Asked): Answer => {
  const wrong = issues.some(({ severity }) => severity === undefined || severity === 'error');
  const all = wrong ? issues : [...issues, issue('informational', 'good-resource', undefined, 'information')];
  return { status: 200, headers: { 'content-language': asked.language }, body: outcomeText(all, asked.language) };
};

/** The resource that is kept under this id, as the caller may read it. */
const kept = async (asked: Asked, type: string, id: string, context: FhirContext): Promise<JsonObject | Answer> => {
  const answer = await read({ ...asked, method: 'GET', query: '', headers: {} }, type, id, context);
  if (isRefused(answer) || answer.status !== 200) return answer;
  const parsed = parseJson(bodyText(answer.body));
  return parsed.ok && isObject(parsed.value) ? parsed.value : refused(404, 'not-found', 'not-found', { type, id });
};

const perform = async (asked: Asked, subject: Subject, context: FhirContext): Promise<Answer> => {
  const { type = '', id } = subject;
  const wanted = wantedOf(asked, context);
  if (isRefused(wanted)) return wanted;
  const { mode, profiles } = wanted;
  if (mode !== undefined && !MODES.has(mode)) return refused(400, 'value', 'bad-mode');
  if (mode === 'profile' && profiles.length === 0) return refused(400, 'required', 'profile-missing');
  if (profiles.some((url) => profileCheck(url) === undefined))
    return refused(422, 'not-supported', 'profile-not-known');
  if (mode === 'delete') {
    const found = type === 'Patient' ? [issue('business-rule', 'patient-not-deleted')] : [];
    return answered(found, asked);
  }
  const resource = wanted.resource ?? (id === undefined ? undefined : await kept(asked, type, id, context));
  if (resource === undefined) return refused(400, 'required', 'nothing-to-validate');
  if ('status' in resource && !('resourceType' in resource)) return resource as Answer;
  const given = resource;
  const { issues } = validate(given, { advising: true, profiles });
  const before = writeIssues(given, wanted, subject);
  return answered([...before, ...issues], asked);
};

export const validateOperation: Operation = {
  name: 'validate',
  definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
  levels: ['type', 'instance'],
  types: 'all',
  changes: false,
  rights: [],
  documentation:
    'Checks a resource by R4 and by the profiles it claims or that are named, and tells all issues with place and remedy; nothing is kept.',
  perform,
};
