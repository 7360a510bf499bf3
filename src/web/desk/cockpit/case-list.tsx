/** The cases behind a number: coded, without identities. */
import type { FigureCases } from '../../../capabilities/referral/index.ts';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { Drawer } from '../../kit/drawer.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useFigureCases } from './cockpit-query.ts';
import type { Opened } from './cockpit-query.ts';
import { words as table } from './words.ts';

const Line = ({ row }: { readonly row: FigureCases['items'][number] }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const referral = useWords(referralTable);
  const now = useServerNow();
  return (
    <tr>
      <th scope="row">
        {row.number}
        <span className="note">{wordOf(kit.urgency, row.urgency)}</span>
      </th>
      <td>
        {row.sender.name} {words.to} {row.receiver?.name ?? ''}
      </td>
      <td>
        {row.state === 'withheld' ? words.endedWithheld : wordOf(referral.states, row.state)}
        {row.refusal !== null && (
          <span className="note">{words.refusedFor(wordOf(referral.answers, row.refusal))}</span>
        )}
      </td>
      <td className="number">
        {momentWords(row.openedAt, kit, now)}
        <span className="note">{words.daysLong(row.days)}</span>
      </td>
    </tr>
  );
};

export const CaseList = ({
  opened,
  where,
  what,
  onClose,
}: {
  readonly opened: Opened;
  readonly where: string;
  readonly what: string;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const list = useFigureCases(opened);
  const title = words.casesOf(where, what);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Drawer label={title} onClose={onClose}>
      <div className="cockpit-list">
        <h2>{title}</h2>
        {opened.asOf !== undefined && <p className="note">{words.pastDay(opened.asOf)}</p>}
        <p className="note">{words.casesCoded}</p>
        {list.isPending && <Skeleton rows={6} height={49} />}
        {list.isError && list.data === undefined && (
          <ErrorState what={title} fault={list.error} onRetry={() => void list.refetch()} />
        )}
        {list.data !== undefined && rows.length === 0 && <p>{words.casesNone}</p>}
        {rows.length > 0 && (
          <table>
            <thead>
              <tr>
                <th scope="col">{words.caseColumns.number}</th>
                <th scope="col">{words.caseColumns.route}</th>
                <th scope="col">{words.caseColumns.state}</th>
                <th scope="col" className="number">
                  {words.caseColumns.opened}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Line key={row.id} row={row} />
              ))}
            </tbody>
          </table>
        )}
        {rows.length > 0 && (
          <p className="cockpit-more">
            {list.hasNextPage && (
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {words.casesMore}
              </Button>
            )}
            <span className="note">
              {list.hasNextPage ? words.casesLoaded(rows.length) : words.casesAll(rows.length)}
            </span>
            {list.isFetchNextPageError && (
              <span className="danger" role="alert">
                {words.casesFailed} {faultSentence(list.error, kit)}
              </span>
            )}
          </p>
        )}
      </div>
    </Drawer>
  );
};
