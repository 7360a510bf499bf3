/** The browser's door of identities: the list of possible duplicates, and two residents side by side. */
import type { DeskScreen } from '../../../../web/kit/screen.ts';
import { screenWords } from './screen-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/identity',
    load: () => import('./pairs.tsx').then(({ PairsScreen }) => PairsScreen),
    menu: {
      order: 45,
      icon: 'people',
      label: { zh: screenWords.zh.title, en: screenWords.en.title },
      roles: ['public-health-worker', 'admission-clerk', 'administrator', 'registrar'],
    },
  },
  {
    path: '/identity/$id',
    draws: ['identity'],
    load: () => import('./comparison.tsx').then(({ ComparisonScreen }) => ComparisonScreen),
  },
];
