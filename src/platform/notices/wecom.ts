/**
 * 企业微信 by the webhook of a group's robot, whose URL carries its key: { msgtype: 'text', text: { content, mentioned_mobile_list } }.
 * It answers 200 with an `errcode`; 45009 (too many a minute) and -1 (busy) pass, others do not. (From the published interface,
 * not tried against the service.) The webhook knows no idempotency key: an answer lost on the way may mean a message said twice.
 */
import type { Delivered, Notifier } from './notifier.ts';
import { outcomeOfStatus, postJson } from './notifier.ts';

const PASSING = [-1, 45009];

const errcodeIn = (text: string): number | undefined => {
  try {
    const { errcode } = JSON.parse(text) as { readonly errcode?: unknown };
    return typeof errcode === 'number' ? errcode : undefined;
  } catch {
    return undefined;
  }
};

export const wecomNotifier = (given: { readonly url: string }): Notifier => ({
  channel: 'wecom',
  reach: 'group',
  send: async ({ text, mentions }, signal): Promise<Delivered> => {
    const body = { msgtype: 'text', text: { content: text, mentioned_mobile_list: mentions } };
    const answer = await postJson(given.url, body, {}, signal);
    if ('fault' in answer) return { outcome: 'again', code: answer.fault };
    const outcome = outcomeOfStatus(answer.status);
    if (outcome !== 'delivered') return { outcome, code: `http-${String(answer.status)}` };
    const errcode = errcodeIn(answer.text);
    if (errcode === undefined) return { outcome: 'again', code: 'no-errcode' };
    const code = `errcode-${String(errcode)}`;
    return errcode === 0 ? { outcome, code } : { outcome: PASSING.includes(errcode) ? 'again' : 'never', code };
  },
});
