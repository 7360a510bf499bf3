/** What a hospice form chooses from: houses that take part, and the own house's beds. */
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../web/kit/api.ts';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { Beds, Houses } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { screenWords } from './screen-words.ts';

const Select = (
  props: PickProps & {
    readonly label: string;
    readonly empty: string;
    readonly options: readonly { readonly id: string; readonly name: string }[];
  },
): React.JSX.Element => (
  <select
    id={props.id}
    className="hospice-select"
    aria-label={props.label}
    value={props.value ?? ''}
    aria-invalid={props.error !== undefined}
    onChange={(event) => props.onChange(event.target.value === '' ? null : event.target.value)}
  >
    <option value="">{props.empty}</option>
    {props.options.map(({ id, name }) => (
      <option key={id} value={id}>
        {name}
      </option>
    ))}
  </select>
);

export const HousePick = (props: PickProps): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const houses = useQuery({
    queryKey: ['hospice', 'houses'],
    queryFn: ({ signal }) => api.get('/api/hospice/houses', Houses, signal),
    staleTime: 600_000,
  });
  return (
    <Select {...props} label={hospice.questions.to} empty={words.pickOrganisation} options={houses.data?.items ?? []} />
  );
};

export const BedPick = (props: PickProps): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const beds = useQuery({
    queryKey: ['hospice', 'beds'],
    queryFn: ({ signal }) => api.get('/api/hospice/beds', Beds, signal),
  });
  const free = (beds.data?.items ?? []).filter(({ taken }) => !taken);
  return (
    <Select
      {...props}
      label={hospice.questions.bed}
      empty={beds.data !== undefined && free.length === 0 ? words.noFreeBed : words.noBed}
      options={free.map(({ id, label, department }) => ({ id, name: `${department} ${label}` }))}
    />
  );
};
export const PICKS = {
  to: (props: PickProps) => <HousePick {...props} />,
  bed: (props: PickProps) => <BedPick {...props} />,
};
