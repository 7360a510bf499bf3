/** 打印摘要: opens the PDF in a tab made by the press itself; one opened after the answer would be taken for an advertisement. */
import { useState } from 'react';
import { api } from '../../../../web/kit/api.ts';
import { useWords } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { words as table } from '../words/page.ts';
import { recordPath } from './record-query.ts';

/** Long enough to look at and print what was opened; then its bytes are let go. */
const KEPT_MS = 600_000;

export const usePrinting = (id: string) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [busy, setBusy] = useState(false);
  const [ready, setReady] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const print = async (): Promise<void> => {
    if (busy) return;
    const tab = window.open('', '_blank');
    if (tab !== null) {
      tab.document.title = words.print;
      tab.document.body.textContent = words.printing;
    }
    setBusy(true);
    setFault(null);
    setReady(null);
    try {
      const url = URL.createObjectURL(await api.made(`${recordPath(id)}/summary`));
      window.setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
      if (tab === null || tab.closed) setReady(url);
      else tab.location.replace(url);
      announce(words.printed);
    } catch (failed) {
      tab?.close();
      setFault(faultSentence(failed, kit));
      announce(faultSentence(failed, kit));
    } finally {
      setBusy(false);
    }
  };
  return { print, busy, ready, fault };
};
