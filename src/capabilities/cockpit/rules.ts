/** When an entry may stand in a register: true, or the sentence why not. Pure. */
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { EntryBody } from './shapes.ts';

/** Who keeps registers; everybody in a role may read them. */
export const KEEPERS = ['commission-officer', 'administrator'] as const;
export const keeps = (role: string): boolean => (KEEPERS as readonly string[]).includes(role);

export type EntryContext = {
  readonly role: string;
  readonly today: string;
  /** Of the register named; undefined where there is none. `items` where it is a checklist. */
  readonly register: { readonly items: readonly string[] | null } | undefined;
  readonly organisationKnown: boolean;
};

const DECIMAL = /^-?\d{1,15}(\.\d{1,6})?$/;

export const mayStand = (
  entry: EntryBody,
  { role, today, register, organisationKnown }: EntryContext,
): true | Refusal => {
  if (!keeps(role)) return refuse('register.may-not');
  if (register === undefined) return refuse('register.unknown', { register: entry.register });
  if (!organisationKnown) return refuse('register.unknown-organisation');
  if (entry.from > today || (entry.until !== null && entry.until < entry.from)) return refuse('register.days');
  if (entry.amount !== null && !DECIMAL.test(entry.amount)) return refuse('register.amount');
  if (register.items !== null && !register.items.includes(entry.item))
    return refuse('register.item', { items: register.items.join('、') });
  if (register.items === null && entry.amount === null && entry.said.trim() === '')
    return refuse('register.says-nothing');
  return true;
};

export const saysWhy = (reason: string): true | Refusal => reason.trim().length >= 2 || refuse('register.say-why');
