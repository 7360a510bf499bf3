/** 值班表: where a house says who is on duty. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const duty: readonly DeskScreen[] = [
  {
    path: '/duty',
    load: () => import('./duty-page.tsx').then(({ DutyScreen }) => DutyScreen),
    menu: {
      order: 70,
      icon: 'calendar',
      label: { zh: words.zh.title, en: words.en.title },
      roles: ['duty-officer', 'bed-manager', 'referral-coordinator', 'admission-clerk', 'administrator'],
    },
  },
];
