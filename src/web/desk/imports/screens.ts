/** Where the imports stand. */
import type { DeskScreen } from '../../kit/screen.ts';
import { words } from './words.ts';

export const imports: readonly DeskScreen[] = [
  {
    path: '/imports',
    load: () => import('./imports-page.tsx').then(({ ImportsScreen }) => ImportsScreen),
    menu: {
      order: 60,
      icon: 'upload',
      label: { zh: words.zh.title, en: words.en.title },
      roles: ['administrator', 'bed-manager', 'registrar', 'general-practitioner'],
    },
  },
];
