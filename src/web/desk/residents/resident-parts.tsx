/** The parts of a resident's summary. A part that could not be read (`null`) fails alone; an empty one says that it is empty. */
import type { Allergies, ResidentSummary } from '../../../consortium/shapes.ts';
import { unitText } from '../../../consortium/residents/unit-text.ts';
import { dayOf, dayWords, momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { summaryWords } from './summary-words.ts';

type Rows<Part extends 'conditions' | 'values' | 'encounters'> = ResidentSummary[Part];

/** One part of the record under its heading: not read, empty, or filled. */
export const Part = ({
  id,
  title,
  rows,
  empty,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly unknown[] | null;
  readonly empty: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const words = useWords(summaryWords);
  return (
    <section className={`card record-part ${id}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>
        {title}
        {rows !== null && rows.length > 0 && <span className="record-count">{rows.length}</span>}
      </h2>
      {rows === null ? (
        <p className="warning">{words.partFailed}</p>
      ) : rows.length === 0 ? (
        <p className="record-empty">{empty}</p>
      ) : (
        children
      )}
    </section>
  );
};

/** Four different things, never an empty box. */
export const AllergyBlock = ({ allergies }: { readonly allergies: Allergies }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const { state } = allergies;
  const tone = state === 'present' ? 'danger' : state === 'none-known' ? 'plain' : 'warning';
  return (
    <section className={`record-allergies ${tone}`} aria-label={words.allergies}>
      <b>{words.allergies}</b>
      {state === 'present' ? (
        <ul>
          {allergies.items.map((item) => (
            <li key={item.id}>
              <b className="danger">{item.substance}</b>
              {item.reaction !== null && ` ${item.reaction}`}
              {item.criticality !== null && ` ${words.criticality[item.criticality]}`}
              {item.recordedOn !== null && <span className="note"> {item.recordedOn}</span>}
            </li>
          ))}
        </ul>
      ) : (
        <p>
          <span className="strong">{words.allergyState[state]}</span>
          {state === 'none-known' && allergies.askedOn !== null && (
            <span className="note"> {words.allergyAskedOn(allergies.askedOn)}</span>
          )}
          {state === 'never-asked' && ` ${words.allergyAskNow}`}
        </p>
      )}
    </section>
  );
};

/** `2018`, `2018-03` or a full day: as exact as the record is. */
const sinceText = (since: string, words: (typeof summaryWords)['zh']): string =>
  /^\d{4}$/.test(since) ? words.sinceYear(since) : words.since(since.slice(0, 10));

export const Problems = ({ rows }: { readonly rows: Rows<'conditions'> }): React.JSX.Element => {
  const words = useWords(summaryWords);
  return (
    <Part id="problems" title={words.problems} rows={rows} empty={words.problemsNone}>
      <ul className="record-lines">
        {rows?.map((row) => (
          <li key={row.id}>
            <span>{row.name}</span>
            {row.since !== null && <span className="note">{sinceText(row.since, words)}</span>}
          </li>
        ))}
      </ul>
    </Part>
  );
};

export const LastValues = ({ rows }: { readonly rows: Rows<'values'> }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  return (
    <Part id="values" title={words.values} rows={rows} empty={`${words.valuesNone}${words.stop}${words.valuesNoneWhy}`}>
      <ul className="record-values">
        {rows?.map((row) => (
          <li key={row.code}>
            <span className="value-name">{row.label ?? words.valueNames[row.code]}</span>
            <span className="value-number">
              <b>{row.value}</b> <span className="unit">{unitText(row.unit)}</span>
            </span>
            <span className="value-when">
              {row.at !== null && momentWords(row.at, kit, now)}
              {row.organisation !== null && <span className="note">{row.organisation.name}</span>}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
};

export const Encounters = ({ rows }: { readonly rows: Rows<'encounters'> }): React.JSX.Element => {
  const words = useWords(summaryWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const day = (at: string | null, beside: Date): string =>
    at === null ? words.unknownDay : dayWords(dayOf(new Date(at)), kit, beside);
  return (
    <Part id="encounters" title={words.encounters} rows={rows} empty={words.encountersNone}>
      <ol className="record-encounters">
        {rows?.map((row) => (
          <li key={row.id}>
            <span className="encounter-day">
              {day(row.from, now)}
              {row.kind === 'IMP' && row.until !== null && ` – ${day(row.until, new Date(row.from ?? row.until))}`}
            </span>
            <Tag>{wordOf(words.kinds, row.kind) === row.kind ? words.kindOther : wordOf(words.kinds, row.kind)}</Tag>
            <span className="encounter-what">{row.what ?? ''}</span>
            <span className="note">
              {row.organisation?.name ?? ''}
              {row.status === 'in-progress' && ` ${words.stillIn}`}
            </span>
          </li>
        ))}
      </ol>
    </Part>
  );
};
