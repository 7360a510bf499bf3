import type { Caller } from './route.ts';

/** What a request brings along to show who sends it. */
export type Credentials = {
  readonly cookies: Readonly<Record<string, string | undefined>>;
  /** The `authorization` header, `Bearer …` for a service client. */
  readonly authorization: string | undefined;
  readonly address: string;
};

export type Authenticated = {
  readonly caller: Caller;
  /** The session's CSRF token, which every request but GET and HEAD repeats in `x-csrf-token`; null for a bearer token. */
  readonly csrf: string | null;
  /** False while a person has signed in and not yet chosen a role. */
  readonly inRole: boolean;
};

/** Finds who stands behind a request; undefined when nobody does (no, wrong, expired or withdrawn credentials). */
export type Authenticate = (credentials: Credentials) => Promise<Authenticated | undefined>;
