/** What crosses the wire of accounts made by import and of one's own password. */
import { z } from 'zod';

/** Accounts that nobody was given a start password for yet. */
export const StartingAccounts = z.object({ waiting: z.int() });
/** `login`: another start password for one account; null: for those that have none. */
export const StartPasswordBody = z.object({ login: z.string().max(40).nullable().default(null) });
export const StartPasswords = z.object({
  items: z.array(z.object({ name: z.string(), organisation: z.string(), login: z.string(), password: z.string() })),
  waiting: z.int(),
});
export type StartPasswords = z.infer<typeof StartPasswords>;
export const ChangePasswordBody = z.object({ current: z.string().max(200), next: z.string().max(200) });
