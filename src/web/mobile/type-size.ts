/** 大字: everything a third larger, in the same order. Kept on this phone. */
import { readLocal, writeLocal } from '../kit/local.ts';
import { store, useStore } from '../kit/store.ts';

const KEY = 'kanglian.large-type';
const largeStore = store(readLocal(KEY) === 'on');

export const useLargeType = (): boolean => useStore(largeStore);

export const showTypeSize = (): void => {
  document.documentElement.dataset['type'] = largeStore.get() ? 'large' : 'plain';
};

export const chooseLargeType = (large: boolean): void => {
  largeStore.set(large);
  writeLocal(KEY, large ? 'on' : null);
  showTypeSize();
};
