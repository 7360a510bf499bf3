import { STATUS_CODES } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorTable } from '../errors.ts';
import type { Refusal } from '../refusal.ts';
import { languageOf } from './language.ts';

export type RefusalOptions = { readonly status?: number; readonly extra?: Readonly<Record<string, unknown>> };

const onFhir = (request: FastifyRequest): boolean => /^\/fhir(?:[/?]|$)/.test(request.url);

/** Problem details (RFC 9457). `code` is the refusal's, for programs; `detail` the sentence, for people. */
const problem = (status: number, code: string, sentence: string, extra: RefusalOptions['extra']): string =>
  JSON.stringify({
    ...extra,
    type: `urn:kanglian:${code}`,
    title: STATUS_CODES[status],
    status,
    detail: sentence,
    code,
  });

const outcome = (issue: string, code: string, sentence: string): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'error',
        code: issue,
        details: { coding: [{ system: 'urn:kanglian:refusal', code }], text: sentence },
      },
    ],
  });

/** Answers a refusal in the reader's language and in the form of the door it came through. */
export const sendRefusal = (
  request: FastifyRequest,
  reply: FastifyReply,
  errors: ErrorTable,
  refusal: Refusal,
  options: RefusalOptions = {},
): FastifyReply => {
  const language = languageOf(request.headers);
  const status = options.status ?? errors.statusOf(refusal.refused);
  const sentence = errors.sentence(refusal, language);
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  if (status === 503) void reply.header('retry-after', '2');
  // RFC 6585 §4: a client that is asked to wait is told how long
  if (status === 429) void reply.header('retry-after', String(refusal.values?.['seconds'] ?? 1));
  void reply.code(status).header('cache-control', 'no-store').header('content-language', language);
  return onFhir(request)
    ? reply
        .type('application/fhir+json; charset=utf-8')
        .send(outcome(errors.issueOf(refusal.refused), refusal.refused, sentence))
    : reply
        .type('application/problem+json; charset=utf-8')
        .send(problem(status, refusal.refused, sentence, options.extra));
};
