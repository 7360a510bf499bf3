/** Scope, theme, period and as-of day of the figures: what is chosen stands in the address. */
import { useState } from 'react';
import { Button } from '../../../web/kit/button.tsx';
import { DayInput } from '../../../web/kit/date-field.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import type { FigureList } from '../shapes.ts';
import type { FigureSearch } from './figure-query.ts';
import { figureWords as table } from './figure-words.ts';
import '../../../web/kit/form.css';

/** Stands in the address for every theme. */
export const ALL_THEMES = 'all';

/** What list and overview have in common. */
type Head = Omit<FigureList, 'items'>;
const GROUPS = ['consortium', 'district', 'level'] as const;

const ScopeChoice = ({
  list,
  search,
  onChange,
}: {
  readonly list: Head;
  readonly search: FigureSearch;
  readonly onChange: (change: FigureSearch) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const value = search.kind === undefined || search.id === undefined ? '' : `${search.kind} ${search.id}`;
  const listed = list.scopes.some(({ kind, id }) => `${kind} ${id}` === value);
  return (
    <label className="figure-choice">
      <span>{words.scope}</span>
      <select
        value={value}
        onChange={(event) => {
          const [kind, ...id] = event.target.value.split(' ');
          onChange(event.target.value === '' ? { kind: undefined, id: undefined } : { kind, id: id.join(' ') });
        }}
      >
        <option value="">{words.region}</option>
        {!listed && value !== '' && <option value={value}>{list.scopeName}</option>}
        {GROUPS.map((group) => (
          <optgroup key={group} label={words.groups[group]}>
            {list.scopes
              .filter(({ kind }) => kind === group)
              .map(({ kind, id, name }) => (
                <option key={id} value={`${kind} ${id}`}>
                  {kind === 'level' ? wordOf(words.levels, name) : name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
};

const Days = ({
  search,
  period,
  onChange,
}: {
  readonly search: FigureSearch;
  readonly period: FigureList['period'];
  readonly onChange: (change: FigureSearch) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const [from, setFrom] = useState(period.from);
  const [until, setUntil] = useState(period.to);
  const [asOf, setAsOf] = useState(search.asOf ?? '');
  const day = (id: string, label: string, value: string, set: (value: string) => void) => (
    <span className="figure-day">
      <label htmlFor={id}>{label}</label>
      <DayInput id={id} label={label} value={value} onChange={set} readOnly={false} described={{}} />
    </span>
  );
  return (
    <form
      className="figure-days"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ from, until, asOf: asOf === '' ? undefined : asOf });
      }}
    >
      {day('figures-from', words.from, from, setFrom)}
      {day('figures-until', words.until, until, setUntil)}
      {day('figures-as-of', words.asOf, asOf, setAsOf)}
      <Button type="submit">{words.show}</Button>
    </form>
  );
};

export const FigureChoices = ({
  search,
  list,
  onChange,
  themed = true,
}: {
  readonly search: FigureSearch;
  readonly list: Head | undefined;
  readonly onChange: (change: FigureSearch) => void;
  /** Whether one theme of all is chosen. */
  readonly themed?: boolean;
}): React.JSX.Element | null => {
  const words = useWords(table);
  if (list === undefined) return null;
  return (
    <div className="figure-choices no-print">
      {list.scopes.length > 0 && <ScopeChoice list={list} search={search} onChange={onChange} />}
      {themed && (
        <label className="figure-choice">
          <span>{words.theme}</span>
          <select value={search.theme ?? ALL_THEMES} onChange={(event) => onChange({ theme: event.target.value })}>
            <option value={ALL_THEMES}>{words.allThemes}</option>
            {list.themes.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Days
        key={`${list.period.from} ${list.period.to} ${search.asOf ?? ''}`}
        search={search}
        period={list.period}
        onChange={onChange}
      />
    </div>
  );
};
