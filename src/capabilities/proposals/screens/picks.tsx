/** Lists to choose from: units that may handle proposals, and proposals to merge into or to go on from. */
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { useChoices, useProposals } from './queries.ts';
import { screenWords } from './screen-words.ts';

const Select = ({
  pick,
  options,
}: {
  readonly pick: PickProps;
  readonly options: readonly { readonly id: string; readonly name: string }[];
}) => {
  const screen = useWords(screenWords);
  return (
    <select
      id={pick.id}
      aria-label={pick.label}
      value={pick.value ?? ''}
      aria-invalid={pick.error !== undefined}
      onChange={(event) => pick.onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{screen.choose}</option>
      {options.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
};

const UnitPick = ({ pick }: { readonly pick: PickProps }) => (
  <Select pick={pick} options={useChoices().data?.units ?? []} />
);

const FigurePick = ({ pick }: { readonly pick: PickProps }) => (
  <Select
    pick={pick}
    options={(useChoices().data?.figures ?? []).map(({ code, name, unit }) => ({
      id: code,
      name: `${name}（${unit}）`,
    }))}
  />
);

const OtherPick = ({
  pick,
  of,
}: {
  readonly pick: PickProps;
  readonly of: { readonly id: string; readonly body: string; readonly year: number } | undefined;
}) => {
  const screen = useWords(screenWords);
  // merged into an open one of the same body and year; gone on from any that is there already
  const open = useProposals(of === undefined ? { tab: 'open' } : { tab: 'open', year: of.year });
  const closed = useProposals({ tab: 'closed' });
  const options = [...(open.data?.items ?? []), ...(of === undefined ? (closed.data?.items ?? []) : [])]
    .filter(({ id, body }) => of === undefined || (id !== of.id && body === of.body))
    .map(({ id, year, number, title }) => ({ id, name: `${screen.numberOf(year, number)} ${title}` }));
  return <Select pick={pick} options={options} />;
};

export const usePicks = (
  of: { readonly id: string; readonly body: string; readonly year: number } | undefined,
): Readonly<Record<string, (pick: PickProps) => React.ReactNode>> => {
  const unit = (pick: PickProps) => <UnitPick pick={pick} />;
  return {
    lead: unit,
    suggested: unit,
    organisation: unit,
    figure: (pick) => <FigurePick pick={pick} />,
    into: (pick) => <OtherPick pick={pick} of={of} />,
    follows: (pick) => <OtherPick pick={pick} of={undefined} />,
  };
};
