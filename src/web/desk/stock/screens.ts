import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const stock: readonly DeskScreen[] = [
  {
    path: '/stock',
    load: () => import('./stock-page.tsx').then(({ StockPage }) => StockPage),
    menu: {
      order: 46,
      icon: 'list',
      label: { zh: words.zh.menu, en: words.en.menu },
      roles: ['village-doctor', 'general-practitioner', 'nurse', 'public-health-worker'],
    },
  },
];
