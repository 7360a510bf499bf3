/** 查找居民: anyone in the region, but only by a full identity number or a card, never by name. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { refers } from '../../../consortium/roles.ts';
import { Identified } from '../../../consortium/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, timeOf } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { useSession } from '../../kit/session.ts';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useAsked } from './address-state.ts';
import { Registration } from './registration.tsx';
import { summaryWords } from './summary-words.ts';
import { words as table } from './words.ts';
import './residents.css';

type Found = Identified['items'][number];

const FoundRow = ({ found }: { readonly found: Found }): React.JSX.Element => {
  const words = useWords(table);
  const summary = useWords(summaryWords);
  const navigate = useNavigate();
  const { role } = useSession();
  const open = (): void => void navigate({ to: '/residents/$id', params: { id: found.id } });
  const reads = role.role !== 'registrar';
  const [registered, setRegistered] = useState(false);
  const related = found.relations.length > 0;
  const until = (at: string | null): string =>
    at === null ? '' : ` ${summary.accessUntil(`${dayOf(new Date(at))} ${timeOf(new Date(at))}`)}`;
  return (
    <li className="card found">
      <div className="found-who">
        <b className="found-name">{found.name}</b>
        <span>
          {words.genders[found.gender]}
          {found.age !== null && ` ${words.age(found.age)}`}
        </span>
        <span>{found.birthDate ?? words.unknown}</span>
        <span>{found.cardMasked ?? words.unknown}</span>
        <span>{found.village ?? found.catchment?.name ?? words.unknown}</span>
      </div>
      <p className="note">
        {words.relation}
        {'：'}
        {related
          ? found.relations.map((one) => `${summary.relations[one.kind]}${until(one.untilAt)}`).join('；')
          : words.relationNone}
      </p>
      {registered && (
        <p className="good strong" role="status">
          {words.registeredOpen}
        </p>
      )}
      {registered ? null : related && reads ? (
        <p className="residents-acts">
          <Link to="/residents/$id" params={{ id: found.id }} className="button primary">
            {words.open}
          </Link>
          {refers(role.role) && (
            <Link to="/referrals/new" search={{ resident: found.id }} className="button">
              {words.refer}
            </Link>
          )}
        </p>
      ) : (
        <Registration
          id={found.id}
          title={words.registerTitle(found.name)}
          onDone={reads ? open : () => setRegistered(true)}
        />
      )}
    </li>
  );
};

export const ResidentSearch = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const asked = useAsked();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(asked?.q ?? '');
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [finding, setFinding] = useState(false);
  const find = async (typed: string): Promise<void> => {
    const value = typed.trim();
    setFound(null);
    if (value === '') {
      setFault(words.findNeed);
      field.current?.focus();
      return;
    }
    setFault(null);
    setFinding(true);
    try {
      // By POST: the number must not stand in an address or a log (law 9).
      const { items } = await api.post('/api/residents/identify', { value }, Identified);
      setFound(items);
      announce(items.length === 0 ? words.findNone : words.found);
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    } finally {
      setFinding(false);
    }
  };
  const at = asked?.at;
  useEffect(() => {
    if (asked === null) return;
    setText(asked.q);
    void find(asked.q);
    // Once per search from above the page.
  }, [at]);
  return (
    <div className="residents">
      <PageHead title={words.find} note={words.findWhy}>
        <Link to="/residents" className="button">
          {words.back}
        </Link>
      </PageHead>
      <form
        className="card find"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void find(text);
        }}
      >
        <label htmlFor="find-number">{words.findLabel}</label>
        <div className="find-row">
          <input
            id="find-number"
            ref={field}
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={text}
            aria-invalid={fault !== null}
            aria-describedby={fault === null ? 'find-hint' : 'find-fault'}
            onChange={(event) => setText(event.target.value)}
          />
          <Button kind="primary" type="submit" aria-disabled={finding}>
            {finding ? words.finding : words.findDo}
          </Button>
        </div>
        <p className="note" id="find-hint">
          {words.findHint}
        </p>
        {fault !== null && (
          <p className="danger" id="find-fault" role="alert">
            {fault}
          </p>
        )}
      </form>
      {found !== null && found.length === 0 && (
        <section className="card found">
          <p className="strong">{words.findNone}</p>
          <p className="note">{words.findNoneWhy}</p>
          <p className="residents-acts">
            <Link to="/residents/new" state={{ q: text.trim(), at: Date.now() } as never} className="button">
              {words.newResident}
            </Link>
          </p>
        </section>
      )}
      {found !== null && found.length > 1 && <p className="bar">{words.findSeveral(found.length)}</p>}
      {found !== null && found.length > 0 && (
        <ul className="founds" aria-label={words.found}>
          {found.map((one) => (
            <FoundRow key={one.id} found={one} />
          ))}
        </ul>
      )}
    </div>
  );
};
