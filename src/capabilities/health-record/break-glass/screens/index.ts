/** The browser's door: the reviews of emergency looks, for those who review them. */
import type { DeskScreen } from '../../../../web/kit/screen.ts';
import { REVIEWERS } from '../rules/reviewers.ts';
import { closeWords } from './close-resident-words.ts';
import { reviewWords } from './review-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/reviews',
    load: () => import('./reviews.tsx').then(({ ReviewsScreen }) => ReviewsScreen),
    menu: {
      order: 15,
      icon: 'search',
      label: { zh: reviewWords.zh.title, en: reviewWords.en.title },
      roles: REVIEWERS,
    },
  },
  {
    path: '/close-residents',
    load: () => import('./close-residents.tsx').then(({ CloseScreen }) => CloseScreen),
    menu: {
      order: 16,
      icon: 'people',
      label: { zh: closeWords.zh.menu, en: closeWords.en.menu },
      roles: [...REVIEWERS, 'administrator'],
    },
  },
  {
    path: '/reviews/$id',
    draws: ['break-glass'],
    load: () => import('./review.tsx').then(({ ReviewScreen }) => ReviewScreen),
  },
];
