/** In which form a request is read and an answer given: JSON, and a clear word to those who want another (R4 §3.1.0.1.11). */
import type { FhirRequest } from '../platform/http/fhir-handler.ts';
import { refused } from './outcome.ts';
import type { Refused } from './outcome.ts';

export const JSON_BODY: readonly string[] = ['application/fhir+json', 'application/json', 'text/json'];
export const PATCH_BODY: readonly string[] = ['application/json-patch+json'];
export const FORM_BODY: readonly string[] = ['application/x-www-form-urlencoded'];

const ANSWERED = new Set([...JSON_BODY, '*/*', 'application/*', 'text/*', 'application/json+fhir']);

/** 415 where the body is said to be something else. Without a content type it is taken for what is wanted. */
export const wrongBody = (
  { headers }: Pick<FhirRequest, 'headers'>,
  accepted: readonly string[],
): Refused | undefined => {
  const header = headers['content-type'] ?? '';
  const [type = '', ...parameters] = header.split(';').map((part) => part.trim().toLowerCase());
  if (type === '') return undefined;
  if (type.includes('xml')) return refused(415, 'not-supported', 'xml-body');
  if (!accepted.includes(type)) return refused(415, 'not-supported', 'other-body', { accepted: accepted.join(', ') });
  const charset = parameters.map((one) => /^charset="?([^"]*)"?$/.exec(one)?.[1]).find((one) => one !== undefined);
  return charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset)
    ? undefined
    : refused(415, 'not-supported', 'other-charset');
};

const otherAnswer = (wanted: string): Refused =>
  /xml/i.test(wanted) ? refused(406, 'not-supported', 'xml-answer') : refused(406, 'not-supported', 'other-answer');

const FORMATS = new Set(['json', ...JSON_BODY, 'application/json+fhir', '*/*']);

/** 406 where no form of answer that is accepted can be given. `_format` overrides the header (R4 §3.1.0.1.13). */
export const wrongAnswer = ({ query, headers }: Pick<FhirRequest, 'query' | 'headers'>): Refused | undefined => {
  const format = query.includes('_format') ? new URLSearchParams(query).get('_format') : null;
  if (format !== null) {
    // a plus that nobody encoded is a space
    const [type = ''] = format.toLowerCase().replace('fhir json', 'fhir+json').split(';');
    return FORMATS.has(type.trim()) ? undefined : otherAnswer(type);
  }
  const accept = headers['accept'];
  if (accept === undefined || accept === '*/*' || accept.trim() === '') return undefined;
  const acceptable = accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((part) => part.trim()))
    .some(([type = '', ...parameters]) => ANSWERED.has(type) && !parameters.some((one) => /^q=0(?:\.0*)?$/.test(one)));
  return acceptable ? undefined : otherAnswer(accept);
};
