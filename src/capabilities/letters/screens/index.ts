/** The browser's door of official letters. */
import type { DeskScreen } from '../../../web/kit/screen.ts';
import { letterWords } from './letter-words.ts';

const ROLES = ['section-drafter', 'proposal-officer', 'letter-checker', 'unit-leader', 'seal-keeper'] as const;

export const screens: readonly DeskScreen[] = [
  {
    path: '/letters',
    load: () => import('./letters.tsx').then(({ LettersScreen }) => LettersScreen),
    menu: { order: 20, icon: 'paper', label: { zh: letterWords.zh.title, en: letterWords.en.title }, roles: ROLES },
  },
  { path: '/letters/numbers', load: () => import('./numbers.tsx').then(({ NumbersScreen }) => NumbersScreen) },
  {
    path: '/letters/$id',
    draws: ['letter'],
    load: () => import('./letter-page.tsx').then(({ LetterScreen }) => LetterScreen),
  },
];
