/** 我的健康档案: what is known of me in plain words, who looked, and what I keep to myself; behind a code given in person. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { OwnRecord } from '../../../capabilities/health-record/record/screens/phone.ts';
import type { OwnValue } from '../../../capabilities/health-record/record/screens/phone.ts';
import { Leave } from './leave.tsx';
import { api, csrfStore } from '../../kit/api.ts';
import { dayOf, dayWords } from '../../kit/civil.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { serverTimeIs, useServerNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { MyConsents } from './my-consents.tsx';
import { MyObjections } from './my-objections.tsx';
import { words as objectionTable } from './objection-words.ts';
import { Part } from './part.tsx';
import { words as table } from './record-words.ts';
import { WhoLooked } from './who-looked.tsx';
import './my-record.css';

/** Only what the record itself says of a value: its mark, or the range printed beside it; no rule of ours. */
const meaningOf = (row: OwnValue, words: (typeof table)['zh']): string | null => {
  if (row.flag === null || row.flagBy === 'target') return null;
  return words.meanings[row.flag];
};

const Values = ({ rows }: { readonly rows: readonly OwnValue[] }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const now = useServerNow();
  return (
    <ul className="mine-rows">
      {rows.map((row) => {
        const meaning = meaningOf(row, words);
        return (
          <li key={row.key}>
            <span>{row.name[language]}</span>
            <b>
              {row.value} <span className="unit">{row.unit}</span>
            </b>
            <span className="note">
              {row.at === null ? '' : dayWords(dayOf(new Date(row.at)), kit, now)} {row.place?.name}
            </span>
            {meaning !== null && <span className={row.flag === 'normal' ? 'note' : 'warning'}>{meaning}</span>}
          </li>
        );
      })}
    </ul>
  );
};

/** What stands on the page, to point at the one that is wrong. */
const entriesOf = ({ allergies, problems, medicines, values }: OwnRecord, language: 'zh' | 'en') =>
  [
    ...allergies.items.map(({ type, id, substance }) => ({ type, id, label: substance })),
    ...(problems?.active ?? []).map(({ type, id, name }) => ({ type, id, label: name })),
    ...(medicines?.current ?? []).map(({ type, id, name }) => ({ type, id, label: name })),
    ...(values?.items ?? []).map(({ type, id, name, value, unit }) => ({
      type,
      id,
      label: `${name[language]} ${value} ${unit}`,
    })),
  ].map(({ type, id, label }) => ({ value: `${type}/${id}`, label }));

const Whole = ({ view }: { readonly view: OwnRecord }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const language = useLanguage();
  const objections = useWords(objectionTable);
  const { allergies, problems, medicines, values } = view;
  return (
    <>
      <section className="own-state" aria-live="polite">
        <h2>{view.resident.name}</h2>
        <p>{words.what}</p>
      </section>
      <Part id="allergies" title={words.allergies}>
        {allergies.state === 'present' ? (
          <ul className="own-points">
            {allergies.items.map((item) => (
              <li key={item.id}>
                <b className="danger">{item.substance}</b> {item.reaction}
              </li>
            ))}
          </ul>
        ) : (
          <p>{words.allergyState[allergies.state]}</p>
        )}
      </Part>
      <Part id="problems" title={words.problems}>
        {problems === null ? (
          <p className="warning">{words.failed}</p>
        ) : problems.active.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <ul className="own-points">
            {problems.active.map((row) => (
              <li key={row.id}>
                {row.name} <span className="note">{row.since === null ? '' : words.since(row.since)}</span>
              </li>
            ))}
            {problems.more > 0 && <li className="note">{words.more(problems.more)}</li>}
          </ul>
        )}
      </Part>
      <Part id="medicines" title={words.medicines}>
        {medicines === null ? (
          <p className="warning">{words.failed}</p>
        ) : medicines.current.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <ul className="own-points">
            {medicines.current.map((row) => (
              <li key={row.id}>
                {row.name} <span className="note">{row.dosage}</span>
              </li>
            ))}
            {medicines.more > 0 && <li className="note">{words.more(medicines.more)}</li>}
          </ul>
        )}
      </Part>
      <Part id="values" title={words.values}>
        {values === null ? (
          <p className="warning">{words.failed}</p>
        ) : values.items.length === 0 ? (
          <p>{words.none}</p>
        ) : (
          <Values rows={values.items} />
        )}
        <p className="note">{words.askDoctor}</p>
      </Part>
      <Part id="looked" title={words.looked}>
        <WhoLooked />
      </Part>
      <Part id="objections" title={objections.title}>
        <MyObjections entries={entriesOf(view, language)} />
      </Part>
      <Part id="consents" title={words.consents}>
        <MyConsents />
      </Part>
      <p className="own-part note">{words.until(dayWords(dayOf(new Date(view.until)), kit, now))}</p>
    </>
  );
};

export const MyRecord = ({ onLeave }: { readonly onLeave: () => Promise<void> }): React.JSX.Element => {
  const words = useWords(table);
  const language = useLanguage();
  const own = useQuery({
    queryKey: ['own-record', language],
    queryFn: async ({ signal }) => {
      const view = await api.get('/api/resident/record', OwnRecord, signal);
      csrfStore.set(view.csrf);
      serverTimeIs(view.serverTime);
      return view;
    },
    placeholderData: (before) => before,
  });
  useEffect(() => {
    document.title = words.title;
  }, [words.title]);
  return (
    <>
      {own.data !== undefined ? (
        <Whole view={own.data} />
      ) : own.isError ? (
        <ErrorState what={words.title} fault={own.error} onRetry={() => void own.refetch()} />
      ) : (
        <Skeleton rows={5} height={96} />
      )}
      <Leave words={words} onLeave={onLeave} />
    </>
  );
};
