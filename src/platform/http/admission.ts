import type { FastifyRequest } from 'fastify';
import type { Refusal } from '../refusal.ts';
import { refuse } from '../refusal.ts';
import type { Authenticate, Authenticated } from './authenticate.ts';
import type { Route } from './route.ts';

const HARMLESS = ['GET', 'HEAD'];

/** Asks who is behind a request, from its session cookie or its bearer token. */
export const whoSends = (request: FastifyRequest, authenticate: Authenticate): Promise<Authenticated | undefined> =>
  authenticate({ cookies: request.cookies, authorization: request.headers.authorization, address: request.ip });

/**
 * A page of another site can make a browser send our cookie, but can neither read the session's CSRF token nor set the header.
 * (SameSite=Strict keeps the cookie back already; this is the second lock, for browsers and proxies that do not.)
 */
export const forged = (request: FastifyRequest, who: Authenticated): boolean =>
  who.csrf !== null && !HARMLESS.includes(request.method) && request.headers['x-csrf-token'] !== who.csrf;

/** Whether this caller may use a route of this access at all; what he may see and do there is decided behind it. */
export const admit = (access: Route['access'], who: Authenticated | undefined): Refusal | undefined => {
  if (access === 'public') return undefined;
  // asked by the residents' own authenticator: nobody who works here is ever behind it
  if (access === 'resident') return who === undefined ? refuse('not-entered') : undefined;
  if (who === undefined) return refuse('not-signed-in');
  const isClient = who.csrf === null;
  if (access === 'client') return isClient ? undefined : refuse('clients-only');
  if (isClient) return refuse('not-for-clients');
  return access === 'role' && !who.inRole ? refuse('no-role') : undefined;
};
