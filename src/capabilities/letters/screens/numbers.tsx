/** 文号登记: the numbers given, used elsewhere and void; and whether readers may look figures up. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Nothing, queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { dayOf } from '../../../web/kit/civil.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Numbers, SwitchView } from '../shapes.ts';
import { letterWords } from './letter-words.ts';
import './letters.css';

const KEY = ['letter-numbers'] as const;

const Elsewhere = ({ prefix, year }: { readonly prefix: string; readonly year: number }): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [number, setNumber] = useState('');
  const [note, setNote] = useState('');
  const registering = useMutation({
    mutationFn: () =>
      api.post('/api/letter-numbers', { prefix, year, number: Number(number), note: note.trim() }, Nothing),
    onSuccess: () => {
      setNumber('');
      setNote('');
      return client.invalidateQueries({ queryKey: KEY });
    },
  });
  return (
    <form
      className="card letter-elsewhere"
      onSubmit={(event) => {
        event.preventDefault();
        registering.mutate();
      }}
    >
      <h2>{words.usedElsewhere}</h2>
      <label>
        {words.signedAs}
        <input
          inputMode="numeric"
          pattern="[0-9]*"
          value={number}
          onChange={(event) => setNumber(event.target.value)}
        />
      </label>
      <label>
        {words.note}
        <input value={note} maxLength={300} onChange={(event) => setNote(event.target.value)} />
      </label>
      <Button
        type="submit"
        disabled={!/^[1-9]\d{0,4}$/.test(number) || note.trim().length < 2 || registering.isPending}
      >
        {words.register}
      </Button>
      {registering.isError && (
        <p className="danger" role="alert">
          {faultSentence(registering.error, kit)}
        </p>
      )}
    </form>
  );
};

const PublicSwitch = (): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const { role } = useSession();
  const [reason, setReason] = useState('');
  const state = useQuery({
    queryKey: ['letter-switch'],
    queryFn: ({ signal }) => api.get('/api/letter-switch', SwitchView, signal),
  });
  const switching = useMutation({
    mutationFn: (opened: boolean) => api.put('/api/letter-switch', { opened, reason: reason.trim() }, Nothing),
    onSuccess: () => {
      setReason('');
      return client.invalidateQueries({ queryKey: ['letter-switch'] });
    },
  });
  const opened = state.data?.opened === true;
  return (
    <section className="card letter-elsewhere" aria-label={words.publicPage}>
      <h2>{words.publicPage}</h2>
      <p>{opened ? words.publicOn : words.publicOff}</p>
      {role.role === 'unit-leader' && (
        <>
          <label>
            {words.reasonLabel}
            <input value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />
          </label>
          <Button disabled={reason.trim().length < 2 || switching.isPending} onClick={() => switching.mutate(!opened)}>
            {opened ? words.close : words.open}
          </Button>
        </>
      )}
      {switching.isError && (
        <p className="danger" role="alert">
          {faultSentence(switching.error, kit)}
        </p>
      )}
    </section>
  );
};

const List = ({ prefix, year }: { readonly prefix: string; readonly year: number }): React.JSX.Element => {
  const words = useWords(letterWords);
  const numbers = useQuery({
    queryKey: [...KEY, prefix, year],
    queryFn: ({ signal }) => api.get(`/api/letter-numbers${queryString({ prefix, year })}`, Numbers, signal),
  });
  if (numbers.isError)
    return <ErrorState what={words.numbers} fault={numbers.error} onRetry={() => void numbers.refetch()} />;
  if (numbers.data === undefined) return <Skeleton rows={5} height={40} />;
  const { items, gaps, last } = numbers.data;
  return (
    <>
      <p className="note">
        {words.lastNumber} {last}，{gaps.length === 0 ? words.noGaps : words.gaps(gaps.join('、'))}
      </p>
      {items.length > 0 && (
        <ul className="card letter-list">
          {items.map(({ number, letter, title, signedOn, note, void: voided }) => (
            <li key={number} className="letter-row">
              <b className="numbers">
                {prefix}〔{year}〕{number}号
              </b>
              <span>
                {letter === null ? (
                  note
                ) : (
                  <Link to="/letters/$id" params={{ id: letter }}>
                    {(title ?? '').replace(/\n/g, '')}
                  </Link>
                )}
              </span>
              <span>
                {letter === null && <Tag>{words.elsewhere}</Tag>}
                {voided !== null && <Tag tone="danger">{words.voided}</Tag>} {voided?.reason}
              </span>
              <span className="note numbers">{signedOn}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
};

export const NumbersScreen = (): React.JSX.Element => {
  const words = useWords(letterWords);
  const { role } = useSession();
  const thisYear = Number(dayOf(serverNow()).slice(0, 4));
  const [chosen, setChosen] = useState<string | null>(null);
  const all = useQuery({
    queryKey: [...KEY, 'series'],
    queryFn: ({ signal }) =>
      api.get(`/api/letter-numbers${queryString({ prefix: '-', year: thisYear })}`, Numbers, signal),
  });
  const series = all.data?.series ?? [];
  const at = series.find(({ prefix, year }) => `${prefix} ${String(year)}` === chosen) ?? series[0];
  return (
    <div className="letters">
      <PageHead title={words.numbers} note={words.numbersNote}>
        <Link to="/letters" className="button">
          {words.back}
        </Link>
      </PageHead>
      {series.length > 1 && (
        <label>
          {words.prefix}{' '}
          <select value={chosen ?? ''} onChange={(event) => setChosen(event.target.value)}>
            {series.map(({ prefix, year }) => (
              <option key={`${prefix} ${String(year)}`} value={`${prefix} ${String(year)}`}>
                {prefix}〔{year}〕
              </option>
            ))}
          </select>
        </label>
      )}
      {all.isSuccess && at === undefined && <Empty title={words.none} why={words.numbersNote} />}
      {at !== undefined && <List prefix={at.prefix} year={at.year} />}
      {at !== undefined && role.role === 'letter-checker' && <Elsewhere prefix={at.prefix} year={at.year} />}
      <PublicSwitch />
    </div>
  );
};
