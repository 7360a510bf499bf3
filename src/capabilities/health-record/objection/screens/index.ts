/** The browser's door: objections of residents, for the office that answers them. */
import type { DeskScreen } from '../../../../web/kit/screen.ts';
import { HANDLERS } from '../rules/handlers.ts';
import { objectionWords } from './objection-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/objections',
    load: () => import('./objections.tsx').then(({ ObjectionsScreen }) => ObjectionsScreen),
    menu: {
      order: 16,
      icon: 'message',
      label: { zh: objectionWords.zh.title, en: objectionWords.en.title },
      roles: HANDLERS,
    },
  },
  {
    path: '/objections/$id',
    draws: ['objection'],
    load: () => import('./objection.tsx').then(({ ObjectionScreen }) => ObjectionScreen),
  },
];
