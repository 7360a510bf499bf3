/** Promises as rows: what, whose, until when, how far, and what showed it. */
import { Link } from '@tanstack/react-router';
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { PromiseRow } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';

export const PromiseRows = ({
  rows,
  ofOne,
}: {
  readonly rows: readonly PromiseRow[];
  /** On the page of their own proposal, which need not be named again. */
  readonly ofOne: boolean;
}): React.JSX.Element => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  return (
    <ul className="proposal-others">
      {rows.map((row) => {
        const done = row.milestones.filter(({ doneOn }) => doneOn !== null).length;
        const tone = row.late
          ? 'danger'
          : row.state === 'kept'
            ? 'good'
            : row.state === 'claimed'
              ? 'warning'
              : 'plain';
        return (
          <li key={row.id}>
            <p>
              <Link to="/proposals/shares/$id" params={{ id: row.id }} className="strong">
                {row.what}
              </Link>{' '}
              <Tag tone={tone}>{wordOf(words.states, row.state)}</Tag>{' '}
              {row.late && <Tag tone="danger">{screen.late}</Tag>}
            </p>
            <p className="note dotted">
              <span>{row.keeper.name}</span>
              <span className={row.late ? 'danger' : ''}>
                {row.closedOn === null
                  ? screen.promisedBy(dayWords(row.due, kit, serverNow()))
                  : screen.settledOn(dayWords(row.closedOn, kit, serverNow()))}
              </span>
              {row.milestones.length > 0 && <span>{screen.milestones(done, row.milestones.length)}</span>}
              {row.figure !== null && (
                <span>
                  {screen.figure(row.figureNow?.name ?? row.figure, row.evidenceValue)}
                  {row.closedOn === null && row.figureNow !== null && (
                    <Link to="/figures/$code" params={{ code: row.figure }}>
                      {screen.figureNow(
                        row.figureNow.value === null ? null : `${row.figureNow.value}${row.figureNow.unit}`,
                      )}
                    </Link>
                  )}
                </span>
              )}
            </p>
            {row.evidence !== null && <p className="note">{screen.evidence(row.evidence)}</p>}
            {!ofOne && (
              <p className="note">
                <Link to="/proposals/$id" params={{ id: row.proposal.id }}>
                  {screen.numberOf(row.proposal.year, row.proposal.number)} {row.proposal.title}
                </Link>
                {row.proposal.documentNumber !== null && ` ${row.proposal.documentNumber}`}
              </p>
            )}
          </li>
        );
      })}
    </ul>
  );
};
