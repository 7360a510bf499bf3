/** Tabs and chips; both are links of the address bar, as codes. */
import type { RefObject } from 'react';
import type { Worklist } from '../../../engines/pathways/shapes.ts';
import { WORKLIST_TABS } from '../../../engines/pathways/shapes.ts';
import { useWords } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { useMarkCounts, withMark } from './worklist-query.ts';
import type { Filter } from './worklist-query.ts';
import { words as table } from './worklist-words.ts';

type Counts = Worklist['counts'];

/** As wide as a digit: what is still being counted has its place, so that nothing moves when it is told. */
const PENDING = '\u2007';

export const Tabs = ({
  filter,
  counts,
  news,
  onChange,
}: {
  readonly filter: Filter;
  readonly counts: Counts | undefined;
  /** Stands in the row's free end: what arrives never pushes the rows below. */
  readonly news: React.ReactNode;
  readonly onChange: (filter: Filter) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const countOf = (tab: Filter['tab']): number | typeof PENDING | undefined =>
    tab === 'closed' ? undefined : (counts?.[tab] ?? PENDING);
  return (
    <div className="tabs-row">
      <nav className="tabs" aria-label={words.tabsLabel}>
        {WORKLIST_TABS.map((tab) => (
          <button
            key={tab}
            type="button"
            aria-current={filter.tab === tab ? 'page' : undefined}
            onClick={() => onChange({ tab })}
          >
            {words.tabs[tab]} <span className="numbers">{countOf(tab)}</span>
          </button>
        ))}
      </nav>
      {news}
    </div>
  );
};

/** Returned and not seen yet: by the doctor at home, and to the worry of the ward. */
const UNSEEN = 'return-issued,taken-back';

type ChipChoice = {
  readonly label: string;
  readonly count?: number | typeof PENDING;
  readonly on: boolean;
  readonly next: Filter;
};

const without = (filter: Filter, key: keyof Filter): Filter =>
  Object.fromEntries(Object.entries(filter).filter(([each]) => each !== key)) as Filter;

export const Chips = ({
  filter,
  counts,
  shown,
  firstChip,
  onChange,
}: {
  readonly filter: Filter;
  readonly counts: Counts | undefined;
  readonly shown: string;
  readonly firstChip: RefObject<HTMLButtonElement | null>;
  readonly onChange: (filter: Filter) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const urgencies = useWords(kitTable).urgency;
  const counted = useMarkCounts();
  // until it is told which marks the region has they all have their place, so that the list does not move when it is told
  const marks: readonly { readonly code: string; readonly count?: number | typeof PENDING }[] =
    counted ?? Object.keys(words.marks).map((code) => ({ code, count: PENDING }));
  const open = filter.tab !== 'closed';
  const choice = (key: keyof Filter, value: string, label: string, count?: ChipChoice['count']): ChipChoice => ({
    label,
    ...(count === undefined ? {} : { count }),
    on: filter[key] === value,
    next: filter[key] === value ? without(filter, key) : { ...filter, [key]: value },
  });
  const choices: readonly ChipChoice[] = [
    ...(open
      ? [
          choice('due', 'today', words.today),
          choice('due', 'next-working-day', words.nextWorkingDay),
          choice('late', '1', words.late, counts?.late ?? PENDING),
        ]
      : []),
    ...(open ? [choice('state', UNSEEN, words.unseen)] : []),
    choice('urgency', 'emergency', urgencies.emergency, counts?.emergency ?? PENDING),
    choice('urgency', 'urgent', urgencies.urgent, counts?.urgent ?? PENDING),
    choice('side', 'sent', words.sent, counts?.sent ?? PENDING),
    choice('side', 'received', words.received, counts?.received ?? PENDING),
    ...marks.flatMap(({ code, count }): readonly ChipChoice[] => {
      const label = (words.marks as Readonly<Record<string, string>>)[code];
      const on = filter.mark?.split(',').includes(code) === true;
      return label === undefined
        ? []
        : [{ label, on, ...(open && count !== undefined ? { count } : {}), next: withMark(filter, code) }];
    }),
  ];
  const any = Object.keys(filter).length > 1;
  return (
    <div className="chips" role="group" aria-label={words.filters}>
      {choices.map(({ label, count, on, next }, index) => (
        <button
          key={label}
          ref={index === 0 ? firstChip : undefined}
          type="button"
          className="chip"
          aria-pressed={on}
          onClick={() => onChange(next)}
        >
          <span>{label}</span>
          {on ? <span aria-hidden="true">×</span> : count !== undefined && <span className="numbers">{count}</span>}
        </button>
      ))}
      <span className="chips-shown note numbers">
        {shown}
        {any && (
          <button
            type="button"
            className="button link"
            onClick={() => {
              // the button goes with the filters
              firstChip.current?.focus();
              onChange({ tab: filter.tab });
            }}
          >
            {words.clear}
          </button>
        )}
      </span>
    </div>
  );
};
