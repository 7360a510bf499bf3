/** The browser's door of proposals: the list, one proposal, arrival, promises, the supervising office's overview. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { menuWords } from './menu-words.ts';
import { useMineCount } from './queries.ts';

const ALL = [
  'proposal-committee',
  'handing-officer',
  'supervision-officer',
  'proposal-officer',
  'section-drafter',
  'unit-leader',
] as const;

export const screens: readonly DeskScreen[] = [
  {
    path: '/proposals',
    load: () => import('./list.tsx').then(({ ProposalsScreen }) => ProposalsScreen),
    menu: {
      order: 10,
      icon: 'list',
      label: { zh: menuWords.zh.proposals, en: menuWords.en.proposals },
      roles: ALL,
      useCount: useMineCount,
    },
  },
  {
    path: '/proposals/new',
    load: () => import('./arrival.tsx').then(({ ArrivalScreen }) => ArrivalScreen),
  },
  {
    path: '/promises',
    load: () => import('./promises.tsx').then(({ PromisesScreen }) => PromisesScreen),
    menu: {
      order: 12,
      icon: 'calendar',
      label: { zh: menuWords.zh.promises, en: menuWords.en.promises },
      roles: ALL,
    },
  },
  {
    path: '/proposals/overview',
    load: () => import('./overview.tsx').then(({ OverviewScreen }) => OverviewScreen),
    menu: {
      order: 14,
      icon: 'chart',
      label: { zh: menuWords.zh.overview, en: menuWords.en.overview },
      roles: ['supervision-officer', 'handing-officer', 'proposal-committee', 'unit-leader', 'proposal-officer'],
    },
  },
  {
    path: '/proposals/shares/$id',
    draws: ['co-handling', 'promise'],
    load: () => import('./share.tsx').then(({ ShareScreen }) => ShareScreen),
  },
  {
    path: '/proposals/$id',
    draws: ['proposal'],
    load: () => import('./proposal.tsx').then(({ ProposalScreen }) => ProposalScreen),
  },
];
