/** One line of the form of a new resident. */
import { FieldFrame } from '../../kit/field.tsx';

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly required?: boolean;
  readonly type?: 'text' | 'date' | 'tel';
  readonly value: string;
  readonly error: string | undefined;
  readonly note?: string | undefined;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
};

export const TextField = (props: FieldProps): React.JSX.Element => {
  const id = `new-${props.name}`;
  return (
    <FieldFrame id={id} label={props.label} required={props.required === true} group={false} error={props.error}>
      <input
        id={id}
        type={props.type === 'date' ? 'date' : 'text'}
        inputMode={props.type === 'tel' ? 'tel' : undefined}
        autoComplete="off"
        spellCheck={false}
        value={props.value}
        readOnly={props.readOnly === true}
        placeholder={props.placeholder}
        aria-required={props.required === true}
        aria-invalid={props.error !== undefined}
        aria-describedby={
          props.error === undefined ? (props.note === undefined ? undefined : `${id}-note`) : `${id}-fault`
        }
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
      {props.note !== undefined && (
        <p className="note" id={`${id}-note`}>
          {props.note}
        </p>
      )}
    </FieldFrame>
  );
};

/** A choice of some, as a list that opens. */
export const SelectField = ({
  name,
  label,
  value,
  error,
  options,
  note,
  onChange,
}: {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly note?: string | undefined;
  readonly options: readonly { readonly code: string; readonly label: string }[];
  readonly onChange: (code: string) => void;
}): React.JSX.Element => {
  const id = `new-${name}`;
  return (
    <FieldFrame id={id} label={label} required={false} group={false} error={error}>
      <select
        id={id}
        value={value}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : `${id}-fault`}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.code} value={option.code}>
            {option.label}
          </option>
        ))}
      </select>
      {note !== undefined && <p className="note">{note}</p>}
    </FieldFrame>
  );
};
