/**
 * A route is data: what it takes, who may call it, and a function from a request to an answer. It knows no HTTP library;
 * `platform/http/server.ts` turns routes into Fastify's and into the OpenAPI document at /api/docs.
 */
import type { z } from 'zod';
import type { Actor } from '../postgres/database.ts';
import type { Language } from '../words.ts';
import type { Refusal } from '../refusal.ts';

/** Who stands behind a request, found from the session cookie or the bearer token. */
export type Caller = {
  readonly actor: Actor;
  /** The session's token digest, or null for a service client. */
  readonly session: string | null;
  readonly name: string;
  /** SMART system scopes of a service client (`system/*.cruds`); empty for people. */
  readonly scope: string;
};

export type RouteRequest<Params, Query, Body> = {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** What was sent to a route with `upload`. */
  readonly bytes?: Buffer;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly language: Language;
  readonly address: string;
  /** Present on every route but `public` ones. */
  readonly caller: Caller;
};

/** What a handler gives back. `refusal` becomes problem details (or an OperationOutcome) with the status of its code. */
export type RouteAnswer =
  | {
      readonly status?: number;
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
      readonly cookies?: readonly { readonly name: string; readonly value: string; readonly maxAgeSeconds: number }[];
    }
  | {
      readonly refusal: Refusal;
      readonly status?: number;
      /** Extra members of the problem document: the state a stale step met, errors per field, … */
      readonly extra?: Readonly<Record<string, unknown>>;
    };

export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD' | 'PATCH';
  /** Fastify syntax: `/api/cases/:id`. */
  readonly path: string;
  readonly summary: string;
  /**
   * `public`; `person`: signed in, perhaps without a role yet; `role`: a person in a role; `client`: a bearer token;
   * `resident`: a resident's device, by a cookie of its own.
   */
  readonly access: 'public' | 'person' | 'role' | 'client' | 'resident';
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** Takes a file instead of JSON: its media type and the most it may be. */
  readonly upload?: { readonly type: string; readonly megabytes: number };
  readonly answer?: z.ZodType;
  /** The content type of an answer that is not JSON: its body is a Buffer. */
  readonly media?: string;
  readonly handle: (request: RouteRequest<never, never, never>) => Promise<RouteAnswer>;
};

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** Keeps the handler's parameter types tied to the route's schemas. */
export const route = <
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  definition: Omit<Route, 'params' | 'query' | 'body' | 'handle'> & {
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly handle: (request: RouteRequest<Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<RouteAnswer>;
  },
): Route => definition as unknown as Route;
