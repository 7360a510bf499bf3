/** Part 2: where the resident could go, ranked with reasons in words, and what does not fit with why. */
import { useState } from 'react';
import type { Candidate } from '../../../consortium/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { isStale, lacksOnlyRoom, parted, reasonsOf, whyNot } from './candidate-words.ts';
import { words as table } from './new-referral-words.ts';
import { useWording } from './use-matching.ts';

/** Shown at first; the rest on asking. */
const FIRST = 5;
const SLOTS = 4;

export type Choosing = {
  /** The chosen department, held or (emergency) not. */
  readonly chosen: string | null;
  readonly emergency: boolean;
  readonly holding: boolean;
  /** The department being held at this moment. */
  readonly busy: string | null;
  readonly offline: boolean;
  /** The answer to the question before stands until the new one is there: it can be read, not chosen from. */
  readonly outdated: boolean;
  readonly onChoose: (candidate: Candidate, slot: Candidate['slots'][number] | null) => void;
};

const Free = ({ candidate, stale }: { readonly candidate: Candidate; readonly stale: boolean }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const [first] = candidate.slots;
  // A clinic visit asks for an appointment; beds are another question.
  if (candidate.quota !== null && first === undefined && !candidate.walkIn) {
    const { free, places, over } = candidate.quota;
    return (
      <div className={stale ? 'nr-free stale' : 'nr-free'}>
        <span aria-hidden="true">
          <b>{free}</b> / {places} {words.free}
        </span>
        <span className="unseen">{words.places(free, places)}</span>
        {over > 0 && <span className="warning nr-over">{words.over(over)}</span>}
      </div>
    );
  }
  return (
    <div className="nr-free">
      {candidate.walkIn ? (
        <b>{words.walkIn}</b>
      ) : first === undefined ? (
        <span>{words.noQuota}</span>
      ) : (
        <>
          <span className="note">{words.nextSlot}</span>
          <b>{momentWords(first.startsAt, kit, now)}</b>
        </>
      )}
    </div>
  );
};

const Acts = ({
  candidate,
  choosing,
}: {
  readonly candidate: Candidate;
  readonly choosing: Choosing;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const chosen = choosing.chosen === candidate.department.id;
  const disabled = choosing.busy !== null || choosing.offline || choosing.outdated;
  const plain = choosing.emergency || candidate.walkIn;
  const called = `${candidate.organisation.name} ${candidate.department.name}`;
  if (candidate.slots.length > 0 && !choosing.emergency)
    return (
      <div className="nr-slots">
        {candidate.slots.slice(0, SLOTS).map((slot) => (
          <Button key={slot.id} small disabled={disabled} onClick={() => choosing.onChoose(candidate, slot)}>
            {words.chooseSlot(momentWords(slot.startsAt, kit, now))}
            {slot.clinic !== null && ` ${slot.clinic}`}
            <span className="unseen">{called}</span>
          </Button>
        ))}
        {candidate.slots.some((slot) => slot.forFamilyDoctors) && <Tag>{words.forFamilyDoctors}</Tag>}
        {chosen && <Tag tone="primary">{words.chosen}</Tag>}
      </div>
    );
  if (chosen)
    return (
      <div className="nr-choose">
        <Tag tone="primary">{words.chosen}</Tag>
      </div>
    );
  return (
    <div className="nr-choose">
      <Button
        small
        disabled={disabled}
        aria-label={`${plain ? words.chooseEmergency : choosing.holding ? words.swap : words.choose} ${called}`}
        onClick={() => choosing.onChoose(candidate, null)}
      >
        {plain ? words.chooseEmergency : choosing.holding ? words.swap : words.choose}
      </Button>
    </div>
  );
};

const Card = ({
  candidate,
  rank,
  choosing,
}: {
  readonly candidate: Candidate;
  readonly rank: number;
  readonly choosing: Choosing;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const language = useLanguage();
  const wording = useWording();
  const stale = isStale(candidate);
  const chosen = choosing.chosen === candidate.department.id;
  return (
    <li className={chosen ? 'nr-candidate chosen' : 'nr-candidate'} aria-current={chosen ? 'true' : undefined}>
      <span className="nr-rank" aria-hidden="true">
        {rank}
      </span>
      <div className="nr-candidate-body">
        <h3>
          {candidate.organisation.name} <span className="nr-department">{candidate.department.name}</span>
        </h3>
        {candidate.quota !== null && candidate.slots.length === 0 && !candidate.walkIn && (
          <p className={stale ? 'nr-updated warning' : 'nr-updated'}>
            {(stale ? words.updatedStale : words.updatedAt)(momentWords(candidate.quota.updatedAt, kit, now))}
          </p>
        )}
        <ul className="nr-reasons">
          {reasonsOf(candidate, language, wording).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
          {candidate.department.phone !== null && <li>{words.phoneOf(candidate.department.phone)}</li>}
        </ul>
      </div>
      <Free candidate={candidate} stale={stale} />
      <Acts candidate={candidate} choosing={choosing} />
    </li>
  );
};

const Unfit = ({
  items,
  choosing,
}: {
  readonly items: readonly Candidate[];
  readonly choosing: Choosing;
}): React.JSX.Element | null => {
  const words = useWords(table);
  const language = useLanguage();
  const wording = useWording();
  const [all, setAll] = useState(false);
  if (items.length === 0) return null;
  const shown = all ? items : items.slice(0, FIRST);
  return (
    <section className="nr-unfit" aria-labelledby="nr-unfit-title">
      <h3 id="nr-unfit-title">{words.notFitting(items.length)}</h3>
      <ul>
        {shown.map((candidate) => (
          <li key={candidate.department.id}>
            <span>
              {candidate.organisation.name} {candidate.department.name}
            </span>
            <span className="nr-why">
              {whyNot(candidate, language, wording, words.between)}
              {candidate.km !== null && `${words.comma}${words.away(Math.round(candidate.km))}`}
              {candidate.department.phone !== null && `${words.comma}${words.phoneOf(candidate.department.phone)}`}
            </span>
            {choosing.emergency && lacksOnlyRoom(candidate) && <Acts candidate={candidate} choosing={choosing} />}
          </li>
        ))}
      </ul>
      {items.length > shown.length && (
        <Button kind="link" onClick={() => setAll(true)}>
          {words.restOf(items.length - shown.length)}
        </Button>
      )}
    </section>
  );
};

export const CandidateList = ({
  items,
  visit,
  choosing,
}: {
  readonly items: readonly Candidate[];
  readonly visit: 'inpatient' | 'outpatient';
  readonly choosing: Choosing;
}): React.JSX.Element => {
  const words = useWords(table);
  const [all, setAll] = useState(false);
  const language = useLanguage();
  const wording = useWording();
  const { fitting, others } = parted(items);
  const [nearest] = others;
  const shown = all ? fitting : fitting.slice(0, FIRST);
  return (
    <>
      {fitting.length === 0 && (
        <div className="nr-none" role="status">
          <p className="strong">{words.nothingFits}</p>
          {nearest !== undefined && (
            <p>
              {words.nearest(
                `${nearest.organisation.name} ${nearest.department.name}`,
                nearest.km === null ? null : Math.round(nearest.km),
                whyNot(nearest, language, wording, words.between),
              )}
            </p>
          )}
          <p>{visit === 'inpatient' ? words.nothingFitsInpatient : words.nothingFitsOutpatient}</p>
        </div>
      )}
      <ol className="nr-candidates" aria-busy={choosing.outdated}>
        {shown.map((candidate, index) => (
          <Card key={candidate.department.id} candidate={candidate} rank={index + 1} choosing={choosing} />
        ))}
      </ol>
      {fitting.length > shown.length && (
        <Button kind="link" onClick={() => setAll(true)}>
          {words.restOf(fitting.length - shown.length)}
        </Button>
      )}
      <Unfit items={others} choosing={choosing} />
    </>
  );
};
