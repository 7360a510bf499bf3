/** Where the figures stand. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const figures: readonly DeskScreen[] = [
  {
    path: '/figures',
    load: () => import('./figures-page.tsx').then(({ FiguresScreen }) => FiguresScreen),
    menu: {
      order: 60,
      icon: 'chart',
      label: { zh: words.zh.menu, en: words.en.menu },
      roles: ['commission-officer', 'referral-coordinator', 'duty-officer', 'general-practitioner', 'administrator'],
    },
  },
];
