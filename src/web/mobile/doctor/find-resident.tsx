/** 按证件查找: anyone of the region, by a whole identity or card number; registering today's visit opens the record. */
import { Link, go } from '../paths.tsx';
import { useState } from 'react';
import { Identified } from '../../../consortium/shapes.ts';
import { Registration } from '../../desk/residents/registration.tsx';
import { words as listTable } from '../../desk/residents/words.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PersonName } from '../../kit/person.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';

type Found = Identified['items'][number];

const FoundCard = ({ found }: { readonly found: Found }): React.JSX.Element => {
  const list = useWords(listTable);
  const open = (): void => go(`/residents/${found.id}`);
  return (
    <li className="phone-card">
      <PersonName {...found} />
      <p className="note">
        {found.cardMasked ?? list.unknown} {found.village ?? found.catchment?.name ?? list.unknown}
      </p>
      {found.relations.length > 0 ? (
        <Link to={`/residents/${found.id}`} className="button primary wide">
          {list.open}
        </Link>
      ) : (
        <Registration id={found.id} title={list.registerTitle(found.name)} onDone={open} />
      )}
    </li>
  );
};

export const FindResident = (): React.JSX.Element => {
  const words = useWords(table).residents;
  const list = useWords(listTable);
  const kit = useWords(kitTable);
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly Found[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const find = async (): Promise<void> => {
    const value = text.trim();
    setFound(null);
    setFault(value === '' ? list.findNeed : null);
    if (value === '') return;
    try {
      // By POST: the number must not stand in an address or a log (law 9).
      const { items } = await api.post('/api/residents/identify', { value }, Identified);
      setFound(items);
      announce(items.length === 0 ? list.findNone : list.found);
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <PhonePage title={words.findTitle} back>
      <form
        className="phone-card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void find();
        }}
      >
        <label htmlFor="find-number">{list.findLabel}</label>
        <input
          id="find-number"
          className="phone-input"
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={text}
          aria-invalid={fault !== null}
          aria-describedby={fault === null ? 'find-hint' : 'find-fault'}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="note" id="find-hint">
          {list.findHint}
        </p>
        {fault !== null && (
          <p className="danger" id="find-fault" role="alert">
            {fault}
          </p>
        )}
        <Button kind="primary" type="submit" className="wide">
          {list.findDo}
        </Button>
      </form>
      {found !== null && found.length === 0 && (
        <p className="phone-card">
          {list.findNone} {list.findNoneWhy}
        </p>
      )}
      {found !== null && found.length > 0 && (
        <ul aria-label={list.found}>
          {found.map((one) => (
            <FoundCard key={one.id} found={one} />
          ))}
        </ul>
      )}
    </PhonePage>
  );
};
