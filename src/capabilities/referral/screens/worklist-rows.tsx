import { useRouter } from '@tanstack/react-router';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { WORKLIST_GROUPS } from '../../../web/kit/worklist-groups.ts';
import { WorklistTable, rowLinkId } from '../../../web/kit/worklist-table.tsx';
import { useDescribe } from './case-description.ts';
import type { Ordered } from './worklist-order.ts';
import { words as table } from './worklist-words.ts';

/** Says how many arrived or changed since the list was drawn; the reader lets them in. */
export const News = ({ order }: { readonly order: Ordered }) => {
  const words = useWords(table);
  const letIn = (): void => {
    const first = order.arrivals[0];
    order.refresh();
    // the button goes with what it said: whoever pressed it goes on at the first that came, or at the head of the list
    requestAnimationFrame(() => {
      const row = first === undefined ? null : document.getElementById(rowLinkId(first.id));
      (row ?? document.querySelector<HTMLElement>('.row-link'))?.focus();
    });
  };
  const arrived = order.arrivals.length;
  if (arrived === 0 && order.gone.size === 0) return null;
  const emergencies = order.arrivals.filter(({ urgency }) => urgency === 'emergency').length;
  return (
    <div className={`worklist-news ${emergencies > 0 ? 'danger' : ''}`} role="status">
      {emergencies > 0 && <span className="strong">{words.arrivedEmergency(emergencies)}</span>}
      {arrived > emergencies && <span>{words.arrived(arrived - emergencies)}</span>}
      {order.gone.size > 0 && <span>{words.changed(order.gone.size)}</span>}
      <Button small onClick={letIn}>
        {words.refresh}
      </Button>
    </div>
  );
};

export const WorklistRows = ({
  order,
  grouped,
  selected,
  onSelect,
  onOpen,
}: {
  readonly order: Ordered;
  /** Closed ones have no clock and stand in one group, newest first. */
  readonly grouped: boolean;
  readonly selected: string | null;
  readonly onSelect: (id: string) => void;
  readonly onOpen: (id: string) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const describe = useDescribe();
  const router = useRouter();
  const groups = grouped
    ? WORKLIST_GROUPS.flatMap((key) => {
        const rows = order.rows.filter(({ group }) => group === key).map(({ item }) => item);
        const title = words.groups[key];
        const notes = [words.pieces(rows.length), words.groupNotes[key]].filter((part) => part !== '');
        return rows.length === 0 ? [] : [{ key, title, notes, rows }];
      })
    : [
        {
          key: 'closed',
          title: '',
          notes: [],
          rows: order.rows
            .map(({ item }) => item)
            .sort((one, other) => Date.parse(other.changedAt) - Date.parse(one.changedAt)),
        },
      ];
  return (
    <>
      {order.rows.length > 0 && (
        <WorklistTable
          label={words.what}
          headings={words.headings}
          groups={groups}
          describe={describe}
          gone={order.gone}
          goneWords={words.gone}
          selected={selected}
          onSelect={onSelect}
          onOpen={onOpen}
          hrefOf={(id) => router.buildLocation({ to: '/cases/$id', params: { id } } as never).href}
        />
      )}
    </>
  );
};
