/** The mother of a newborn, found by a whole number as anybody is. */
import { useState } from 'react';
import { Identified } from '../../../consortium/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { FieldFrame } from '../../kit/field.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { registeringWords } from './registering-words.ts';

export type Mother = { readonly id: string; readonly name: string };

export const MotherPick = ({
  mother,
  error,
  onChange,
}: {
  readonly mother: Mother | null;
  readonly error: string | undefined;
  readonly onChange: (mother: Mother | null) => void;
}): React.JSX.Element => {
  const words = useWords(registeringWords);
  const kit = useWords(kitTable);
  const [number, setNumber] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const find = async (): Promise<void> => {
    setFault(undefined);
    if (number.trim() === '') return;
    try {
      // by POST: the number must not stand in an address or a log (law 9)
      const { items } = await api.post('/api/residents/identify', { value: number.trim() }, Identified);
      const found = items.find(({ gender }) => gender !== 'male');
      if (found === undefined) setFault(words.motherNone);
      else {
        announce(found.name);
        onChange({ id: found.id, name: found.name });
      }
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <FieldFrame id="new-mother" label={words.mother} required={false} group={mother !== null} error={fault ?? error}>
      {mother === null ? (
        <span className="new-mother">
          <input
            id="new-mother"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={number}
            placeholder={words.motherNumber}
            aria-invalid={(fault ?? error) !== undefined}
            aria-describedby={(fault ?? error) === undefined ? undefined : 'new-mother-fault'}
            onChange={(event) => setNumber(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              void find();
            }}
          />
          <Button onClick={() => void find()}>{words.motherFind}</Button>
        </span>
      ) : (
        <span className="new-mother">
          <b>{mother.name}</b>
          <Button kind="link" onClick={() => onChange(null)}>
            {words.motherChange}
          </Button>
        </span>
      )}
    </FieldFrame>
  );
};
