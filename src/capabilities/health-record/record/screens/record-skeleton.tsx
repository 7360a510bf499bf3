/** The record's boxes in their final places, grey, after 150 ms: nothing jumps when it comes. */
import { useEffect, useState } from 'react';
import { useWords } from '../../../../web/kit/language.ts';
import { words as kitTable } from '../../../../web/kit/words.ts';

const Bars = ({ rows }: { readonly rows: number }): React.JSX.Element => (
  <>
    {Array.from({ length: rows }, (_, row) => (
      <span key={row} className="skeleton rec-bar" style={{ width: `${String(90 - (row % 3) * 16)}%` }} />
    ))}
  </>
);

export const RecordSkeleton = (): React.JSX.Element | null => {
  const words = useWords(kitTable);
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setShown(true), 150);
    return () => window.clearTimeout(timer);
  }, []);
  if (!shown) return null;
  return (
    <div className="rec" role="status" aria-label={words.loading} aria-busy="true">
      <div className="rec-access" aria-hidden="true">
        <span className="skeleton" style={{ height: 14, width: 320 }} />
      </div>
      <div className="rec-head" aria-hidden="true">
        <div className="rec-who">
          <Bars rows={3} />
        </div>
        <div className="rec-allergies">
          <Bars rows={1} />
        </div>
      </div>
      <div className="rec-body" aria-hidden="true">
        <div className="card rec-changes">
          <Bars rows={1} />
        </div>
        <div className="rec-columns">
          <div className="card rec-card">
            <Bars rows={8} />
          </div>
          <div className="card rec-card">
            <Bars rows={8} />
          </div>
          <div className="card rec-card">
            <Bars rows={8} />
          </div>
        </div>
        <div className="card rec-card">
          <Bars rows={4} />
        </div>
      </div>
    </div>
  );
};
