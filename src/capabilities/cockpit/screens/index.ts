/** The browser's door: figures with their definitions, a figure's own page, and the registers kept by hand. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { words } from '../words.ts';
import { boardWords } from './board-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/overview',
    load: () => import('./overview.tsx').then(({ OverviewScreen }) => OverviewScreen),
    menu: {
      order: 59,
      first: ['commission-officer'],
      icon: 'home',
      label: { zh: boardWords.zh.menu, en: boardWords.en.menu },
      roles: ['commission-officer', 'administrator'],
    },
  },
  {
    path: '/figures',
    load: () => import('./figures-list.tsx').then(({ FiguresScreen }) => FiguresScreen),
    menu: {
      order: 61,
      first: ['commission-officer'],
      icon: 'list',
      label: { zh: words.zh.figures, en: words.en.figures },
      roles: ['commission-officer', 'administrator', 'referral-coordinator', 'duty-officer', 'general-practitioner'],
    },
  },
  { path: '/figures/$code', load: () => import('./figure-page.tsx').then(({ FigureScreen }) => FigureScreen) },
  {
    path: '/registers',
    load: () => import('./registers.tsx').then(({ RegistersScreen }) => RegistersScreen),
    menu: {
      order: 62,
      first: ['commission-officer'],
      icon: 'paper',
      label: { zh: words.zh.register, en: words.en.register },
      roles: ['commission-officer', 'administrator'],
    },
  },
];
