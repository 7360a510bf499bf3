/** 家属查看: how a relative in a care home is, in the parts that were consented to; behind a code given in person. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import {
  FamilyPage,
  LIVING_EN,
  LIVING_ZH,
  RESIDENCE_EN,
  RESIDENCE_ZH,
} from '../../../capabilities/elder-care/screens/phone.ts';
import type { CareNote } from '../../../capabilities/elder-care/screens/phone.ts';
import { Money } from './family-money.tsx';
import { Part } from './part.tsx';
import { Leave } from './leave.tsx';
import { api, csrfStore } from '../../kit/api.ts';
import { dayOf, dayWords, momentWords } from '../../kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../kit/language.ts';
import { serverTimeIs, useServerNow } from '../../kit/server-time.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './family-words.ts';
import './my-record.css';

const ANSWERS = {
  zh: { ...RESIDENCE_ZH.answers, ...LIVING_ZH.answers },
  en: { ...RESIDENCE_EN.answers, ...LIVING_EN.answers },
};
const rowsOf = (note: CareNote, question: string): readonly Readonly<Record<string, unknown>>[] => {
  const given = note.answers[question];
  return Array.isArray(given) ? (given as readonly Readonly<Record<string, unknown>>[]) : [];
};
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const codesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** Either the points of a part, or the sentence for none; nothing at all where it was not consented to. */
const Points = ({
  id,
  title,
  none,
  points,
}: {
  readonly id: string;
  readonly title: string;
  readonly none: string;
  readonly points: readonly { readonly key: string; readonly text: string; readonly note: string }[] | null;
}): React.JSX.Element | null =>
  points === null ? null : (
    <Part id={id} title={title}>
      {points.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className="own-points">
          {points.map(({ key, text, note }) => (
            <li key={key}>
              {text} <span className="note">{note}</span>
            </li>
          ))}
        </ul>
      )}
    </Part>
  );

const Whole = ({ view }: { readonly view: FamilyPage }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const answers = ANSWERS[useLanguage()];
  const now = useServerNow();
  const word = (value: unknown): string => (typeof value === 'string' ? wordOf(answers, value) : '');
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit, now);
  const hidden = (['care', 'plan', 'incidents', 'visits', 'money'] as const).filter(
    (part) => !view.parts.includes(part),
  );
  const sees = (part: string): boolean => view.parts.includes(part);
  return (
    <>
      <section className="own-state" aria-live="polite">
        <h2>{view.resident}</h2>
        <p>
          <b>{wordOf(words.states, view.state)}</b>
          {view.away !== null && ` ${words.away(view.away.where, day(view.away.since))}`}
        </p>
        <p>{view.home.name}</p>
        {(view.bed !== null || view.from !== null) && (
          <p>
            {view.bed !== null && (
              <span className="own-whole">
                {words.bed} {view.bed}
              </span>
            )}{' '}
            {view.from !== null && <span className="own-whole">{words.since(day(view.from))}</span>}
          </p>
        )}
        {view.level !== null && (
          <p>
            {words.level} <b>{word(view.level)}</b>
          </p>
        )}
        {view.home.phone !== null && (
          <a className="button primary wide" href={`tel:${view.home.phone}`}>
            {words.ring} {view.home.phone}
          </a>
        )}
        <p className="note">{words.what(view.who)}</p>
      </section>
      <Points
        id="care"
        title={words.care}
        none={words.noCare}
        points={
          view.care?.map((note) => ({
            key: note.at,
            text: [
              word(note.answers['shift']),
              kit.listed(codesOf(note.answers['done']).map(word)),
              textOf(note.answers['note']),
            ]
              .filter((part) => part !== '')
              .join(' '),
            note: momentWords(note.at, kit, now),
          })) ?? null
        }
      />
      <Points
        id="plan"
        title={words.plan}
        none={words.noPlan}
        points={
          sees('plan')
            ? (view.plan === null ? [] : rowsOf(view.plan, 'goals')).map((goal, index) => ({
                key: String(index),
                text: String(goal['what']),
                note: `${word(goal['often'])} ${word(goal['by'])}`,
              }))
            : null
        }
      />
      <Points
        id="medicines"
        title={words.medicines}
        none={words.noMedicines}
        points={
          sees('plan')
            ? (view.medicines === null ? [] : rowsOf(view.medicines, 'list')).map((row, index) => ({
                key: String(index),
                text: `${String(row['medicine'])} ${String(row['dose'])}`,
                note: kit.listed(codesOf(row['times']).map(word)),
              }))
            : null
        }
      />
      <Points
        id="incidents"
        title={words.incidents}
        none={words.noIncidents}
        points={
          view.incidents?.map((note) => ({
            key: note.at,
            text: kit.labelled(word(note.answers['kind']), textOf(note.answers['what'])),
            note: `${momentWords(textOf(note.answers['happenedAt']) || note.at, kit, now)} ${word(note.answers['injury'])}`,
          })) ?? null
        }
      />
      <Points
        id="visits"
        title={words.visits}
        none={words.noVisits}
        points={view.visits?.map(({ at, by }) => ({ key: at, text: by, note: day(at) })) ?? null}
      />
      {view.money !== null && <Money money={view.money} statements={view.statements ?? []} />}
      <p className="own-part note">
        {hidden.length > 0 && words.hidden(kit.listed(hidden.map(word)))}{' '}
        {words.until(day(new Date(Date.parse(view.untilAt) - 1).toISOString()))}
      </p>
    </>
  );
};

export const MyFamily = ({ onLeave }: { readonly onLeave: () => Promise<void> }): React.JSX.Element => {
  const words = useWords(table);
  const page = useQuery({
    queryKey: ['own-referral', 'family'],
    queryFn: async ({ signal }) => {
      const view = await api.get('/api/resident/family', FamilyPage, signal);
      csrfStore.set(view.csrf);
      serverTimeIs(view.serverTime);
      return view;
    },
    refetchInterval: 60_000,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    document.title = words.title;
  }, [words.title]);
  return (
    <>
      {page.data !== undefined ? (
        <Whole view={page.data} />
      ) : page.isError ? (
        <ErrorState what={words.title} fault={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <Skeleton rows={5} height={96} />
      )}
      <Leave words={words} onLeave={onLeave} />
    </>
  );
};
