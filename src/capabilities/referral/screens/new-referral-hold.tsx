/** The place kept for this draft: where, until when, and what one can do with it. Counts on the server's clock. */
import { useEffect, useRef } from 'react';
import type { HoldView } from '../../../consortium/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as table } from './new-referral-words.ts';
import { secondsLeft } from './referral-draft.ts';

/** Amber from here on. */
const SOON_SECONDS = 120;

const mmss = (seconds: number): string =>
  `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;

/** Hours for the long holds of routine referrals, minutes and seconds for the last hour. */
export const countdownText = (seconds: number): string =>
  seconds < 3600 ? mmss(seconds) : `${String(Math.floor(seconds / 3600))}:${mmss(seconds % 3600)}`;

type Props = {
  readonly hold: HoldView;
  /** As the list names it; the hold itself knows the hospital's short name. */
  readonly placeName: string | null;
  /** Free places there now, one's own not counted; null when unknown. */
  readonly free: number | null;
  readonly busy: boolean;
  readonly offline: boolean;
  readonly onExtend: () => void;
  readonly onRelease: () => void;
  readonly onAgain: () => void;
};

const useSpokenWarning = (left: number): void => {
  const words = useWords(table);
  const last = useRef(left);
  useEffect(() => {
    if (last.current > SOON_SECONDS && left <= SOON_SECONDS && left > 0) announce(words.hold.minuteWarning);
    if (last.current > 0 && left === 0) announce(words.hold.gone);
    last.current = left;
  }, [left, words]);
};

export const HoldBlock = ({
  hold,
  placeName,
  free,
  busy,
  offline,
  onExtend,
  onRelease,
  onAgain,
}: Props): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow(1);
  const left = hold.status === 'active' ? secondsLeft(hold.untilAt, now) : 0;
  useSpokenWarning(left);
  const until = hold.untilAt === null ? null : momentWords(hold.untilAt, kit, now);
  const place = placeName ?? `${hold.organisation.name} ${hold.department.name}`;
  if (left === 0)
    return (
      <section className="nr-hold gone" aria-label={words.hold.gone}>
        <div>
          <p className="strong">{words.hold.gone}</p>
          <p className="nr-hold-note">
            {place}
            {words.comma}
            {words.hold.goneWhy(until ?? '')}
          </p>
          <p className="nr-hold-note">
            {free !== null && (free > 0 ? words.hold.goneFree(free) : words.hold.goneFull)}
            {offline && words.needsNetwork}
          </p>
        </div>
        {free !== 0 && (
          <Button kind="primary" disabled={busy || offline} onClick={onAgain}>
            {words.hold.again}
          </Button>
        )}
      </section>
    );
  const soon = left <= SOON_SECONDS;
  const what =
    hold.slot !== null
      ? words.hold.slot(momentWords(hold.slot.startsAt, kit, now))
      : hold.bed !== null
        ? words.hold.bed(hold.bed.label)
        : words.hold.quota;
  return (
    <section className={soon ? 'nr-hold soon' : 'nr-hold'} aria-label={`${words.hold.kept} ${place}`}>
      <div>
        <p className="strong">
          {words.hold.kept} {place}
        </p>
        <p className="nr-hold-note">
          {what}
          {until !== null && `${words.comma}${words.hold.until(until)}`}
        </p>
        <p className="nr-hold-acts">
          {hold.extended === 0 ? (
            <>
              <Button kind="link" disabled={busy || offline} onClick={onExtend}>
                {words.hold.extend}
              </Button>
              <span className="note">{words.hold.extendOnce}</span>
            </>
          ) : (
            <span className="nr-hold-note">{words.hold.extended}</span>
          )}
          <Button kind="link" disabled={busy || offline} onClick={onRelease}>
            {words.hold.release}
          </Button>
          {offline && <span className="warning">{words.needsNetwork}</span>}
        </p>
      </div>
      {until !== null && (
        <div className="nr-countdown">
          <span className="nr-hold-note">{soon ? words.hold.soon : words.hold.left}</span>
          <span className="nr-count" role="timer" aria-live="off">
            {countdownText(left)}
          </span>
        </div>
      )}
    </section>
  );
};
