/** 转到哪里: one's own township hospital first, with what is free said; others behind one button and a search. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { HoldActs, Place, ReferralDraft } from '../../../capabilities/referral/screens/phone.ts';
import { placeWords, isHeld } from '../../../capabilities/referral/screens/phone.ts';
import { Candidates } from '../../../consortium/shapes.ts';
import type { Candidate } from '../../../consortium/shapes.ts';
import { UnreachableError, api, queryString } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { readLocal, writeLocal } from '../../kit/local.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { ErrorState } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';

type Visit = 'inpatient' | 'outpatient';
type Read = { readonly items: readonly Candidate[]; readonly at: string; readonly old: boolean };

/** Places and what is free there, no residents: what was read last serves where there is no line. */
const KEPT = 'kanglian.places.';
const FIRST = 4;

const read = async (kind: Visit, subject: string, q: string, signal: AbortSignal): Promise<Read> => {
  const query = queryString({ kind, subject, count: 100, ...(q === '' ? {} : { q }) });
  try {
    const { items, serverTime } = await api.get(`/api/departments${query}`, Candidates, signal);
    if (q === '') writeLocal(`${KEPT}${kind}`, JSON.stringify({ items, serverTime }));
    return { items, at: serverTime, old: false };
  } catch (fault) {
    const kept = fault instanceof UnreachableError ? readLocal(`${KEPT}${kind}`) : null;
    if (kept === null) throw fault;
    const { items, serverTime } = z.parse(Candidates, JSON.parse(kept));
    const named = items.filter(({ department, organisation }) => `${department.name}${organisation.name}`.includes(q));
    return { items: named, at: serverTime, old: true };
  }
};

const placeOf = ({ department, organisation, walkIn }: Candidate, visit: Visit): Place => ({
  visit,
  walkIn,
  department: { id: department.id, name: department.name },
  organisation: { id: organisation.id, name: organisation.name },
});

const Choice = ({
  candidate,
  own,
  chosen,
  choosable,
  onChoose,
}: {
  readonly candidate: Candidate;
  readonly own: boolean;
  readonly chosen: boolean;
  readonly choosable: boolean;
  readonly onChoose: () => void;
}) => {
  const words = useWords(table).referral;
  const formWords = useWords(placeWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { department, organisation, quota, slots, fits } = candidate;
  const [slot] = slots;
  const free = candidate.walkIn
    ? formWords.walkIn
    : !fits
      ? words.full
      : quota !== null
        ? words.placeNote(quota.free, quota.places)
        : slot === undefined
          ? ''
          : words.slot(momentWords(slot.startsAt, kit, now));
  return (
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      aria-disabled={!choosable}
      className="place-choice"
      data-department={department.id}
      onClick={() => {
        if (choosable) onChoose();
      }}
    >
      <span className="place-choice-name">
        <b>{organisation.shortName}</b> {own && <Tag tone="primary">{words.own}</Tag>}
      </span>
      <span>{department.name}</span>
      <span className={fits ? 'note' : 'warning'}>{free}</span>
    </button>
  );
};

export const PlacePick = ({
  id,
  draft,
  hold,
  offline,
  label,
  error,
  errorId,
  onPlace,
}: {
  readonly id: string;
  readonly draft: ReferralDraft;
  readonly hold: HoldActs;
  readonly offline: boolean;
  readonly label: string;
  readonly error: string | undefined;
  readonly errorId: string;
  /** Without a line: chosen now, held when it is sent. */
  readonly onPlace: (place: Place) => void;
}): React.JSX.Element => {
  const words = useWords(table).referral;
  const formWords = useWords(placeWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { role } = useSession();
  const [more, setMore] = useState(false);
  const [text, setText] = useState('');
  const { visit, urgency } = draft.answers;
  const q = text.trim();
  const places = useQuery({
    queryKey: ['departments', 'phone', visit, id, q, offline],
    queryFn: ({ signal }) => read(visit ?? 'inpatient', id, q, signal),
    enabled: visit !== null,
    placeholderData: (before) => before,
  });
  if (visit === null) return <p className="note">{words.visitFirst}</p>;
  const above = role.above?.id;
  const isOwn = (candidate: Candidate): boolean => candidate.organisation.id === above;
  const items = [...(places.data?.items ?? [])].sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)));
  const shown = more ? items : items.slice(0, Math.max(FIRST, items.filter(isOwn).length));
  const { place } = draft;
  const where = place === null ? '' : `${place.organisation.name} ${place.department.name}`;
  const held = isHeld(draft.hold, now) && draft.hold.department.id === place?.department.id ? draft.hold : null;
  return (
    <div className="place">
      {place !== null && place.visit === visit && (
        <p className={held === null && !place.walkIn ? 'bar primary' : 'bar good'} role="status">
          {urgency === 'emergency'
            ? words.chosenEmergency(where)
            : place.walkIn
              ? formWords.walkInNote(where)
              : held === null
                ? words.chosen(where)
                : words.held(where, held.untilAt === null ? '' : momentWords(held.untilAt, kit, now))}
        </p>
      )}
      {hold.said !== null && (
        <p className="bar danger" role="alert">
          {hold.said}
        </p>
      )}
      {places.data?.old === true && (
        <p className="note">{words.placesOffline(momentWords(places.data.at, kit, now))}</p>
      )}
      {places.isError &&
        (places.error instanceof UnreachableError ? (
          <p className="warning">{words.placesUnknown}</p>
        ) : (
          <ErrorState what={words.place} fault={places.error} onRetry={() => void places.refetch()} />
        ))}
      {more && (
        <input
          type="search"
          className="phone-input"
          autoComplete="off"
          aria-label={words.search}
          placeholder={words.search}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <div
        role="radiogroup"
        aria-label={label}
        aria-busy={hold.busy !== null}
        {...(error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': errorId })}
      >
        {shown.map((candidate) => (
          <Choice
            key={candidate.department.id}
            candidate={candidate}
            own={isOwn(candidate)}
            chosen={candidate.department.id === place?.department.id}
            choosable={candidate.fits || urgency === 'emergency' || candidate.heldHere}
            onChoose={() => {
              if (offline) onPlace(placeOf(candidate, visit));
              else hold.choose(candidate, visit === 'outpatient' ? (candidate.slots[0] ?? null) : null);
            }}
          />
        ))}
      </div>
      {places.data !== undefined && items.length === 0 && (
        <p className="note">
          {words.noPlace} {words.noPlaceWhy}
        </p>
      )}
      {shown.some(({ fits }) => !fits) && urgency !== 'emergency' && <p className="note">{words.notFree}</p>}
      {!more && items.length > shown.length && (
        <Button className="wide" onClick={() => setMore(true)}>
          {words.more}
        </Button>
      )}
    </div>
  );
};
