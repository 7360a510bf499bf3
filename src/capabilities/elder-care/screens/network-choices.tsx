/** What is chosen of the network stands in the address: codes and days only. */
import { useState } from 'react';
import { Button } from '../../../web/kit/button.tsx';
import { DayInput } from '../../../web/kit/date-field.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { HOUSE_FILTERS, NETWORK_PROGRAMMES } from '../shapes/network.ts';
import type { CareNetwork } from '../shapes/network.ts';
import { networkWords } from '../words/network.ts';
import '../../../web/kit/form.css';

export type NetworkSearch = {
  readonly [Key in 'from' | 'until' | 'district' | 'kind' | 'programme' | 'open']?: string | undefined;
};

const Choice = ({
  label,
  value,
  options,
  all,
  onChange,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly (readonly [code: string, name: string])[];
  readonly all: string;
  readonly onChange: (value: string | undefined) => void;
}): React.JSX.Element => (
  <label className="network-choice">
    <span>{label}</span>
    <select value={value ?? ''} onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}>
      <option value="">{all}</option>
      {options.map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  </label>
);

const Days = ({
  period,
  onChange,
}: {
  readonly period: CareNetwork['period'];
  readonly onChange: (change: NetworkSearch) => void;
}): React.JSX.Element => {
  const words = useWords(networkWords);
  const [from, setFrom] = useState(period.from);
  const [until, setUntil] = useState(period.to);
  const day = (id: string, label: string, value: string, set: (value: string) => void) => (
    <span className="network-choice">
      <label htmlFor={id}>{label}</label>
      <DayInput id={id} label={label} value={value} onChange={set} readOnly={false} described={{}} />
    </span>
  );
  return (
    <form
      className="network-choices"
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ from, until });
      }}
    >
      {day('network-from', words.from, from, setFrom)}
      {day('network-until', words.until, until, setUntil)}
      <Button type="submit">{words.show}</Button>
    </form>
  );
};

export const NetworkChoices = ({
  network,
  search,
  onChange,
}: {
  readonly network: CareNetwork;
  readonly search: NetworkSearch;
  readonly onChange: (change: NetworkSearch) => void;
}): React.JSX.Element => {
  const words = useWords(networkWords);
  return (
    <div className="network-choices no-print">
      <Choice
        label={words.district}
        value={search.district}
        options={network.districts.map((name) => [name, name])}
        all={words.region}
        onChange={(district) => onChange({ district })}
      />
      <Choice
        label={words.kind}
        value={search.kind}
        options={HOUSE_FILTERS.map((kind) => [kind, words.kinds[kind]])}
        all={words.all}
        onChange={(kind) => onChange({ kind })}
      />
      <Choice
        label={words.programme}
        value={search.programme}
        options={NETWORK_PROGRAMMES.map((programme) => [programme, words.programmes[programme]])}
        all={words.all}
        onChange={(programme) => onChange({ programme })}
      />
      <Days key={`${network.period.from} ${network.period.to}`} period={network.period} onChange={onChange} />
    </div>
  );
};
