/** A form's questions in its order. Picks are drawn by the screen, which knows where to choose from. */
import type { Form, Question } from '../../engines/forms/define.ts';
import { Button } from './button.tsx';
import { Field, FieldFrame } from './field.tsx';
import type { FieldErrors, FormWords, Values } from './form-answers.ts';
import { useWords } from './language.ts';
import { words as table } from './words.ts';

export type PickProps = {
  readonly id: string;
  /** The question, for a single control to be named by: the frame's name is a label only within a row. */
  readonly label: string;
  readonly value: string | null;
  readonly error: string | undefined;
  readonly onChange: (value: string | null) => void;
};

/** What a screen knows of the rows of a repeated question. */
export type RowParts = {
  /** Questions of the row that are not asked now. */
  readonly hides: (path: string, index: number, row: Values) => readonly string[];
  /** Said at the foot of the row. */
  readonly note: (path: string, index: number, row: Values) => React.ReactNode;
};

type Props = {
  readonly questions: Form['questions'];
  readonly words: FormWords;
  readonly values: Values;
  readonly errors: FieldErrors;
  readonly onChange: (values: Values) => void;
  /** By question code: how a `pick` is chosen. A pick without one is not asked here. */
  readonly picks?: Readonly<Record<string, (props: PickProps) => React.ReactNode>>;
  /** Question codes the screen draws elsewhere or does not ask. */
  readonly leaveOut?: readonly string[];
  readonly readOnly?: boolean;
  readonly rows?: RowParts | undefined;
  /** Before every field's id, so that two forms can stand on one page. */
  readonly prefix?: string;
};

const fieldId = (prefix: string, path: string): string => `${prefix}-${path.replaceAll('.', '-')}`;

/** Focuses the first faulty field, in the form's order. */
export const focusFirstFault = (prefix: string, errors: FieldErrors): void => {
  const first = Object.keys(errors)[0];
  if (first === undefined) return;
  const found = document.getElementById(fieldId(prefix, first));
  const control =
    found?.matches('input, textarea, button') === true ? found : found?.querySelector('input, textarea, button');
  if (control instanceof HTMLElement) control.focus();
};

const Repeat = ({
  path,
  question,
  ...props
}: Props & { readonly path: string; readonly question: Extract<Question, { kind: 'repeat' }> }) => {
  const kit = useWords(table).field;
  const prefix = props.prefix ?? 'form';
  const rows = Array.isArray(props.values[path]) ? (props.values[path] as readonly Values[]) : [];
  const put = (next: readonly Values[]): void => props.onChange({ ...props.values, [path]: next });
  const label = props.words.questions[path] ?? path;
  return (
    <FieldFrame
      id={fieldId(prefix, path)}
      label={label}
      required={question.required === true}
      group
      error={props.errors[path]}
    >
      {rows.map((row, index) => (
        <fieldset key={index} className="repeat-row">
          <legend className="note">{kit.item(index + 1)}</legend>
          {Object.entries(question.of).map(([code, inner]) => {
            const inside = `${path}.${String(index)}.${code}`;
            if (props.rows?.hides(path, index, row).includes(code) === true) return null;
            const answer = (value: unknown): void =>
              put(rows.map((each, at) => (at === index ? { ...each, [code]: value } : each)));
            const value = row[code];
            const drawn =
              inner.kind !== 'pick'
                ? undefined
                : props.picks?.[code]?.({
                    id: fieldId(prefix, inside),
                    label: props.words.questions[code] ?? code,
                    value: typeof value === 'string' ? value : null,
                    error: props.errors[inside],
                    onChange: answer,
                  });
            if (drawn !== undefined)
              return (
                <FieldFrame
                  key={code}
                  id={fieldId(prefix, inside)}
                  label={props.words.questions[code] ?? code}
                  required={inner.required === true}
                  group={false}
                  error={props.errors[inside]}
                >
                  {drawn}
                </FieldFrame>
              );
            return (
              <Field
                key={code}
                id={fieldId(prefix, inside)}
                question={inner}
                label={props.words.questions[code] ?? code}
                value={value}
                error={props.errors[inside]}
                words={props.words}
                readOnly={props.readOnly === true}
                onChange={answer}
              />
            );
          })}
          {props.rows?.note(path, index, row)}
          {props.readOnly !== true && (
            <Button small onClick={() => put(rows.filter((_, at) => at !== index))}>
              {kit.remove(index + 1)}
            </Button>
          )}
        </fieldset>
      ))}
      {props.readOnly !== true && (question.max === undefined || rows.length < question.max) && (
        <Button small id={fieldId(prefix, path)} onClick={() => put([...rows, {}])}>
          {kit.add}
        </Button>
      )}
    </FieldFrame>
  );
};

export const FormFields = (props: Props): React.JSX.Element => {
  const { questions, words, values, errors, onChange, picks = {}, leaveOut = [], prefix = 'form' } = props;
  return (
    <div className="form-fields">
      {Object.entries(questions).map(([code, question]) => {
        if (leaveOut.includes(code)) return null;
        const id = fieldId(prefix, code);
        const label = words.questions[code] ?? code;
        if (question.kind === 'repeat') return <Repeat key={code} {...props} path={code} question={question} />;
        if (question.kind === 'pick') {
          const value = values[code];
          const drawn = picks[code]?.({
            id,
            label,
            value: typeof value === 'string' ? value : null,
            error: errors[code],
            onChange: (next) => onChange({ ...values, [code]: next }),
          });
          return drawn === undefined ? null : (
            <FieldFrame
              key={code}
              id={id}
              label={label}
              required={question.required === true}
              group
              error={errors[code]}
            >
              {drawn}
            </FieldFrame>
          );
        }
        return (
          <Field
            key={code}
            id={id}
            question={question}
            label={label}
            value={values[code]}
            error={errors[code]}
            words={words}
            readOnly={props.readOnly === true}
            onChange={(value) => onChange({ ...values, [code]: value })}
          />
        );
      })}
    </div>
  );
};
