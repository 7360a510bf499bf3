/** The demonstration accounts as a table to print at start: who they are, where they work, what each can try. */
import { ROLE_WORDS } from '../words.ts';
import type { Account, Region } from './model.ts';

/** How many columns of a terminal a text takes: a Chinese character takes two. */
const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );

const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

/** `全科医师 杨树河镇卫生院，责任医师 青禾县医院` */
const workOf = (account: Account, region: Region): string => {
  const places = new Map(region.organisations.map((o) => [o.id, o.shortName]));
  return account.roles
    .map((held) => `${ROLE_WORDS.zh[held.role]} ${places.get(held.organisation) ?? held.organisation}`)
    .join('，');
};

/** One line an account and one beneath it in English: login, name, role and organisation, what to try. */
export const accountLines = (region: Region): readonly string[] => {
  const rows = region.accounts.map((account) => ({
    login: account.login,
    name: account.name,
    work: workOf(account, region),
    zh: account.tries.zh,
    en: `${account.roles.map((held) => ROLE_WORDS.en[held.role]).join(', ')}. ${account.tries.en}.`,
  }));
  const widest = (key: 'login' | 'name' | 'work'): number => Math.max(...rows.map((row) => widthOf(row[key])));
  const [login, name, work] = [widest('login'), widest('name'), widest('work')];
  return rows.flatMap((row) => [
    `${padded(row.login, login)}  ${padded(row.name, name)}  ${padded(row.work, work)}  ${row.zh}`,
    `${' '.repeat(login)}  ${row.en}`,
  ]);
};
