/** Logins in the people's sheet: each is one person's, and is given once. */
import type { Statement } from '../../platform/postgres/database.ts';
import type { Problem } from './columns.ts';
import { problem } from './columns.ts';

const LOGIN = /^[a-z0-9][a-z0-9.-]{2,39}$/;

export const findLogins = (logins: readonly string[]): Statement => ({
  name: 'import-logins',
  text: `select login, person from account where login = any($1::text[])`,
  values: [logins],
});

/** Judges the logins of one file, row by row; `hasOf` is the login a person has already. */
export const loginsOf = (
  known: ReadonlyMap<string, string>,
  hasOf: (person: string) => string | null,
): ((login: string | null | undefined, person: string | null) => readonly Problem[]) => {
  const owners = new Map(known);
  return (login, person) => {
    if (login === null || login === undefined || person === null) return [];
    const has = hasOf(person);
    if (has === login) return [];
    if (!LOGIN.test(login)) return [problem('login', 'import.login-form')];
    const owner = owners.get(login) ?? person;
    owners.set(login, owner);
    if (owner !== person) return [problem('login', 'import.login-taken')];
    return has === null ? [] : [problem('login', 'import.login-fixed')];
  };
};
