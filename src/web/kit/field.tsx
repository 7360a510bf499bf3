/** One question as a field: its label, its control, its fault beneath. */
import type { Question } from '../../engines/forms/define.ts';
import type { FormWords } from './form-answers.ts';
import { DayInput, InstantInput } from './date-field.tsx';
import { useLanguage, useWords } from './language.ts';
import { words as table } from './words.ts';
import './form.css';

export type FieldProps = {
  /** Unique on the page; the fault's element carries `${id}-fault`. */
  readonly id: string;
  readonly question: Question;
  readonly label: string;
  readonly value: unknown;
  readonly error: string | undefined;
  readonly words: FormWords;
  readonly onChange: (value: unknown) => void;
  readonly readOnly?: boolean;
};

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const described = (id: string, error: string | undefined) =>
  error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` };

const Options = ({ id, question, label, value, words, error, onChange, readOnly }: FieldProps) => {
  const among = question.kind === 'choice' || question.kind === 'choices' ? question.among : ['yes', 'no'];
  const kit = useWords(table).field;
  const many = question.kind === 'choices';
  const chosen = many && Array.isArray(value) ? (value as readonly unknown[]) : [];
  const isOn = (option: string): boolean =>
    many ? chosen.includes(option) : question.kind === 'yes-no' ? value === (option === 'yes') : value === option;
  const choose = (option: string, on: boolean): void => {
    if (!many) onChange(question.kind === 'yes-no' ? option === 'yes' : option);
    else onChange(among.filter((each) => (each === option ? on : chosen.includes(each))));
  };
  return (
    <fieldset className={many ? 'options many' : 'options'} {...described(id, error)} id={id} disabled={readOnly}>
      <legend className="unseen">{label}</legend>
      {among.map((option) => (
        <label key={option} className="option">
          <input
            type={many ? 'checkbox' : 'radio'}
            name={id}
            value={option}
            checked={isOn(option)}
            onChange={(event) => choose(option, event.target.checked)}
          />
          <span>
            {question.kind === 'yes-no' ? (option === 'yes' ? kit.yes : kit.no) : (words.answers[option] ?? option)}
          </span>
        </label>
      ))}
    </fieldset>
  );
};

const Control = (props: FieldProps): React.JSX.Element => {
  const { id, question, label, value, error, onChange, readOnly } = props;
  const language = useLanguage();
  const { yuan } = useWords(table).field;
  const plain = { id, readOnly, ...described(id, error), 'aria-required': question.required === true };
  switch (question.kind) {
    case 'text':
      return question.lines === undefined ? (
        <input {...plain} type="text" value={asText(value)} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <textarea
          {...plain}
          rows={question.lines}
          value={asText(value)}
          lang={language === 'zh' ? 'zh-CN' : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'choice':
    case 'choices':
      return <Options {...props} />;
    case 'yes-no':
      return <Options {...props} />;
    case 'date':
    case 'instant': {
      const Input = question.kind === 'date' ? DayInput : InstantInput;
      return (
        <Input
          id={id}
          label={label}
          value={asText(value)}
          readOnly={readOnly === true}
          described={described(id, error)}
          onChange={onChange}
        />
      );
    }
    case 'whole':
    case 'quantity':
      return (
        <span className="field-number">
          <input
            {...plain}
            type="text"
            inputMode={question.kind === 'whole' ? 'numeric' : 'decimal'}
            value={asText(value)}
            onChange={(event) => onChange(event.target.value)}
          />
          {question.kind === 'quantity' && (
            <span className="unit">{question.unit === 'CNY' ? yuan : question.unit}</span>
          )}
        </span>
      );
    case 'pick':
    case 'repeat':
      // Drawn by the form (form-fields.tsx): a pick needs its own list, a repeat its own rows.
      return <span aria-label={label}>{asText(value)}</span>;
  }
};

/** A caller's own control (a department list, say) takes the same frame. */
export const FieldFrame = ({
  id,
  label,
  required,
  group,
  error,
  children,
}: {
  readonly id: string;
  readonly label: string;
  readonly required: boolean;
  /** Several controls under one name: the name is no `<label>` then. */
  readonly group: boolean;
  readonly error: string | undefined;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const kit = useWords(table).field;
  const name = (
    <>
      {required && (
        <>
          <span className="field-required" aria-hidden="true">
            *
          </span>
          {/* A single control says it by aria-required. */}
          {group && <span className="unseen">{kit.required} </span>}
        </>
      )}
      {label}
    </>
  );
  return (
    <div className={`field ${error === undefined ? '' : 'faulty'}`} data-question={id}>
      {group ? (
        <span className="field-label">{name}</span>
      ) : (
        <label className="field-label" htmlFor={id}>
          {name}
        </label>
      )}
      <div className="field-control">
        {children}
        {error !== undefined && (
          <p className="field-fault" id={`${id}-fault`}>
            {error}
          </p>
        )}
      </div>
    </div>
  );
};

export const Field = (props: FieldProps): React.JSX.Element => (
  <FieldFrame
    id={props.id}
    label={props.label}
    required={props.question.required === true}
    group={['choice', 'choices', 'yes-no', 'instant', 'repeat', 'pick'].includes(props.question.kind)}
    error={props.error}
  >
    <Control {...props} />
  </FieldFrame>
);
