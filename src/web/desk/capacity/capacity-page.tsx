/** 床位与号源: a bed manager sees at once which figures nobody has vouched for today, and vouches for them with one key. */
import { Button, Key } from '../../kit/button.tsx';
import { dayOf, dayWords, timeOf } from '../../kit/civil.ts';
import { useKeys } from '../../kit/keyboard.tsx';
import { useWords } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { useServerNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { DepartmentRow } from './department-row.tsx';
import { useBoard } from './use-capacity.ts';
import { words as table } from './words.ts';
import './capacity.css';

const rows = (): readonly HTMLElement[] => [...document.querySelectorAll<HTMLElement>('.capacity-row')];
const focused = (): number => rows().findIndex((row) => row.contains(document.activeElement));

/** J and K go from department to department, T says of the one with the focus that it is still true. */
const useRowKeys = (): void => {
  const move = (by: number) => (): boolean => {
    const all = rows();
    const at = focused();
    const next = all[at === -1 ? (by > 0 ? 0 : all.length - 1) : at + by];
    next?.focus();
    next?.scrollIntoView({ block: 'nearest' });
    return next !== undefined;
  };
  useKeys({
    j: move(1),
    k: move(-1),
    t: () => {
      const button = rows()[focused()]?.querySelector<HTMLElement>('[data-still-true]');
      button?.click();
      return button !== undefined && button !== null;
    },
  });
};

export const CapacityScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { role } = useSession();
  const board = useBoard();
  useRowKeys();
  const items = board.data?.items ?? [];
  const stale = items.filter((item) => item.stale).length;
  return (
    <div className="capacity">
      <PageHead
        title={words.title}
        note={board.data === undefined ? undefined : words.note(role.organisation.name, stale, items.length)}
      >
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      {board.data !== undefined && (
        <p className="note dotted">
          <span>
            {words.rules(board.data.staleAfterHours)}
            {!board.data.verified && <span className="warning"> {words.unverified}</span>}
          </span>
          <span className="no-print capacity-keys">
            <Key>J</Key> <Key>K</Key> <Key>T</Key> {words.keys}
          </span>
        </p>
      )}
      {board.isPending && <Skeleton rows={6} height={96} />}
      {board.isError && board.data === undefined && (
        <ErrorState what={words.what} fault={board.error} onRetry={() => void board.refetch()} />
      )}
      {board.data !== undefined && items.length === 0 && <Empty title={words.empty} why={words.emptyWhy} />}
      {board.data !== undefined && items.length > 0 && (
        <ul className="capacity-rows" aria-label={words.what}>
          {items.map((department) => (
            <DepartmentRow key={department.id} department={department} board={board.data} />
          ))}
        </ul>
      )}
      <p className="note print-only">{words.printFoot(`${dayWords(dayOf(now), kit)} ${timeOf(now)}`)}</p>
    </div>
  );
};
