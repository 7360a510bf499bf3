/**
 * The door to `/fhir`: the record store works on the text as it was sent (decimals survive, 1.50 stays 1.50) and answers text
 * (stored JSON is not parsed again), so it gets neither parsed bodies nor Fastify.
 */
import type { Language } from '../words.ts';
import type { Caller } from './route.ts';

export type FhirRequest = {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base, as it stands in the URL (still percent-encoded): `/Patient/123/_history`, `/` for the base itself. */
  readonly path: string;
  /** Without the question mark, still percent-encoded; empty when absent. */
  readonly query: string;
  /** Names in lower case; a header sent twice is joined by `, `. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Valid UTF-8 without a byte order mark; empty when there is none. */
  readonly body: string;
  /** Null only for `GET /metadata`, which everybody may read. */
  readonly caller: Caller | null;
  readonly language: Language;
  /** The client's network address. */
  readonly address: string;
  /** `http://host:port/fhir` as the client reached it, for links and Location. */
  readonly base: string;
};

/**
 * A text, or its pieces in order. A long text is put together only as bytes, on its way out: as one text it would stand twice in
 * fresh memory, which costs more than everything else about it.
 */
export type FhirBody = string | readonly string[];

export const bodyText = (body: FhirBody | undefined): string =>
  body === undefined || typeof body === 'string' ? (body ?? '') : body.join('');

/** The pieces as bytes, each of them written straight to its place. */
export const bodyBytes = (body: FhirBody): Buffer => {
  const pieces = typeof body === 'string' ? [body] : body;
  const bytes = Buffer.allocUnsafe(pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece), 0));
  pieces.reduce((at, piece) => at + bytes.write(piece, at), 0);
  return bytes;
};

export type FhirResponse = {
  readonly status: number;
  /** `content-type` is `application/fhir+json; charset=utf-8` unless given. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FhirBody;
};

/** Answers every request below `/fhir`. Expected errors are answered as OperationOutcome; a fault may be thrown. */
export type FhirHandler = (request: FhirRequest) => Promise<FhirResponse>;
