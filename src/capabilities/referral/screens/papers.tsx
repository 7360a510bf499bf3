/** 打印单据: the papers one may print as buttons, the others with their reason; each opens as PDF in a tab of its own. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useKeys, useLetterKeys } from '../../../web/kit/keyboard.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { PaperList } from '../papers/shapes.ts';
import type { Paper } from '../papers/table.ts';
import { words as paperTable } from '../papers/words.ts';
import { papersPath, usePapers } from './papers-query.ts';
import { words as table } from './papers-words.ts';
import './papers.css';

const LETTER = 'Y';
/** Long enough to look at and print what was opened; then its bytes are let go. */
const KEPT_MS = 600_000;

type Ready = { readonly paper: Paper; readonly url: string };

/** Prints into a tab opened by the press itself: one opened after the answer would be taken for an advertisement. */
const usePrinting = (id: string) => {
  const words = useWords(table);
  const papers = useWords(paperTable).papers;
  const queries = useQueryClient();
  const [busy, setBusy] = useState<Paper | null>(null);
  const [fault, setFault] = useState<unknown>(null);
  const [ready, setReady] = useState<Ready | null>(null);
  const refresh = (): void => void queries.invalidateQueries({ queryKey: ['case', id, 'papers'] });
  const print = async (paper: Paper): Promise<void> => {
    if (busy !== null) return;
    const tab = window.open('', '_blank');
    if (tab !== null) {
      tab.document.title = papers[paper];
      tab.document.body.textContent = words.making;
    }
    setBusy(paper);
    setFault(null);
    setReady(null);
    try {
      const url = URL.createObjectURL(await api.made(`${papersPath(id)}/${paper}`));
      window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
      if (tab === null || tab.closed) setReady({ paper, url });
      else tab.location.replace(url);
      announce(words.ready(papers[paper]));
    } catch (failed) {
      tab?.close();
      setFault(failed);
    } finally {
      setBusy(null);
      refresh();
    }
  };
  return { print, busy, fault, ready, refresh };
};

const Choice = ({
  id,
  item: { paper, mark },
  printing,
}: {
  readonly id: string;
  readonly item: PaperList['papers'][number];
  readonly printing: ReturnType<typeof usePrinting>;
}) => {
  const words = useWords(table);
  const language = useLanguage();
  const name = useWords(paperTable).papers[paper];
  return (
    <li>
      <Button
        data-paper={paper}
        aria-disabled={printing.busy !== null}
        onClick={() => void printing.print(paper)}
        aria-busy={printing.busy === paper}
      >
        {words.pdf(name)}
      </Button>
      <a
        href={`${papersPath(id)}/${paper}/page?language=${language}`}
        target="_blank"
        rel="noreferrer"
        aria-label={words.pageOf(name)}
        onClick={() => window.addEventListener('focus', printing.refresh, { once: true })}
      >
        {words.page}
      </a>
      {mark !== null && <span className="note">{words.marked[mark]}</span>}
    </li>
  );
};

export const Papers = ({ id }: { readonly id: string }): React.JSX.Element | null => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const names = useWords(paperTable).papers;
  const letters = useLetterKeys();
  const found = usePapers(id);
  const printing = usePrinting(id);
  const [open, setOpen] = useState(false);
  const toggle = (): boolean => {
    setOpen(!open);
    return true;
  };
  useKeys({ [LETTER.toLowerCase()]: toggle, Escape: () => open && toggle() });
  const list = found.data?.papers ?? [];
  const may = list.filter(({ reason }) => reason === null);
  const mayNot = list.filter(({ reason }) => reason !== null);
  const reasons = [...new Set(mayNot.map(({ reason }) => reason))];
  return (
    <section className="papers" aria-label={words.print}>
      <Button letter={letters ? LETTER : undefined} aria-expanded={open} aria-controls="papers-menu" onClick={toggle}>
        {words.print}
      </Button>
      <div id="papers-menu" hidden={!open}>
        {may.length > 0 && (
          <ul aria-label={words.printHint}>
            {may.map((item) => (
              <Choice key={item.paper} id={id} item={item} printing={printing} />
            ))}
          </ul>
        )}
        {reasons.length > 0 && (
          <dl className="steps-blocked" aria-label={words.notNow}>
            {reasons.map((reason) => (
              <div key={reason}>
                <dt>{kit.listed(mayNot.filter((one) => one.reason === reason).map(({ paper }) => names[paper]))}</dt>
                <dd>{reason}</dd>
              </div>
            ))}
          </dl>
        )}
        {found.isError && <p className="note">{faultSentence(found.error, kit)}</p>}
        {printing.busy !== null && (
          <p className="note" role="status">
            {words.making}
          </p>
        )}
        {printing.ready !== null && (
          <p className="bar primary">
            {words.blocked}{' '}
            <a href={printing.ready.url} target="_blank" rel="noreferrer">
              {words.open(names[printing.ready.paper])}
            </a>
          </p>
        )}
        {printing.fault !== null && (
          <p className="bar danger" role="alert">
            {faultSentence(printing.fault, kit)}
          </p>
        )}
      </div>
    </section>
  );
};
