/** A choice of a few, all in view: radio buttons drawn as one bar, so that the arrow keys work as everywhere. */
import { useId } from 'react';
import './segmented.css';

export type Option<Code extends string> = {
  readonly code: Code;
  readonly label: string;
  readonly tone?: 'danger' | 'warning';
};

type Props<Code extends string> = {
  readonly options: readonly Option<Code>[];
  readonly value: Code | null;
  readonly onChoose: (code: Code) => void;
  readonly labelledBy: string;
  readonly describedBy?: string | undefined;
  readonly invalid?: boolean | undefined;
  readonly name?: string;
};

export const Segmented = <Code extends string>({
  options,
  value,
  onChoose,
  labelledBy,
  describedBy,
  invalid = false,
  name,
}: Props<Code>): React.JSX.Element => {
  const id = useId();
  return (
    <div
      className={`segmented${invalid ? ' invalid' : ''}`}
      role="radiogroup"
      aria-labelledby={labelledBy}
      aria-invalid={invalid}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {options.map((option) => (
        <label key={option.code} data-tone={option.tone ?? 'primary'} data-on={value === option.code}>
          <input
            type="radio"
            name={name ?? id}
            value={option.code}
            checked={value === option.code}
            onChange={() => onChoose(option.code)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
};
