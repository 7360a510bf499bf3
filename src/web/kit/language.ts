/** The chosen language: kept on this machine, sent with every request, read by every words table. */
import type { Language, Worded } from '../../platform/words.ts';
import { readLocal, writeLocal } from './local.ts';
import { store, useStore } from './store.ts';

const KEY = 'kanglian.language';
const languageStore = store<Language>(readLocal(KEY) === 'en' ? 'en' : 'zh');

export const currentLanguage = languageStore.get;

/** Shows the choice in `<html lang>`, so that screen readers and fonts follow it. */
export const showLanguage = (): void => {
  document.documentElement.lang = languageStore.get() === 'zh' ? 'zh-CN' : 'en';
};

export const chooseLanguage = (language: Language): void => {
  languageStore.set(language);
  writeLocal(KEY, language);
  showLanguage();
};

export const useLanguage = (): Language => useStore(languageStore);

/** The table in the chosen language. */
export const useWords = <Table>(table: Readonly<Record<Language, Worded<Table>>>): Worded<Table> =>
  table[useLanguage()];

/** A code's words in a table, or the code itself when a newer server sends one this screen does not know. */
export const wordOf = (table: Readonly<Record<string, string>>, code: string): string => table[code] ?? code;
