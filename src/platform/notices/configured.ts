/** The notifiers an operator has set up; none is a way of its own: then notices stand on the screens alone. */
import type { NotifierConfig } from './settings.ts';
import type { Notifier } from './notifier.ts';
import { printNotifier } from './print.ts';
import { smsNotifier } from './sms.ts';
import { wecomNotifier } from './wecom.ts';

export const notifiersOf = ({ smsUrl, smsSecret, wecomUrl, printFolder }: NotifierConfig): readonly Notifier[] => [
  ...(smsUrl === undefined ? [] : [smsNotifier({ url: smsUrl, secret: smsSecret })]),
  ...(wecomUrl === undefined ? [] : [wecomNotifier({ url: wecomUrl })]),
  ...(printFolder === undefined ? [] : [printNotifier({ folder: printFolder })]),
];
