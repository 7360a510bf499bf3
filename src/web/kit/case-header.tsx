/** The block on top of every case: whose turn it is, and until when. */
import type { Urgency } from '../../engines/pathways/define.ts';
import { ClockBlock, ClockLine } from './clock.tsx';
import { isLate } from './clock-words.ts';
import type { ClockFact } from './clock-words.ts';
import { useWords } from './language.ts';
import { OwnerBlock } from './owner.tsx';
import type { OwnerFact } from './owner.tsx';
import { useServerNow } from './server-time.ts';
import { Tag } from './tag.tsx';
import { words as table } from './words.ts';
import './case.css';

export const OwnerAndClock = ({
  owner,
  clock,
  urgency,
  clockName,
}: {
  readonly owner: OwnerFact;
  readonly clock: ClockFact;
  readonly urgency: Urgency;
  /** 接收时限, 到院时限, … */
  readonly clockName: string;
}): React.JSX.Element => {
  const words = useWords(table);
  const pressing = urgency === 'emergency' || isLate(clock, useServerNow());
  return (
    <section className={`owner-and-clock ${pressing ? 'pressing' : ''}`} aria-label={`${words.owner} ${clockName}`}>
      <div className="owner-and-clock-row">
        <OwnerBlock owner={owner} />
        <ClockBlock clock={clock} urgency={urgency} name={clockName} />
      </div>
      <ClockLine clock={clock} urgency={urgency} />
      {!clock.verified && (
        <p className="owner-and-clock-note note">
          <Tag tone="warning">{words.unverified}</Tag> <span>{words.unverifiedMeaning}</span>{' '}
          <span>{clock.aroundTheClock ? words.aroundTheClock : words.workingTime}</span>
        </p>
      )}
    </section>
  );
};
