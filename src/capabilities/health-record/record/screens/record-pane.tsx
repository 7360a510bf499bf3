/** The pane beside the record: an entry, all of one part by date, or what was found inside. */
import { useState } from 'react';
import { Button } from '../../../../web/kit/button.tsx';
import { dayOf } from '../../../../web/kit/civil.ts';
import { Drawer } from '../../../../web/kit/drawer.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { ErrorState, Skeleton, faultSentence } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { EntryRow, Part, RecordFound } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import { Entry } from './record-entry.tsx';
import { useOpen } from './record-opening.ts';
import type { Opened } from './record-opening.ts';
import { searchRecord, useEntries } from './record-query.ts';

const Row = ({ row, part }: { readonly row: EntryRow; readonly part: boolean }): React.JSX.Element => {
  const words = useWords(table);
  const open = useOpen();
  return (
    <li className={row.past ? 'past' : ''}>
      <span className="rec-row-day">{row.at === null ? words.unknownDay : dayOf(new Date(row.at))}</span>
      <span>
        <button type="button" className="rec-link" onClick={() => open({ what: 'entry', type: row.type, id: row.id })}>
          {row.name === '' ? words.entry : row.name}
        </button>{' '}
        {row.detail}
        {row.past && <Tag>{words.past}</Tag>}
        <span className="note">
          {' '}
          {part && `${words.parts[row.part as Part]} `}
          {row.place?.name}
        </span>
      </span>
    </li>
  );
};

const List = ({ resident, part }: { readonly resident: string; readonly part: Part }): React.JSX.Element => {
  const words = useWords(table);
  const found = useEntries(resident, part);
  const rows = found.data?.pages.flatMap(({ items }) => items);
  return (
    <div className="rec-list">
      <h2>{words.all(words.parts[part])}</h2>
      {rows !== undefined ? (
        <>
          {rows.length === 0 && <p>{words.empty}</p>}
          <ol className="rec-rows">
            {rows.map((row) => (
              <Row key={`${row.type}/${row.id}`} row={row} part={false} />
            ))}
          </ol>
          {found.hasNextPage && (
            <Button aria-disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {words.more}
            </Button>
          )}
        </>
      ) : found.isError ? (
        <ErrorState what={words.all(words.parts[part])} fault={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton rows={8} height={40} />
      )}
    </div>
  );
};

export type Sought = { readonly q: string; readonly found: RecordFound | null };

const Search = ({
  resident,
  sought,
  onSought,
}: {
  readonly resident: string;
  /** Kept by the page: coming back from an entry, what was found is still there. */
  readonly sought: Sought;
  readonly onSought: (sought: Sought) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [text, setText] = useState(sought.q);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { found } = sought;
  const seek = async (): Promise<void> => {
    const q = text.trim();
    if (q === '' || busy) return;
    setBusy(true);
    setFault(null);
    try {
      onSought({ q, found: await searchRecord(resident, q) });
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="rec-list">
      <h2>{words.search}</h2>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          void seek();
        }}
      >
        <label htmlFor="rec-search">{words.searchLabel}</label>
        <span className="rec-search-row">
          <input
            id="rec-search"
            type="text"
            autoFocus
            maxLength={60}
            autoComplete="off"
            aria-describedby="rec-search-hint"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
          <Button kind="primary" type="submit" aria-disabled={busy}>
            {words.search}
          </Button>
        </span>
        <span className="note" id="rec-search-hint">
          {words.searchHint}
        </span>
      </form>
      {fault !== null && (
        <p className="bar danger" role="alert">
          {fault}
        </p>
      )}
      {found !== null && (
        <>
          <p role="status" className="strong">
            {found.found === 0 ? words.searchNone(sought.q) : words.searchFound(found.found)}
          </p>
          {found.found > found.items.length && <p className="note">{words.searchMore(found.items.length)}</p>}
          {!found.all && <p className="note">{words.searchPart(found.looked)}</p>}
          <ol className="rec-rows">
            {found.items.map((row) => (
              <Row key={`${row.type}/${row.id}`} row={row} part />
            ))}
          </ol>
        </>
      )}
    </div>
  );
};

export const Pane = ({
  resident,
  withheld,
  opened,
  sought,
  onSought,
  onBack,
  onClose,
}: {
  readonly resident: string;
  /** Of the whole record, whatever is listed or sought here: a number for each would tell what it is about. */
  readonly withheld: number;
  readonly opened: Opened;
  readonly sought: Sought;
  readonly onSought: (sought: Sought) => void;
  /** Present when the pane showed something else before. */
  readonly onBack: (() => void) | null;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const label =
    opened.what === 'entry'
      ? words.entry
      : opened.what === 'search'
        ? words.search
        : words.all(words.parts[opened.part]);
  return (
    <Drawer label={label} onClose={onClose}>
      <div className="rec-pane">
        {onBack !== null && (
          <button type="button" className="rec-link" onClick={onBack}>
            ← {kit.back}
          </button>
        )}
        {opened.what !== 'entry' && withheld > 0 && <p className="bar warning">{words.withheldHere(withheld)}</p>}
        {opened.what === 'entry' ? (
          <Entry key={`${opened.type}/${opened.id}`} resident={resident} type={opened.type} id={opened.id} />
        ) : opened.what === 'list' ? (
          <List resident={resident} part={opened.part} />
        ) : (
          <Search resident={resident} sought={sought} onSought={onSought} />
        )}
      </div>
    </Drawer>
  );
};
