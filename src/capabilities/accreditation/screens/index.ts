/** The browser's door of accreditation: what stands, applying, and one acceptance or review. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { screenWords } from './screen-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/acceptances',
    load: () => import('./overview.tsx').then(({ AcceptancesScreen }) => AcceptancesScreen),
    menu: {
      order: 24,
      icon: 'list',
      label: { zh: screenWords.zh.title, en: screenWords.en.title },
      roles: [
        'commission-officer',
        'medical-affairs',
        'attending-physician',
        'public-health-worker',
        'general-practitioner',
        'bed-manager',
      ],
    },
  },
  { path: '/acceptances/new', load: () => import('./apply.tsx').then(({ ApplyScreen }) => ApplyScreen) },
  {
    path: '/acceptances/$id',
    draws: ['acceptance'],
    load: () => import('./acceptance.tsx').then(({ AcceptanceScreen }) => AcceptanceScreen),
  },
];
