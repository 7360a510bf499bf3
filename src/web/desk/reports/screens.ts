/** Where reporting elsewhere stands. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const reports: readonly DeskScreen[] = [
  {
    path: '/reports',
    load: () => import('./reports-page.tsx').then(({ ReportsScreen }) => ReportsScreen),
    menu: {
      order: 65,
      icon: 'cloud',
      label: { zh: words.zh.title, en: words.en.title },
      roles: ['general-practitioner', 'referral-coordinator'],
    },
  },
];
