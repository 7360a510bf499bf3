/** Who this is, what must not be given, and what one may do here; above it the reason one may look. */
import { Link } from '@tanstack/react-router';
import { refers } from '../../../../consortium/roles.ts';
import type { RelationView } from '../../../../consortium/shapes.ts';
import { Button, Key } from '../../../../web/kit/button.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useLetterKeys } from '../../../../web/kit/keyboard.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { useServerNow } from '../../../../web/kit/server-time.ts';
import { useSession } from '../../../../web/kit/session.ts';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { CONSORTIUM_WORDS } from '../../../../consortium/words.ts';
import type { AllergyView, RecordView } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import { Fresh, Opens } from './record-card.tsx';
import { GiveCode } from './record-code.tsx';
import { useAccess } from './record-query.ts';
import { exactDay } from './record-words.ts';
import { usePrinting } from './record-printing.ts';

type Reason = { readonly kind: string; readonly untilAt: string | null };
/** Of reasons of one kind the one that lasts longest. */
const oncePerKind = (reasons: readonly Reason[]): readonly Reason[] => {
  const longest = new Map<string, Reason>();
  for (const reason of reasons) {
    const known = longest.get(reason.kind);
    const longer = known === undefined || (known.untilAt !== null && (reason.untilAt ?? '9') > known.untilAt);
    if (longer) longest.set(reason.kind, reason);
  }
  return [...longest.values()];
};

const Lock = (): React.JSX.Element => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.4"
    aria-hidden="true"
  >
    <path d="M3.500 7.500h9v6h-9zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500" />
  </svg>
);

/** The reasons as the record came with them, until those with their source are there; then also what is withheld. */
export const AccessLine = ({
  id,
  relations,
}: {
  readonly id: string;
  readonly relations: readonly RelationView[];
}): React.JSX.Element => {
  const access = useAccess(id).data;
  const words = useWords(table);
  const kit = useWords(kitTable);
  const kinds = useWords(CONSORTIUM_WORDS).relations;
  const now = useServerNow();
  return (
    <div className="rec-access">
      <Lock />
      <span>
        {words.accessBy}
        {words.colon}
        {oncePerKind(access?.reasons ?? relations).map(({ kind, untilAt }, index) => (
          <span key={`${kind}-${String(index)}`}>
            {index > 0 && words.semicolon}
            <b>{wordOf(kinds, kind)}</b>
            {untilAt !== null && ` ${words.accessUntil(momentWords(untilAt, kit, now))}`}
          </span>
        ))}
      </span>
      {access !== undefined && access.withheld > 0 && <Tag tone="warning">{words.withheld(access.withheld)}</Tag>}
      <span className="rec-traced">{words.accessTraced}</span>
    </div>
  );
};

const Kinds = ({ allergies }: { readonly allergies: AllergyView }): React.JSX.Element | null => {
  const words = useWords(table);
  const present = allergies.state === 'present';
  const told = allergies.kinds.filter(({ state }) => state !== 'present' || !present);
  // asked about everything at once needs no line for each kind
  if (told.length === 0 || (allergies.state === 'none-known' && allergies.askedOn !== null)) return null;
  if (allergies.state === 'never-asked' && told.every(({ state }) => state === 'never-asked')) return null;
  return (
    <p className="rec-kinds">
      {told.map(({ kind, state, askedOn }) => (
        <span key={kind}>
          {words.kinds[kind]}
          {words.colon}
          {state === 'never-asked' ? (
            <Tag tone="warning">{words.allergyState['never-asked']}</Tag>
          ) : (
            <>
              {words.allergyState[state]}
              {askedOn !== null && <span className="note"> {askedOn}</span>}
            </>
          )}
        </span>
      ))}
    </p>
  );
};

/** Four different things, never an empty box. */
export const AllergyBlock = ({ allergies }: { readonly allergies: AllergyView }): React.JSX.Element => {
  const words = useWords(table);
  const { state, items, askedOn } = allergies;
  const tone = state === 'present' ? 'danger' : state === 'none-known' ? 'plain' : 'warning';
  return (
    <section className={`rec-allergies ${tone}`} aria-label={words.allergies}>
      <b className="rec-allergies-title">{words.allergies}</b>
      <div>
        {state === 'present' ? (
          <ul>
            {items.map((item) => (
              <li key={item.id}>
                <Fresh on={item.fresh} />
                <Opens what={{ what: 'entry', type: item.type, id: item.id }} className="rec-allergen">
                  {item.substance}
                </Opens>{' '}
                {[item.reaction, item.criticality === null ? null : words.criticality[item.criticality]]
                  .filter((part) => part !== null)
                  .join(' ')}
                <span className="note">
                  {item.on !== null && ` ${exactDay(item.on, words)}`}
                  {item.place !== null && ` ${words.confirmedBy(item.place.name)}`}
                  {!item.verified && ` ${words.unconfirmed}`}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <p>
            <span className="strong">{words.allergyState[state]}</span>
            {askedOn !== null && <span className="note"> {words.askedOn(askedOn)}</span>}
            {state === 'never-asked' && ` ${words.allergyAskNow}`}
          </p>
        )}
        <Kinds allergies={allergies} />
      </div>
    </section>
  );
};

const Acts = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table);
  const { role } = useSession();
  const letters = useLetterKeys();
  const { print, busy, ready } = usePrinting(id);
  return (
    <div className="rec-acts">
      {role.role === 'attending-physician' && (
        <Link to="/referrals/down" search={{ resident: id }} className="button primary">
          {words.sendDown}
        </Link>
      )}
      {refers(role.role) ? (
        <Link
          to="/referrals/new"
          search={{ resident: id }}
          className="button"
          {...(letters ? { 'aria-keyshortcuts': 'N' } : {})}
        >
          {words.refer}
          {letters && <Key>N</Key>}
        </Link>
      ) : null}
      {ready === null ? (
        <Button aria-disabled={busy} onClick={() => void print()}>
          {busy ? words.printing : words.print}
        </Button>
      ) : (
        <a className="button" href={ready} target="_blank" rel="noreferrer">
          {words.printed}
        </a>
      )}
      <GiveCode id={id} />
      {!refers(role.role) && role.role !== 'attending-physician' && <span className="note">{words.referNeeds}</span>}
    </div>
  );
};

export const RecordHead = ({ view }: { readonly view: RecordView }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { resident } = view;
  return (
    <header className="rec-head">
      <div className="rec-who">
        <h1>
          {resident.name}
          <span className="rec-age">
            {kit.gender[resident.gender]}
            {resident.age !== null && ` ${kit.age(resident.age)}`}
          </span>
          {resident.deceased && <Tag>{words.deceased}</Tag>}
        </h1>
        <p className="note dotted">
          {resident.birthDate !== null && <span>{words.born(resident.birthDate)}</span>}
          {resident.cardMasked !== null && (
            <span>
              {words.card} {resident.cardMasked}
            </span>
          )}
          <Link to={`/residents/${resident.id}/identity`} className="no-print">
            {words.identity}
          </Link>
        </p>
        <p className="note dotted">
          {resident.phoneMasked !== null && <span>{resident.phoneMasked}</span>}
          {resident.village !== null && <span>{resident.village}</span>}
          {resident.village === null && resident.catchment !== null && <span>{resident.catchment.name}</span>}
        </p>
      </div>
      <AllergyBlock allergies={view.allergies} />
      <Acts id={resident.id} />
    </header>
  );
};
