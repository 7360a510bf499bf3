/** One line of the form: a label, what is answered, where it came from, and the error at the field itself. */
import { useWords } from '../../../web/kit/language.ts';
import { words as table } from './new-referral-words.ts';

type LineProps = {
  readonly id: string;
  readonly label: string;
  readonly required?: boolean;
  readonly error?: string | undefined;
  readonly note?: React.ReactNode;
  readonly children: React.ReactNode;
  /** A group of radio buttons is named by its label, an input is labelled by it. */
  readonly group?: boolean;
};

export const FormLine = ({ id, label, required, error, note, children, group }: LineProps): React.JSX.Element => {
  const star = required === true && (
    <span className="nr-star" aria-hidden="true">
      *
    </span>
  );
  return (
    <div className="nr-line">
      {group === true ? (
        <span className="nr-label" id={`${id}-label`}>
          {star}
          {label}
        </span>
      ) : (
        <label className="nr-label" id={`${id}-label`} htmlFor={id}>
          {star}
          {label}
        </label>
      )}
      <div className="nr-answer">
        {children}
        {error !== undefined && (
          <p className="nr-error" id={`${id}-error`}>
            {error}
          </p>
        )}
        {note !== undefined && (
          <p className="nr-hint" id={`${id}-note`}>
            {note}
          </p>
        )}
      </div>
    </div>
  );
};

type TextProps = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly lines?: number;
  readonly required?: boolean;
  readonly fromRecord?: boolean;
  readonly error?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly type?: 'text' | 'tel';
};

export const TextLine = (props: TextProps): React.JSX.Element => {
  const { id, label, value, onChange, lines = 1, required = false, fromRecord = false, error, placeholder } = props;
  const words = useWords(table);
  const described = [error === undefined ? '' : `${id}-error`, fromRecord ? `${id}-source` : ''].join(' ').trim();
  const shared = {
    id,
    value,
    'aria-required': required,
    'aria-invalid': error !== undefined,
    ...(described === '' ? {} : { 'aria-describedby': described }),
    ...(placeholder === undefined ? {} : { placeholder }),
    className: error === undefined ? 'nr-input' : 'nr-input invalid',
  };
  return (
    <FormLine id={id} label={label} required={required} error={error}>
      <span className={fromRecord ? 'nr-box filled' : 'nr-box'}>
        {lines > 1 ? (
          <textarea {...shared} rows={lines} onChange={(event) => onChange(event.target.value)} />
        ) : (
          <input
            {...shared}
            type={props.type ?? 'text'}
            autoComplete="off"
            onChange={(event) => onChange(event.target.value)}
          />
        )}
        {fromRecord && (
          <span className="nr-source" id={`${id}-source`}>
            {words.fromRecord}
          </span>
        )}
      </span>
    </FormLine>
  );
};
