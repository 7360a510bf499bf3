/** Scope, direction and period of the screen: what is chosen stands in the address. */
import { useState } from 'react';
import type { FigureView } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf } from '../../kit/civil.ts';
import { DayInput } from '../../kit/date-field.tsx';
import { useWords } from '../../kit/language.ts';
import { serverNow } from '../../kit/server-time.ts';
import { tidyDay } from '../../kit/typed-time.ts';
import { PERIODS } from './periods.ts';
import type { Period, PeriodName } from './periods.ts';
import { words as table } from './words.ts';
import '../../kit/form.css';

type Change = Readonly<Record<string, string | undefined>>;

const Choice = ({
  label,
  value,
  options,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [string, string])[];
  readonly onChoose: (value: string) => void;
}): React.JSX.Element => (
  <label className="cockpit-choice">
    <span>{label}</span>
    <select value={value} onChange={(event) => onChoose(event.target.value)}>
      {options.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

const CustomDays = ({ period, onChange }: { readonly period: Period; readonly onChange: (change: Change) => void }) => {
  const words = useWords(table);
  const [from, setFrom] = useState(period.from);
  const [until, setUntil] = useState(period.until);
  return (
    <form
      className="cockpit-days"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ period: 'custom', from, until });
      }}
    >
      <DayInput id="cockpit-from" label={words.from} value={from} onChange={setFrom} readOnly={false} described={{}} />
      <span aria-hidden="true">–</span>
      <DayInput
        id="cockpit-until"
        label={words.until}
        value={until}
        onChange={setUntil}
        readOnly={false}
        described={{}}
      />
      <button type="submit" className="button">
        {words.apply}
      </button>
    </form>
  );
};

/** The day at whose end the figures are to stand; today, or nothing written, is now. */
export const AsOfChoice = ({
  asOf,
  onChange,
}: {
  readonly asOf: string | undefined;
  readonly onChange: (change: Change) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const [day, setDay] = useState(asOf ?? '');
  return (
    <form
      className="cockpit-days no-print"
      onSubmit={(event) => {
        event.preventDefault();
        const today = dayOf(serverNow());
        const tidy = tidyDay(day, today);
        onChange({ asOf: tidy === '' || tidy === today ? undefined : tidy });
      }}
    >
      <label htmlFor="cockpit-as-of">{words.asOf}</label>
      <DayInput
        id="cockpit-as-of"
        label={words.asOfDay}
        value={day}
        onChange={setDay}
        readOnly={false}
        described={{}}
      />
      <button type="submit" className="button">
        {words.lookBack}
      </button>
    </form>
  );
};

export const Choices = ({
  view,
  region,
  period,
  name,
  onChange,
}: {
  readonly view: FigureView | undefined;
  readonly region: string;
  readonly period: Period;
  readonly name: PeriodName;
  /** Undefined takes a value out of the address. */
  readonly onChange: (change: Change) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const scope = view?.scope;
  const scopes: readonly (readonly [string, string])[] =
    view === undefined || view.scopes.length === 0
      ? []
      : [
          ['region', words.wholeRegion(region)],
          ...view.scopes.map(({ id, name: called }) => [id, called] as const),
          // an organisation that was opened from its consortium
          ...(scope !== undefined && scope.id !== null && !view.scopes.some(({ id }) => id === scope.id)
            ? [[scope.id, scope.id === 'none' ? words.unaffiliated : scope.name] as const]
            : []),
        ];
  return (
    <div className="cockpit-choices no-print">
      {scopes.length > 0 && (
        <Choice
          label={words.scope}
          value={scope?.id ?? 'region'}
          options={scopes}
          onChoose={(value) => onChange({ scope: value === 'region' ? undefined : value, side: undefined })}
        />
      )}
      {scope?.kind === 'organisation' && (
        <Choice
          label={words.side}
          value={scope.side}
          options={[
            ['sent', words.sides.sent],
            ['received', words.sides.received],
          ]}
          onChoose={(side) => onChange({ side })}
        />
      )}
      <Choice
        label={words.period}
        value={name}
        options={PERIODS.map((one) => [one, words.periods[one]] as const)}
        onChoose={(value) =>
          onChange(
            value === 'custom'
              ? { period: value, from: period.from, until: period.until }
              : { period: value === 'year' ? undefined : value, from: undefined, until: undefined },
          )
        }
      />
      {name === 'custom' && <CustomDays key={`${period.from} ${period.until}`} period={period} onChange={onChange} />}
      {scope !== undefined && scope.kind !== 'region' && view !== undefined && view.scopes.length > 0 && (
        <Button kind="link" onClick={() => onChange({ scope: undefined, side: undefined })}>
          {words.back}
        </Button>
      )}
    </div>
  );
};
