/** 需要督办: what somebody has to press, as of now. Red and amber are states and always stand with their words. */
import { useState } from 'react';
import type { FigureView } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { Drawer } from '../../kit/drawer.tsx';
import { useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { words as kitTable } from '../../kit/words.ts';
import { Opens } from './opens.tsx';
import { words as table } from './words.ts';

type Attention = FigureView['attention'];

const StaleList = ({
  stale,
  onClose,
}: {
  readonly stale: NonNullable<Attention['stale']>;
  readonly onClose: () => void;
}) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  return (
    <Drawer label={words.staleTitle} onClose={onClose}>
      <div className="cockpit-list">
        <h2>{words.staleTitle}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.staleColumns.organisation}</th>
              <th scope="col">{words.staleColumns.department}</th>
              <th scope="col">{words.staleColumns.updated}</th>
              <th scope="col" className="number">
                {words.staleColumns.hours}
              </th>
            </tr>
          </thead>
          <tbody>
            {stale.items.map(({ organisation, department, updatedAt, hours }) => (
              <tr key={department.id}>
                <th scope="row">{organisation.name}</th>
                <td>{department.name}</td>
                <td>{momentWords(updatedAt, kit, now)}</td>
                <td className="number">{words.hoursAgo(hours)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {stale.count > stale.items.length && (
          <p className="note">{words.staleShown(stale.items.length, stale.count)}</p>
        )}
      </div>
    </Drawer>
  );
};

export const AttentionCard = ({ view }: { readonly view: FigureView }): React.JSX.Element => {
  const words = useWords(table);
  const [listed, setListed] = useState(false);
  const { unanswered, stale, unseen } = view.attention;
  const { seenWithin, staleHours } = view.limits;
  const names = unanswered.organisations.join(words.and);
  return (
    <section className="card attention" aria-labelledby="attention-title">
      <header>
        <h2 id="attention-title">{words.attention}</h2>
        <span className="note">{view.past === null ? words.attentionNow : words.attentionThen}</span>
      </header>
      <div className="attention-parts">
        <div>
          <p>
            <span className={unanswered.count > 0 ? 'attention-count late' : 'attention-count'}>
              <Opens opening={{ part: 'unanswered' }} count={unanswered.count} />
            </span>{' '}
            {words.caseUnit} {words.unanswered}
          </p>
          <p className="note">
            {unanswered.longestHours === null ? words.allGood : words.unansweredNote(unanswered.longestHours, names)}
          </p>
        </div>
        <div>
          <p>
            {stale === null ? (
              <span className="attention-count">—</span>
            ) : (
              <span className={stale.count > 0 ? 'attention-count warn' : 'attention-count'}>{stale.count}</span>
            )}{' '}
            {stale !== null && words.staleUnit}{' '}
            {stale !== null && stale.count > 0 ? (
              <Button kind="link" onClick={() => setListed(true)}>
                {words.stale}
              </Button>
            ) : (
              words.stale
            )}
          </p>
          <p className="note">
            {stale === null ? (
              words.notKept
            ) : (
              <>
                {words.staleNote(staleHours.value)} {!staleHours.verified && words.unverified}
              </>
            )}
          </p>
        </div>
        <div>
          <p>
            <span className={unseen.count > 0 ? 'attention-count warn' : 'attention-count'}>
              <Opens opening={{ part: 'unseen' }} count={unseen.count} />
            </span>{' '}
            {words.caseUnit} {words.unseen}
          </p>
          <p className="note">
            {unseen.longestDays === null ? words.allGood : words.unseenNote(seenWithin.value, unseen.longestDays)}
          </p>
        </div>
      </div>
      {listed && stale !== null && <StaleList stale={stale} onClose={() => setListed(false)} />}
    </section>
  );
};
