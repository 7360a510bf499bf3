/** 待发: what has not arrived, why, and what one can do; what the server did not take opens with what was written. */
import { Link, go } from '../paths.tsx';
import { useState } from 'react';
import { words as referralTable } from '../../../capabilities/referral/index.ts';
import { writeStepDraft } from '../../../capabilities/referral/screens/phone.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords, timeOf } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useArrived, useOutbox, useWaiting } from '../outbox/doctor-outbox.tsx';
import type { Parcel, Waiting } from '../outbox/doctor-outbox.tsx';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';

const useNameOf = (): ((parcel: Parcel) => string) => {
  const words = useWords(table).outbox;
  const referral = useWords(referralTable);
  return (parcel) => (parcel.kind === 'referral' ? words.referral : wordOf(referral.steps, parcel.step));
};

const Row = ({ entry, behind }: { readonly entry: Waiting; readonly behind: boolean }): React.JSX.Element => {
  const words = useWords(table).outbox;
  const kit = useWords(kitTable);
  const nameOf = useNameOf();
  const now = useServerNow();
  const outbox = useOutbox();
  const { person } = useSession();
  const { sending, failures, nextAt } = useWaiting();
  const [asking, setAsking] = useState(false);
  const { parcel, refused } = entry;
  const state =
    sending === entry.id
      ? words.sending
      : behind
        ? words.behind
        : failures > 0 && nextAt !== null
          ? words.tries(failures)
          : words.waits;
  const edit = (): void => {
    outbox.remove(entry.id);
    if (parcel.kind === 'referral') go(`/referrals/drafts/${parcel.draft}?resident=${parcel.content.resident}`);
    else {
      writeStepDraft(person.id, parcel.case, parcel.step, parcel.body.answers);
      go(`/cases/${parcel.case}?step=${parcel.step}`);
    }
  };
  return (
    <li className={refused === null ? 'phone-card' : 'phone-card needs-you'} data-entry={entry.id}>
      <p>
        <b>{parcel.who}</b> {nameOf(parcel)} {parcel.kind === 'step' && <span className="note">{parcel.number}</span>}
      </p>
      <p className="note">{words.written(momentWords(new Date(entry.at).toISOString(), kit, now))}</p>
      {refused === null ? (
        <p>{state}</p>
      ) : (
        <p role="alert" className="warning">
          <b>{words.refused}</b> {refused.sentence}
        </p>
      )}
      <div className="phone-acts">
        {asking ? (
          <>
            <p className="danger">{words.removeAsk}</p>
            <Button onClick={() => outbox.remove(entry.id)}>{words.removeYes}</Button>
            <Button onClick={() => setAsking(false)}>{kit.cancel}</Button>
          </>
        ) : (
          sending !== entry.id && (
            <>
              <Button kind={refused === null ? 'plain' : 'primary'} onClick={edit}>
                {words.edit}
              </Button>
              <Button onClick={() => setAsking(true)}>{words.remove}</Button>
            </>
          )
        )}
      </div>
    </li>
  );
};

export const ToSend = (): React.JSX.Element => {
  const words = useWords(table);
  const nameOf = useNameOf();
  const outbox = useOutbox();
  const { entries, sending, unkept } = useWaiting();
  const arrived = useArrived();
  const [first] = entries;
  const heads = new Set<string>();
  return (
    <PhonePage
      title={words.outbox.title}
      foot={
        entries.some(({ refused }) => refused === null) && (
          <Button kind="primary" className="wide" aria-disabled={sending !== null} onClick={() => outbox.wake()}>
            {sending === null ? words.outbox.retry : words.outbox.sending}
          </Button>
        )
      }
    >
      {unkept && (
        <p className="bar danger" role="alert">
          {words.outbox.notKept}
        </p>
      )}
      {first === undefined ? (
        <Empty title={words.outbox.none} why={words.outbox.noneWhy} />
      ) : (
        <ul aria-label={words.outbox.title}>
          {entries.map((entry) => {
            const behind = heads.has(entry.subject);
            heads.add(entry.subject);
            return <Row key={entry.id} entry={entry} behind={behind} />;
          })}
        </ul>
      )}
      {arrived.length > 0 && (
        <>
          <h2 className="list-head">{words.outbox.done}</h2>
          <ul className="rows" aria-label={words.outbox.done}>
            {arrived.map(({ parcel, taken, at }) => (
              <li className="row" key={`${taken.id}${String(at)}`}>
                <Link to={`/cases/${taken.id}`} className="row-open">
                  <span className="row-first">
                    <b>{parcel.who}</b> {nameOf(parcel)}
                  </span>
                  <span className="row-third">
                    <span>{taken.number}</span>
                    <span>{timeOf(new Date(at))}</span>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </PhonePage>
  );
};
