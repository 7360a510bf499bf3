/**
 * The keys of a choice whose options are buttons and not inputs: one stop of Tab, the arrows move within it
 * (WAI-ARIA Authoring Practices, radio group).
 */
import type { KeyboardEvent } from 'react';

const NEXT: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

const optionsIn = (group: Element): readonly HTMLElement[] => [
  ...group.querySelectorAll<HTMLElement>('[role="radio"]:not(:disabled)'),
];

/** For `onKeyDown` of the group: goes to the option before or after, round the ends, or to the first and last, and chooses it. */
export const moveAmongOptions = (event: KeyboardEvent<HTMLElement>): void => {
  const options = optionsIn(event.currentTarget);
  const at = options.findIndex((option) => option === document.activeElement);
  const by = NEXT[event.key];
  const to = event.key === 'Home' ? 0 : event.key === 'End' ? options.length - 1 : by === undefined ? null : at + by;
  if (to === null || at === -1) return;
  event.preventDefault();
  const next = options[(to + options.length) % options.length];
  next?.focus();
  next?.click();
};

/** From the field that narrows the choice down into it: whatever is chosen there, or the first. */
export const enterOptions = (group: Element | null): void => {
  if (group === null) return;
  const options = optionsIn(group);
  (options.find((option) => option.getAttribute('aria-checked') === 'true') ?? options[0])?.focus();
};
