/** `POST [base]` with a batch Bundle (R4 §3.1.0.11.1): each entry for itself, with an answer of its own; none stops another. */
import type { Answer, Asked, FhirContext } from '../context.ts';
import { writeJson } from '../json.ts';
import { outcomeText, refused } from '../outcome.ts';
import { isObject, objectsOf, textOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';

/** Performs one request below the base, whatever it is. */
export type Perform = (asked: Asked, context: FhirContext) => Promise<Answer> | Answer;

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Entries under way at a time: one client's batch is not everybody's. */
const AT_ONCE = 4;

/** The request an entry stands for. Its own scheme and host are let go: `http://here/fhir/Patient/1` is `Patient/1`. */
const askedBy = (entry: JsonObject, asked: Asked): Asked | undefined => {
  const request = entry['request'];
  if (!isObject(request)) return undefined;
  const method = METHODS.find((one) => one === request['method']);
  const url = textOf(request['url']);
  if (method === undefined || url === undefined) return undefined;
  const below = url.startsWith(`${asked.base}/`) ? url.slice(asked.base.length + 1) : url.replace(/^\//, '');
  const [path = '', query = ''] = below.split(/\?(.*)/s);
  // a bundle inside a bundle is nobody's request
  if (path === '') return undefined;
  const named = (name: string): string | undefined => textOf(request[name]);
  return {
    ...asked,
    method,
    path: `/${path}`,
    query,
    headers: {
      'content-type': 'application/fhir+json',
      'if-match': named('ifMatch'),
      'if-none-match': named('ifNoneMatch'),
      'if-none-exist': named('ifNoneExist'),
    },
    body: entry['resource'] === undefined ? '' : writeJson(entry['resource']),
  };
};

const responseText = (answer: Answer, asked: Asked): string => {
  const status = `"status":"${answer.status}"`;
  if ('issues' in answer) return `{"response":{${status},"outcome":${outcomeText(answer.issues, asked.language)}}}`;
  const { location, etag } = answer.headers ?? {};
  const place = location === undefined ? '' : `,"location":${JSON.stringify(location)}`;
  const tag = etag === undefined ? '' : `,"etag":${JSON.stringify(etag)}`;
  const resource = answer.body === undefined || answer.body === '' ? '' : `"resource":${answer.body},`;
  return `{${resource}"response":{${status}${place}${tag}}}`;
};

export const batch = async (
  asked: Asked,
  bundle: JsonObject,
  context: FhirContext,
  perform: Perform,
): Promise<Answer> => {
  const entries = objectsOf(bundle['entry']);
  const answers: string[] = [];
  const waiting = entries.entries();
  const work = async (): Promise<void> => {
    for (const [place, entry] of waiting) {
      const one = askedBy(entry, asked);
      answers[place] = responseText(
        one === undefined ? refused(400, 'invalid', 'bad-batch-entry') : await perform(one, context),
        asked,
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const entry = answers.length === 0 ? '' : `,"entry":[${answers.join(',')}]`;
  return { status: 200, body: `{"resourceType":"Bundle","type":"batch-response"${entry}}` };
};
