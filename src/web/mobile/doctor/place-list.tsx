/** Where the resident could go, ranked, each with its reasons in words; below, what does not fit and why not. */
import { useId, useState } from 'react';
import {
  lacksOnlyRoom,
  parted,
  placeWords,
  reasonsOf,
  useWording,
  whyNot,
} from '../../../capabilities/referral/screens/phone.ts';
import type { Candidate } from '../../../consortium/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { CallButton } from '../call-button.tsx';
import { words as table } from '../words.ts';

/** Shown at first, of those that fit and of those that do not. */
const FIRST = { fitting: 4, others: 3 } as const;

export type Choosing = {
  readonly label: string;
  readonly chosen: string | null;
  /** The organisation one's own is part of. */
  readonly above: string | undefined;
  readonly emergency: boolean;
  readonly busy: boolean;
  /** Nothing was ranked for this resident: read before, without a line. */
  readonly old: boolean;
  /** Names the sentence that says what is wrong with the choice. */
  readonly faultId: string | undefined;
  readonly onChoose: (candidate: Candidate) => void;
};

const useFree = (): ((candidate: Candidate) => string) => {
  const words = useWords(table).referral;
  const formWords = useWords(placeWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  return ({ walkIn, quota, slots: [slot], fits, heldHere }) => {
    if (walkIn) return formWords.walkIn;
    if (!fits && !heldHere) return words.full;
    if (slot !== undefined) return words.slot(momentWords(slot.startsAt, kit, now));
    return quota === null ? '' : words.placeNote(quota.free, quota.places);
  };
};

const Choice = ({
  candidate,
  rank,
  choosing,
}: {
  readonly candidate: Candidate;
  readonly rank: number | null;
  readonly choosing: Choosing;
}): React.JSX.Element => {
  const words = useWords(table).referral;
  const language = useLanguage();
  const wording = useWording();
  const free = useFree();
  const id = useId();
  const { department, organisation } = candidate;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={department.id === choosing.chosen}
      aria-disabled={choosing.busy}
      aria-labelledby={`${id}-name`}
      aria-describedby={`${id}-why`}
      className="place-choice"
      data-department={department.id}
      onClick={() => {
        if (!choosing.busy) choosing.onChoose(candidate);
      }}
    >
      <span id={`${id}-name`} className="place-choice-name">
        <span>
          {rank !== null && <span className="place-rank">{rank}</span>} <b>{organisation.shortName}</b>{' '}
          {organisation.id === choosing.above && <Tag tone="primary">{words.own}</Tag>}
        </span>
        <span>{department.name}</span>
        <span className="place-free">{free(candidate)}</span>
      </span>
      <span id={`${id}-why`} className="place-why">
        {reasonsOf(candidate, language, wording).map((reason) => (
          <span key={reason}>{reason}</span>
        ))}
      </span>
    </button>
  );
};

const Unfit = ({ candidate }: { readonly candidate: Candidate }): React.JSX.Element => {
  const words = useWords(placeWords);
  const language = useLanguage();
  const wording = useWording();
  const { department, organisation, km } = candidate;
  return (
    <li>
      <span>
        <b>{organisation.shortName}</b> {department.name}
      </span>
      <span className="note">
        {whyNot(candidate, language, wording, words.between)}
        {km !== null && `${words.comma}${words.away(Math.round(km))}`}
      </span>
      {department.phone !== null && (
        <CallButton phone={department.phone} whom={`${organisation.shortName} ${department.name}`} />
      )}
    </li>
  );
};

export const PlaceList = ({
  items,
  visit,
  all,
  choosing,
}: {
  readonly items: readonly Candidate[];
  readonly visit: 'inpatient' | 'outpatient';
  /** All that fit, not the first few. */
  readonly all: boolean;
  readonly choosing: Choosing;
}): React.JSX.Element => {
  const words = useWords(placeWords);
  const language = useLanguage();
  const wording = useWording();
  const [allOthers, setAllOthers] = useState(false);
  const { fitting, others } = parted(items);
  // An emergency waits for no room: who lacks nothing else is offered, after those who have it.
  const offered = choosing.emergency ? [...fitting, ...others.filter(lacksOnlyRoom)] : fitting;
  const left = others.filter((item) => !offered.includes(item));
  // What is chosen stays in sight, whatever its rank.
  const shown = offered.filter(({ department }, at) => all || at < FIRST.fitting || department.id === choosing.chosen);
  const told = allOthers ? left : left.slice(0, FIRST.others);
  const [nearest] = left;
  return (
    <>
      {offered.length === 0 && (
        <div className="bar" role="status">
          <p>
            <b>{words.nothingFits}</b>
          </p>
          {nearest !== undefined && (
            <p>
              {words.nearest(
                `${nearest.organisation.shortName} ${nearest.department.name}`,
                nearest.km === null ? null : Math.round(nearest.km),
                whyNot(nearest, language, wording, words.between),
              )}
            </p>
          )}
          <p>{visit === 'inpatient' ? words.nothingFitsInpatient : words.nothingFitsOutpatient}</p>
        </div>
      )}
      <div
        role="radiogroup"
        aria-label={choosing.label}
        aria-busy={choosing.busy}
        {...(choosing.faultId === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': choosing.faultId })}
      >
        {shown.map((candidate) => (
          <Choice
            key={candidate.department.id}
            candidate={candidate}
            rank={choosing.old ? null : offered.indexOf(candidate) + 1}
            choosing={choosing}
          />
        ))}
      </div>
      {left.length > 0 && (
        <section className="place-unfit" aria-labelledby="place-unfit">
          <h3 id="place-unfit">{words.notFitting(left.length)}</h3>
          <ul>
            {told.map((candidate) => (
              <Unfit key={candidate.department.id} candidate={candidate} />
            ))}
          </ul>
          {left.length > told.length && (
            <Button className="wide" onClick={() => setAllOthers(true)}>
              {words.restOf(left.length - told.length)}
            </Button>
          )}
        </section>
      )}
    </>
  );
};
