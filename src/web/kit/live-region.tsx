import { store, useStore } from './store.ts';

const spokenStore = store<{ readonly text: string; readonly number: number }>({ text: '', number: 0 });

/** Says what happened to those who do not see the screen; also the only place that does. */
export const announce = (text: string): void => spokenStore.set({ text, number: spokenStore.get().number + 1 });

/** Stands once in the frame. The same sentence twice is spoken twice: it alternates between two regions. */
export const LiveRegion = (): React.JSX.Element => {
  const { text, number } = useStore(spokenStore);
  return (
    <>
      <div className="unseen" role="status" aria-live="polite">
        {number % 2 === 0 ? text : ''}
      </div>
      <div className="unseen" role="status" aria-live="polite">
        {number % 2 === 1 ? text : ''}
      </div>
    </>
  );
};
