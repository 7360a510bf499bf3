/** Ways out of the program for notices, from the environment: addresses and secrets never stand in a command line others can see. */
import { resolve } from 'node:path';
import { secretOf } from '../secret-settings.ts';
import type { StartCode } from '../start-words.ts';

/** One that is not set up is not used. */
export type NotifierConfig = {
  readonly smsUrl: string | undefined;
  readonly smsSecret: string | undefined;
  /** The webhook of a group's robot; its key is part of it, so it is never logged. */
  readonly wecomUrl: string | undefined;
  readonly printFolder: string | undefined;
  readonly language: 'zh' | 'en';
  /** Where residents find their page, as they type it. */
  readonly residentPage: string | undefined;
};

type Env = Readonly<Record<string, string | undefined>>;
type Mistake = (code: StartCode, values: Readonly<Record<string, string>>) => void;

const isWebUrl = (text: string): boolean => {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
};

/** The values of addresses are not repeated in what is said about them: they may carry keys. */
export const readNotifierConfig = (env: Env, mistake: Mistake): NotifierConfig => {
  const web = (name: string): string | undefined => {
    const url = secretOf(env, name, mistake);
    if (url === undefined || isWebUrl(url)) return url;
    mistake('start.web-address', { name });
    return undefined;
  };
  const folder = env['NOTICE_PRINT_FOLDER'] ?? '';
  return {
    smsUrl: web('SMS_URL'),
    smsSecret: secretOf(env, 'SMS_SECRET', mistake),
    wecomUrl: web('WECOM_URL'),
    printFolder: folder === '' ? undefined : resolve(folder),
    language: env['NOTICE_LANGUAGE'] === 'en' ? 'en' : 'zh',
    residentPage: web('RESIDENT_PAGE'),
  };
};
