/** What a tab, a bookmark and the browser's history call a screen: by its place in the menu, and never by whom it is about (law 9). */
import { useLocation } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { Language } from '../../platform/words.ts';
import type { DeskScreen } from '../kit/screen.ts';
import { useLanguage, useWords } from '../kit/language.ts';
import { messagesOf, screens } from './screens.ts';
import { words as table } from './words.ts';

type Titles = Readonly<Record<string, string>>;

const isWithin = (path: string, place: string): boolean => path === place || path.startsWith(`${place}/`);

/** The name of the menu's entry the screen belongs to, else that of its first part; null where it has none. */
export const titleOf = (
  path: string,
  language: Language,
  others: Titles,
  all: readonly Pick<DeskScreen, 'path' | 'menu'>[],
): string | null => {
  const [nearest] = all
    .filter((screen) => screen.menu !== undefined && isWithin(path, screen.path))
    .sort((one, other) => other.path.length - one.path.length);
  return nearest?.menu?.label[language] ?? others[path.split('/')[1] ?? ''] ?? null;
};

const noCount = (): null => null;

/** Says it in the tab, with the number of unread messages before it: somebody at work in another tab sees that something came. */
export const useScreenTitle = (): void => {
  const words = useWords(table);
  const language = useLanguage();
  const { pathname } = useLocation();
  const unread = (messagesOf()?.useCount ?? noCount)();
  const title = titleOf(pathname, language, words.titles, screens);
  useEffect(() => {
    const called = title === null ? words.product : `${title} - ${words.product}`;
    document.title = unread === null || unread === 0 ? called : `(${String(unread)}) ${called}`;
  }, [title, unread, words.product]);
};
