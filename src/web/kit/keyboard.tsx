/** Letters act only when no field has focus and can be switched off (WCAG 2.1.4). */
import { createContext, useContext, useEffect, useRef } from 'react';
import { readLocal, writeLocal } from './local.ts';
import { store, useStore } from './store.ts';

const KEY = 'kanglian.letter-keys';
const lettersStore = store(readLocal(KEY) !== 'off');

export const useLetterKeys = (): boolean => useStore(lettersStore);
export const switchLetterKeys = (on: boolean): void => {
  lettersStore.set(on);
  writeLocal(KEY, on ? null : 'off');
};

const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input, textarea, select, [role="listbox"], [role="combobox"]') !== null);

/** One key: `j`, `/`, `?`, `Escape`, `Enter`. Its action answers false when it had nothing to do. */
export type KeyMap = Readonly<Record<string, (() => boolean | undefined) | undefined>>;

/** How many dialogs stand over the page where a screen or panel is drawn. */
export const DialogsOver = createContext(0);

type Layer = { readonly map: { readonly current: KeyMap }; readonly over: number };
const layers: Layer[] = [];
let listening = false;

const onKey = (event: KeyboardEvent): void => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (inField(event.target) && event.key !== 'Escape') return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key.length === 1 && !lettersStore.get()) return;
  // Enter on a link or button is theirs.
  if (key === 'Enter' && event.target instanceof HTMLElement && event.target.closest('a, button, summary') !== null)
    return;
  // Esc closes what is on top, and nothing behind it: what is not drawn in the dialog is not asked
  const over = key === 'Escape' ? document.querySelectorAll('dialog[open]').length : 0;
  for (const layer of layers.filter((each) => each.over >= over).reverse()) {
    const action = layer.map.current[key];
    if (action !== undefined && action() !== false) {
      event.preventDefault();
      return;
    }
  }
};

/** Keys of a screen or panel; the last one mounted is asked first. */
export const useKeys = (map: KeyMap): void => {
  const latest = useRef(map);
  const over = useContext(DialogsOver);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    const layer = { map: latest, over };
    if (!listening) {
      listening = true;
      window.addEventListener('keydown', onKey);
    }
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  }, [over]);
};
