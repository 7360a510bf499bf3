/** Putting in a number: which figure, whose, of when, and how it is to be written. The text shows what it says. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { printClaim, statedOf } from '../../../engines/letters/claims.ts';
import { COMPARATORS } from '../../../engines/letters/document.ts';
import type { Claim, Comparator } from '../../../engines/letters/document.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf } from '../../../web/kit/civil.ts';
import { Drawer } from '../../../web/kit/drawer.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ClaimAnswer, FigureChoices } from '../shapes.ts';
import { letterWords } from './letter-words.ts';

const SHOWN = 30;

type Props = { readonly onPut: (claim: Claim) => void; readonly onClose: () => void };

export const ClaimPicker = ({ onPut, onClose }: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const [typed, setTyped] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const [scope, setScope] = useState('');
  const [asOf, setAsOf] = useState(dayOf(serverNow()));
  const [period, setPeriod] = useState('');
  const [comparator, setComparator] = useState<Comparator>('exactly');
  const [decimals, setDecimals] = useState(0);
  const [unit, setUnit] = useState('');
  const choices = useQuery({
    queryKey: ['letter-figures'],
    queryFn: ({ signal }) => api.get('/api/letter-figures', FigureChoices, signal),
    staleTime: 300_000,
  });
  const figures = choices.data?.figures ?? [];
  const chosen = figures.find((each) => each.code === code);
  useEffect(() => {
    if (chosen === undefined) return;
    setUnit(chosen.unit);
    setDecimals(chosen.decimals);
  }, [chosen]);
  const asked = queryString({ figure: code ?? '', scope, asOf, period: period === '' ? undefined : period });
  const said = useQuery({
    queryKey: ['letter-claim', asked],
    enabled: code !== null && /^\d{4}-\d{2}-\d{2}$/.test(asOf),
    queryFn: ({ signal }) => api.get(`/api/letter-claim${asked}`, ClaimAnswer, signal),
    retry: false,
  });
  const observed = said.data?.observed ?? null;
  const wanted = typed.trim().toLowerCase();
  const listed = figures
    .filter(({ name, code: each, theme }) => wanted === '' || `${name}${each}${theme}`.toLowerCase().includes(wanted))
    .slice(0, SHOWN);
  const scopes = (choices.data?.scopes ?? []).filter(
    ({ code: each }) => chosen?.scopes.includes(each.slice(0, each.indexOf(':'))) === true,
  );
  const claim: Claim | null =
    code === null || observed === null
      ? null
      : {
          figure: code,
          scope,
          scopeName: scopes.find((each) => each.code === scope)?.name ?? words.region,
          period: period === '' ? null : period,
          asOf,
          comparator,
          value: statedOf({ comparator, decimals, unit }, observed),
          decimals,
          unit,
          word: comparator === 'all' ? '均' : '',
          drafted: observed,
        };
  return (
    <Drawer label={words.insert} onClose={onClose}>
      <div className="letter-picker">
        <h2>{words.insert}</h2>
        <label htmlFor="claim-search">{words.search}</label>
        <input id="claim-search" autoFocus value={typed} onChange={(event) => setTyped(event.target.value)} />
        {choices.isSuccess && figures.length === 0 && <p className="note">{words.noFigures}</p>}
        <ul className="letter-picker-list" role="listbox" aria-label={words.figure}>
          {listed.map((each) => (
            <li key={each.code}>
              <button type="button" role="option" aria-selected={each.code === code} onClick={() => setCode(each.code)}>
                <b>{each.name}</b>
                <span className="note">
                  {each.unit} · {each.definition}
                </span>
              </button>
            </li>
          ))}
        </ul>
        <div className="letter-picker-fields">
          <label>
            {words.scope}
            <select value={scope} onChange={(event) => setScope(event.target.value)}>
              <option value="">{words.region}</option>
              {scopes.map((each) => (
                <option key={each.code} value={each.code}>
                  {each.name}
                </option>
              ))}
            </select>
          </label>
          <label>
            {words.asOf}
            <input
              type="date"
              value={asOf}
              max={dayOf(serverNow())}
              onChange={(event) => setAsOf(event.target.value)}
            />
          </label>
          <label>
            {words.period}
            <input
              value={period}
              placeholder={words.periodHint}
              onChange={(event) => setPeriod(event.target.value.trim())}
            />
          </label>
          <label>
            {words.wording}
            <select
              value={comparator}
              onChange={(event) => setComparator(COMPARATORS.find((each) => each === event.target.value) ?? 'exactly')}
            >
              {COMPARATORS.map((each) => (
                <option key={each} value={each}>
                  {words.comparators[each]}
                </option>
              ))}
            </select>
          </label>
          <label>
            {words.unit}
            <input value={unit} maxLength={12} onChange={(event) => setUnit(event.target.value)} />
          </label>
          <label>
            {words.decimals}
            <input
              type="number"
              min={0}
              max={4}
              value={decimals}
              onChange={(event) => setDecimals(Math.min(4, Math.max(0, Number(event.target.value))))}
            />
          </label>
        </div>
        <p className="letter-picker-said" role="status">
          {code === null
            ? words.preparing
            : said.isError
              ? faultSentence(said.error, kit)
              : claim === null
                ? (said.data?.refused ?? '…')
                : claim.value === null && comparator !== 'all'
                  ? words.missing
                  : `${words.word} ${printClaim(claim)}`}
        </p>
        <div className="letter-card-row">
          <Button
            kind="primary"
            disabled={claim === null || (claim.value === null && comparator !== 'all')}
            onClick={() => claim !== null && onPut(claim)}
          >
            {words.putIn}
          </Button>
          <Button onClick={onClose}>{words.cancel}</Button>
        </div>
      </div>
    </Drawer>
  );
};
