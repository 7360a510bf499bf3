/** Entering one shift. */
import { useState } from 'react';
import type { Roster } from '../../../consortium/duty/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { InstantInput } from '../../kit/date-field.tsx';
import { FieldFrame } from '../../kit/field.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import type { Asked } from './duty-query.ts';
import { useRosterChange } from './duty-query.ts';
import { words as table } from './words.ts';

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/;

export const DutyForm = ({ roster, asked }: { readonly roster: Roster; readonly asked: Asked }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { add } = useRosterChange();
  const [person, setPerson] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [tried, setTried] = useState(false);
  const people = roster.people.filter(
    ({ department }) => asked.department === undefined || department === null || department === asked.department,
  );
  const noPerson = tried && person === '' ? words.choosePerson : undefined;
  const noTimes = tried && !(INSTANT.test(from) && INSTANT.test(until)) ? words.writeTimes : undefined;
  const save = (): void => {
    setTried(true);
    if (person === '' || !INSTANT.test(from) || !INSTANT.test(until)) return;
    add.mutate(
      { role: asked.role, department: asked.department ?? null, person, fromAt: from, untilAt: until },
      {
        onSuccess: () => {
          // the next shift begins where this one ends
          setTried(false);
          setPerson('');
          setFrom(until);
          setUntil('');
          announce(words.saved);
        },
      },
    );
  };
  if (people.length === 0) return <p className="note">{words.nobodyHolds}</p>;
  return (
    <form
      className="card duty-form no-print"
      aria-label={words.add}
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>{words.add}</h2>
      <FieldFrame id="duty-person" label={words.person} required group={false} error={noPerson}>
        <select
          id="duty-person"
          value={person}
          aria-required
          {...(noPerson === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'duty-person-fault' })}
          onChange={(event) => setPerson(event.target.value)}
        >
          <option value="">{words.choosePerson}</option>
          {people.map(({ role, name }) => (
            <option key={role} value={role}>
              {name}
            </option>
          ))}
        </select>
      </FieldFrame>
      {(['from', 'until'] as const).map((end) => (
        <FieldFrame
          key={end}
          id={`duty-${end}`}
          label={words[end]}
          required
          group
          error={end === 'until' ? noTimes : undefined}
        >
          <InstantInput
            id={`duty-${end}`}
            label={words[end]}
            value={end === 'from' ? from : until}
            readOnly={false}
            described={noTimes === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': 'duty-until-fault' }}
            onChange={end === 'from' ? setFrom : setUntil}
          />
        </FieldFrame>
      ))}
      {add.isError && (
        <p className="danger" role="alert">
          {faultSentence(add.error, kit)}
        </p>
      )}
      <div className="duty-save">
        <Button kind="primary" type="submit" disabled={add.isPending}>
          {words.save}
        </Button>
      </div>
    </form>
  );
};
