/** Where the commission's screen stands. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const cockpit: readonly DeskScreen[] = [
  {
    path: '/cockpit',
    load: () => import('./cockpit-page.tsx').then(({ CockpitScreen }) => CockpitScreen),
    menu: {
      order: 60,
      first: ['commission-officer'],
      icon: 'chart',
      label: { zh: words.zh.menu, en: words.en.menu },
      roles: ['commission-officer', 'referral-coordinator', 'duty-officer', 'general-practitioner', 'administrator'],
    },
  },
];
