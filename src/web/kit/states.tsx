/** What a place shows when it has nothing, is waiting, or could not be read. */
import { useEffect, useState } from 'react';
import { ProblemError, UnreachableError, canRetry } from './api.ts';
import { Button } from './button.tsx';
import { useWords } from './language.ts';
import { words as table } from './words.ts';
import type { KitWords } from './words.ts';
import './controls.css';

/** What is empty, why, and one thing to do. */
export const Empty = ({
  title,
  why,
  children,
}: {
  readonly title: string;
  readonly why?: string;
  readonly children?: React.ReactNode;
}): React.JSX.Element => (
  <div className="empty">
    <h2>{title}</h2>
    {why !== undefined && <p className="note">{why}</p>}
    {children}
  </div>
);

/** The sentence of a failed request in the reader's language. */
export const faultSentence = (fault: unknown, words: KitWords): string => {
  if (fault instanceof UnreachableError) return words.unreachable;
  if (fault instanceof ProblemError && fault.problem.detail !== undefined) return fault.problem.detail;
  return words.serverFault;
};

/** The number to quote, when the server sent one. */
const quoteOf = (fault: unknown): string | null => {
  if (!(fault instanceof ProblemError)) return null;
  const { instance } = fault.problem as { readonly instance?: unknown };
  return typeof instance === 'string' ? instance : null;
};

export const ErrorState = ({
  what,
  fault,
  onRetry,
}: {
  readonly what: string;
  readonly fault: unknown;
  readonly onRetry: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const quote = quoteOf(fault);
  // A refusal (no relation, not there) is an answer: asking again changes nothing.
  if (fault instanceof ProblemError && !canRetry(fault))
    return (
      <div className="empty" role="alert">
        <h2>{faultSentence(fault, words)}</h2>
      </div>
    );
  return (
    <div className="empty" role="alert">
      <h2>{words.failedHint(what)}</h2>
      <p>{faultSentence(fault, words)}</p>
      {quote !== null && <p className="note">{words.quote(quote)}</p>}
      <Button onClick={onRetry}>{words.retry}</Button>
    </div>
  );
};

/** Grey rows in their final height; shown after 150 ms, so that quick answers do not flicker. */
export const Skeleton = ({ rows, height }: { readonly rows: number; readonly height: number }): React.JSX.Element => {
  const [shown, setShown] = useState(false);
  const words = useWords(table);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), 150);
    return () => window.clearTimeout(timer);
  }, []);
  // busy from the first moment: nobody, a story included, takes the wait for the page
  if (!shown) return <div aria-busy="true" />;
  return (
    <div role="status" aria-label={words.loading} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} style={{ height, padding: '8px 16px' }} aria-hidden="true">
          <span
            className="skeleton"
            style={{ height: Math.max(12, height - 20), width: `${String(92 - (row % 3) * 14)}%` }}
          />
        </div>
      ))}
    </div>
  );
};
