/** Where 床位与号源 stands. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const capacity: readonly DeskScreen[] = [
  {
    path: '/capacity',
    load: () => import('./capacity-page.tsx').then(({ CapacityScreen }) => CapacityScreen),
    menu: {
      order: 15,
      icon: 'bed',
      label: { zh: words.zh.title, en: words.en.title },
      roles: ['bed-manager', 'duty-officer'],
    },
  },
];
