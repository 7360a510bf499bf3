/**
 * Leaving a field may draw a line of fault beneath it, and what stands below moves. Where the field is left by pressing a button, the
 * button must not move from under the finger: what draws waits until the press has become a click.
 */
let pressed = false;
const put = (down: boolean) => (): void => {
  pressed = down;
};
document.addEventListener('pointerdown', put(true), true);
document.addEventListener('pointerup', put(false), true);
document.addEventListener('pointercancel', put(false), true);

/** Does it at once, or once the pointer that is down has been let go and its click is over. */
export const onceReleased = (work: () => void): void => {
  if (!pressed) {
    work();
    return;
  }
  const later = (): void => {
    document.removeEventListener('pointerup', later);
    document.removeEventListener('pointercancel', later);
    setTimeout(work);
  };
  document.addEventListener('pointerup', later);
  document.addEventListener('pointercancel', later);
};
