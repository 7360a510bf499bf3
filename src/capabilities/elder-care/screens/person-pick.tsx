/** Whom an application is for: found by name among those the house has a reason to know; a name does not go into an address. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ResidentList } from '../../../consortium/shapes.ts';
import type { ResidentRow } from '../../../consortium/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { PersonName } from '../../../web/kit/person.tsx';
import { stayWords } from './stay-words.ts';

export const PersonPick = ({
  chosen,
  onChoose,
}: {
  readonly chosen: ResidentRow | null;
  readonly onChoose: (row: ResidentRow | null) => void;
}): React.JSX.Element => {
  const words = useWords(stayWords);
  const [text, setText] = useState('');
  const q = text.trim();
  const found = useQuery({
    queryKey: ['elder-care-find', q],
    enabled: q !== '',
    queryFn: async () => {
      const rows = await Promise.all(
        (['catchment', 'related'] as const).map((scope) =>
          api.post('/api/residents/search', { q, scope, count: 8 }, ResidentList),
        ),
      );
      return [...new Map(rows.flatMap(({ items }) => items).map((row) => [row.id, row])).values()];
    },
  });
  if (chosen !== null)
    return (
      <p className="person-pick">
        <PersonName name={chosen.name} gender={chosen.gender} age={chosen.age} />{' '}
        <span className="note numbers">{chosen.cardMasked}</span>{' '}
        <Button small onClick={() => onChoose(null)}>
          {words.change}
        </Button>
      </p>
    );
  return (
    <div className="person-pick">
      <label htmlFor="apply-person">{words.person}</label>
      <input
        id="apply-person"
        type="search"
        value={text}
        placeholder={words.find}
        onChange={(event) => setText(event.target.value)}
      />
      <ul>
        {(found.data ?? []).map((row) => (
          <li key={row.id}>
            <Button onClick={() => onChoose(row)}>
              <PersonName name={row.name} gender={row.gender} age={row.age} />{' '}
              <span className="note">{row.village}</span>
            </Button>
          </li>
        ))}
      </ul>
      {found.data?.length === 0 && <p className="note">{words.findNone}</p>}
    </div>
  );
};
