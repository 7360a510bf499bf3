/** 转到哪里: the departments ranked for this resident and urgency, the place chosen, and what it was ranked by. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { HoldActs, Place, ReferralDraft } from '../../../capabilities/referral/screens/phone.ts';
import { isHeld, placeWords, useMatchOptions } from '../../../capabilities/referral/screens/phone.ts';
import type { Candidate } from '../../../consortium/shapes.ts';
import { UnreachableError } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useLanguage, useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';
import { PlaceList } from './place-list.tsx';
import { readPlaces } from './place-read.ts';
import type { Places } from './place-read.ts';

type Visit = 'inpatient' | 'outpatient';

const placeOf = ({ department, organisation, walkIn }: Candidate, visit: Visit): Place => ({
  visit,
  walkIn,
  department: { id: department.id, name: department.name },
  organisation: { id: organisation.id, name: organisation.name },
});

/** What was chosen, and whether it is kept already. */
const Chosen = ({ draft }: { readonly draft: ReferralDraft }): React.JSX.Element | null => {
  const words = useWords(table).referral;
  const formWords = useWords(placeWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { place, hold } = draft;
  const { visit, urgency } = draft.answers;
  if (place === null || place.visit !== visit) return null;
  const where = `${place.organisation.name} ${place.department.name}`;
  const held = isHeld(hold, now) && hold.department.id === place.department.id ? hold : null;
  return (
    <p className={held === null && !place.walkIn ? 'bar primary' : 'bar good'} role="status">
      {urgency === 'emergency'
        ? words.chosenEmergency(where)
        : place.walkIn
          ? formWords.walkInNote(where)
          : held === null
            ? words.chosen(where)
            : words.held(where, held.untilAt === null ? '' : momentWords(held.untilAt, kit, now))}
    </p>
  );
};

/** Opens above the list, from a button below it: the focus goes there, and the eye with it. */
const Narrow = ({
  text,
  specialty,
  onText,
  onSpecialty,
}: {
  readonly text: string;
  readonly specialty: string;
  readonly onText: (text: string) => void;
  readonly onSpecialty: (code: string) => void;
}): React.JSX.Element => {
  const words = useWords(table).referral;
  const { needs } = useWords(placeWords);
  const language = useLanguage();
  const options = useMatchOptions();
  return (
    <>
      <label className="place-need">
        <span>{needs.specialty}</span>
        <select
          autoFocus
          className="phone-input"
          value={specialty}
          onChange={(event) => onSpecialty(event.target.value)}
        >
          <option value="">{needs.any}</option>
          {options.data?.specialties.map((one) => (
            <option key={one.code} value={one.code}>
              {one[language]}
            </option>
          ))}
        </select>
      </label>
      <input
        type="search"
        className="phone-input"
        autoComplete="off"
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    </>
  );
};

const Rules = ({ places }: { readonly places: Places }): React.JSX.Element => {
  const words = useWords(placeWords);
  const { version, verified, madeUp } = places.matchedBy;
  return (
    <p className="note">
      {words.rankedBy}
      {words.comma}
      {words.rules(version)} {!verified && <span className="warning">{words.unverified}</span>}
      {madeUp && `${words.comma}${words.madeUpDistance}`}
    </p>
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
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { role } = useSession();
  const [more, setMore] = useState(false);
  const [text, setText] = useState('');
  const [specialty, setSpecialty] = useState('');
  const { visit, urgency } = draft.answers;
  const { resident, place } = draft;
  const q = text.trim();
  const places = useQuery({
    queryKey: ['departments', 'phone', visit, id, resident, urgency, specialty, q, offline],
    queryFn: ({ signal }) => {
      const asked = { kind: visit ?? 'inpatient', subject: id, resident, urgency: urgency ?? undefined };
      const narrowed = { specialty: specialty === '' ? undefined : specialty, q: q === '' ? undefined : q };
      return readPlaces({ ...asked, ...narrowed }, signal);
    },
    enabled: visit !== null,
    // wards are not offered for a clinic visit while the clinics are still being read
    placeholderData: (before, query) => (query?.queryKey[2] === visit ? before : undefined),
  });
  if (visit === null) return <p className="note">{words.visitFirst}</p>;
  const items = places.data?.items ?? [];
  const choose = (candidate: Candidate): void => {
    if (offline) onPlace(placeOf(candidate, visit));
    else hold.choose(candidate, visit === 'outpatient' ? (candidate.slots[0] ?? null) : null);
  };
  return (
    <div className="place">
      <Chosen draft={draft} />
      {hold.said !== null && (
        <p className="bar danger" role="alert">
          {hold.said}
        </p>
      )}
      {places.data?.old === true && (
        <p className="note">{words.placesOffline(momentWords(places.data.serverTime, kit, now))}</p>
      )}
      {places.isError &&
        (places.error instanceof UnreachableError ? (
          <p className="warning">{words.placesUnknown}</p>
        ) : (
          <ErrorState what={words.place} fault={places.error} onRetry={() => void places.refetch()} />
        ))}
      {places.isPending && <Skeleton rows={3} height={96} />}
      {more && <Narrow text={text} specialty={specialty} onText={setText} onSpecialty={setSpecialty} />}
      {places.data !== undefined && items.length === 0 && (
        <p className="note">
          {words.noPlace} {words.noPlaceWhy}
        </p>
      )}
      {items.length > 0 && (
        <PlaceList
          key={visit}
          items={items}
          visit={visit}
          all={more}
          choosing={{
            label,
            chosen: place?.visit === visit ? place.department.id : null,
            above: role.above?.id,
            emergency: urgency === 'emergency',
            busy: hold.busy !== null,
            old: places.data?.old === true,
            faultId: error === undefined ? undefined : errorId,
            onChoose: choose,
          }}
        />
      )}
      {!more && items.length > 0 && (
        <Button className="wide" onClick={() => setMore(true)}>
          {words.more}
        </Button>
      )}
      {places.data?.old === false && <Rules places={places.data} />}
    </div>
  );
};
