/** 医保转诊备案: whether the referral was filed with the insurer, by whom, and what that means for the resident. */
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { FilingView } from '../papers/shapes.ts';
import { moneyWords } from '../papers/sheets/money.ts';
import { words as paperTable } from '../papers/words.ts';
import { filingPath, useFiling } from './papers-query.ts';
import { words as table } from './papers-words.ts';
import './papers.css';

const Recorded = ({ filing }: { readonly filing: NonNullable<FilingView['filing']> }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { by } = filing;
  const who = [by.organisation, wordOf(kit.roles, by.role), by.name].filter((part) => part !== null).join(' ');
  const moment = (instant: string): string => momentWords(instant, kit, serverNow());
  return (
    <>
      <p>
        {filing.number === null ? words.byItself : `${words.number} ${filing.number}`}{' '}
        <span className="note">{words.filedBy(moment(filing.filedAt), who)}</span>
      </p>
      {filing.withdrawnAt !== null && <p className="bar">{words.withdrawnAt(moment(filing.withdrawnAt))}</p>}
      {filing.withdrawnAt === null && filing.elsewhere !== null && (
        <p className="bar">{words.elsewhere(filing.elsewhere)}</p>
      )}
    </>
  );
};

const Record = ({ id }: { readonly id: string }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [number, setNumber] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  // one act, one key: a repeated try after a lost answer has no second effect
  const key = useRef({ number: '', key: '' });
  const record = async (): Promise<void> => {
    if (busy) return;
    if (key.current.key === '' || key.current.number !== number) key.current = { number, key: crypto.randomUUID() };
    setBusy(true);
    setFault(null);
    try {
      const body = { number: number.trim() === '' ? null : number };
      await api.post(filingPath(id), body, FilingView, key.current.key);
      announce(words.recorded);
    } catch (failed) {
      setFault(failed);
    } finally {
      setBusy(false);
      void queries.invalidateQueries({ queryKey: ['case', id] });
    }
  };
  return (
    <form
      className="filing-form"
      aria-label={words.record}
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      <label htmlFor="filing-number">{words.number}</label>
      <input
        id="filing-number"
        type="text"
        maxLength={40}
        value={number}
        aria-describedby="filing-hint"
        onChange={(event) => setNumber(event.target.value)}
      />
      <span className="note" id="filing-hint">
        {words.numberHint}
      </span>
      <Button type="submit" aria-disabled={busy}>
        {busy ? words.recording : words.record}
      </Button>
      {fault !== null && (
        <p className="bar danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
    </form>
  );
};

export const Filing = ({ id }: { readonly id: string }): React.JSX.Element | null => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const papers = useWords(paperTable);
  const english = useLanguage() === 'en';
  const { data } = useFiling(id);
  if (data === undefined) return null;
  const { filing, reason, meaning } = data;
  const { sentences, verified } = moneyWords(meaning, filing, papers, english);
  const state = filing === null ? words.notFiled : filing.withdrawnAt === null ? words.filed : words.withdrawn;
  return (
    <section aria-labelledby="filing-title" className="filing">
      <div className="case-section-head">
        <h2 id="filing-title">{words.filing}</h2>
        <Tag tone={filing === null ? 'plain' : filing.withdrawnAt === null ? 'good' : 'warning'}>{state}</Tag>
      </div>
      {filing === null ? (
        reason === null ? (
          <Record id={id} />
        ) : (
          <p className="note">{reason}</p>
        )
      ) : (
        <Recorded filing={filing} />
      )}
      {sentences.length > 0 && (
        <details className="filing-meaning">
          <summary>
            {words.meaning} {!verified && <Tag tone="warning">{kit.unverified}</Tag>}
          </summary>
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
            {!verified && <li className="note">{papers.money.unverified}</li>}
          </ul>
        </details>
      )}
    </section>
  );
};
