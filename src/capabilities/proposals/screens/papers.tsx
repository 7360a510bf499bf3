/** The two forms as PDF, each in a tab opened by the press itself; a refusal is a sentence beside the button. */
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { PAPERS } from '../shapes.ts';
import { screenWords } from './screen-words.ts';

/** Long enough to look at what was opened; then its bytes are let go. */
const KEPT_MS = 600_000;

export const Papers = ({ id }: { readonly id: string }): React.JSX.Element => {
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const [busy, setBusy] = useState<string | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const print = async (paper: (typeof PAPERS)[number]): Promise<void> => {
    const tab = window.open('', '_blank');
    setBusy(paper);
    setFault(null);
    try {
      const url = URL.createObjectURL(await api.made(`/api/proposals/${encodeURIComponent(id)}/papers/${paper}`));
      window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
      if (tab === null) window.location.assign(url);
      else tab.location.replace(url);
    } catch (failed) {
      tab?.close();
      setFault(failed);
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className="card proposal-part no-print">
      <h2>{screen.papers}</h2>
      <div className="proposal-acts">
        {PAPERS.map((paper) => (
          <Button key={paper} disabled={busy !== null} aria-busy={busy === paper} onClick={() => void print(paper)}>
            {screen.paperNames[paper]}
          </Button>
        ))}
        <a href={`/api/proposals/${encodeURIComponent(id)}/papers/handling-form/page`} target="_blank" rel="noreferrer">
          {screen.asPage}
        </a>
      </div>
      {fault !== null && (
        <p className="danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
    </section>
  );
};
