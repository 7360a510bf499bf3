/** What the forms of an acceptance choose from: the commission, houses experts come from, the own wards. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/kit/api.ts';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Choices } from '../shapes.ts';
import { screenWords } from './screen-words.ts';

export const useChoices = () =>
  useQuery({
    queryKey: ['acceptances', 'choices'],
    queryFn: ({ signal }) => api.get('/api/acceptances/choices', Choices, signal),
    staleTime: 600_000,
  });

const Choose = ({
  pick,
  options,
}: {
  readonly pick: PickProps;
  readonly options: readonly { readonly id: string; readonly name: string }[];
}): React.JSX.Element => (
  <select
    id={pick.id}
    aria-label={pick.label}
    value={pick.value ?? ''}
    aria-invalid={pick.error !== undefined}
    onChange={(event) => pick.onChange(event.target.value === '' ? null : event.target.value)}
  >
    <option value="">{useWords(screenWords).choose}</option>
    {options.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))}
  </select>
);

/** @param not the institution that is looked at: no expert is of it */
export const usePicks = (not?: string): Readonly<Record<string, (pick: PickProps) => React.ReactNode>> => {
  const kit = useWords(kitTable);
  const words = useWords(screenWords);
  const found = useChoices().data;
  return {
    to: (pick) => <Choose pick={pick} options={found?.bureaus ?? []} />,
    house: (pick) => <Choose pick={pick} options={(found?.experts ?? []).filter(({ id }) => id !== not)} />,
    department: (pick) => (
      <Choose
        pick={pick}
        options={(found?.departments ?? []).map(({ id, name, beds }) => ({
          id,
          name: kit.noted(name, words.bedsIn(beds)),
        }))}
      />
    ),
  };
};
