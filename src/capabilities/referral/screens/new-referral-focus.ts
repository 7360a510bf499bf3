/** Moving about the form: to a part, to the thing that is missing, and by the keyboard. */
import { useEffect, useRef } from 'react';
import { PARTS } from './referral-draft.ts';
import type { Gap, Part } from './referral-draft.ts';

const CONTROLS = 'input:not([type="hidden"]), textarea, select, button, a[href]';

const sectionOf = (part: Part): Element | null => {
  const selectors: Readonly<Record<Part, string>> = {
    condition: '.nr-condition',
    place: '.nr-place',
    consent: '.nr-consent',
    submit: '.nr-foot .button.primary',
  };
  return document.querySelector(selectors[part]);
};

const arriveAt = (element: Element | null, control: Element | null): void => {
  element?.scrollIntoView({ block: 'nearest' });
  if (control instanceof HTMLElement) control.focus({ preventScroll: false });
};

export const focusPart = (part: Part): void => {
  const section = sectionOf(part);
  if (section === null) return;
  if (part !== 'submit') section.scrollIntoView({ block: 'start' });
  arriveAt(null, section.matches(CONTROLS) ? section : section.querySelector(CONTROLS));
};

/** The control of a field: an input by its id, a group of buttons by its label. */
export const focusGap = (gap: Gap): void => {
  if (gap.part === 'place') {
    focusPart('place');
    return;
  }
  const line = document.getElementById(`nr-${gap.field}`);
  const group = document.querySelector(`[aria-labelledby="nr-${gap.field}-label"]`);
  const control = line?.matches(CONTROLS) === true ? line : (group?.querySelector('input:checked, input') ?? null);
  arriveAt(group ?? line, control);
};

type Acts = {
  readonly onPart: (part: Part) => void;
  readonly onSave: () => void;
  readonly onSubmit: () => void;
};

/** Alt+1–4, Ctrl+S, Ctrl+Enter: with a modifier, so they also work inside a field. */
export const useFormKeys = (acts: Acts): void => {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.isComposing || event.shiftKey) return;
      const control = event.ctrlKey || event.metaKey;
      const part = /^Digit([1-4])$/.exec(event.code)?.[1];
      if (event.altKey && !control && part !== undefined) {
        const named = PARTS[Number(part) - 1];
        if (named !== undefined) latest.current.onPart(named);
      } else if (control && !event.altKey && event.key === 'Enter') latest.current.onSubmit();
      else if (control && !event.altKey && event.key.toLowerCase() === 's') latest.current.onSave();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
};
