/** The browser's door: entries to be erased or moved, for who asks and who decides. */
import type { DeskScreen } from '../../../../web/kit/screen.ts';
import { DECIDERS } from '../rules/deciders.ts';
import { erasureWords } from './erasure-words.ts';

export const screens: readonly DeskScreen[] = [
  {
    path: '/erasures',
    load: () => import('./erasures.tsx').then(({ ErasuresScreen }) => ErasuresScreen),
    menu: {
      order: 17,
      icon: 'paper',
      label: { zh: erasureWords.zh.title, en: erasureWords.en.title },
      roles: DECIDERS,
    },
  },
  {
    path: '/erasures/new/$resident/$type/$entry',
    load: () => import('./new-erasure.tsx').then(({ NewErasureScreen }) => NewErasureScreen),
  },
  {
    path: '/erasures/$id',
    draws: ['erasure'],
    load: () => import('./erasure.tsx').then(({ ErasureScreen }) => ErasureScreen),
  },
];
