/**
 * SMS by an HTTP gateway: POST { id, to, text } as JSON with `Idempotency-Key` and, where a secret is set, `Authorization: Bearer`.
 * Any 2xx is accepted; 409 says that this id was taken before, which is the same. An `id` in the answer is kept as reference.
 */
import type { Delivered, Notifier } from './notifier.ts';
import { isMobile, outcomeOfStatus, postJson } from './notifier.ts';

const TAKEN_BEFORE = 409;

const referenceIn = (text: string): string | undefined => {
  try {
    const { id } = JSON.parse(text) as { readonly id?: unknown };
    return typeof id === 'string' && /^[\w.:-]{1,100}$/.test(id) ? id : undefined;
  } catch {
    return undefined;
  }
};

export const smsNotifier = (given: { readonly url: string; readonly secret: string | undefined }): Notifier => ({
  channel: 'sms',
  reach: 'person',
  send: async ({ id, to, text }, signal): Promise<Delivered> => {
    if (!isMobile(to)) return { outcome: 'never', code: 'no-mobile-number' };
    const headers = {
      'idempotency-key': id,
      ...(given.secret === undefined ? {} : { authorization: `Bearer ${given.secret}` }),
    };
    const answer = await postJson(given.url, { id, to, text }, headers, signal);
    if ('fault' in answer) return { outcome: 'again', code: answer.fault };
    const code = `http-${String(answer.status)}`;
    const outcome = answer.status === TAKEN_BEFORE ? 'delivered' : outcomeOfStatus(answer.status);
    if (outcome !== 'delivered') return { outcome, code };
    const reference = referenceIn(answer.text);
    return reference === undefined ? { outcome, code } : { outcome, code, reference };
  },
});
