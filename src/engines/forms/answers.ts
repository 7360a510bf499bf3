/** Checks the answers of a form: the server trusts nothing else, the screen uses it to show errors at their fields. */
import type { Form, Question } from './define.ts';

/** `question` is a path such as `tasks.0.due`; `code` names the sentence. */
export type AnswerError = {
  readonly question: string;
  readonly code:
    | 'missing'
    | 'unknown-question'
    | 'wrong-kind'
    | 'not-among'
    | 'too-long'
    | 'too-many'
    | 'too-small'
    | 'too-large'
    | 'impossible-date'
    | 'in-the-past'
    | 'in-the-future';
  readonly values?: Readonly<Record<string, string | number>>;
};

export type CheckedAnswers =
  | { readonly ok: true; readonly answers: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly errors: readonly AnswerError[] };

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/;
const ID = /^[A-Za-z0-9\-.]{1,64}$/;
// control characters other than tab and line breaks cannot be printed or stored as text
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;

/** A day that exists: 30 February does not. */
export const isDay = (text: string): boolean => {
  const parts = DAY.exec(text);
  if (parts === null) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
};
export const isInstant = (text: string): boolean =>
  INSTANT.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(new Date(text).getTime());

type Outcome = { readonly value?: unknown; readonly errors: readonly AnswerError[] };
const wrong = (question: string, code: AnswerError['code'], values?: AnswerError['values']): Outcome => ({
  errors: [values === undefined ? { question, code } : { question, code, values }],
});
const right = (value: unknown): Outcome => ({ value, errors: [] });

const checkText = (path: string, max: number, given: unknown): Outcome => {
  if (typeof given !== 'string' || CONTROL.test(given)) return wrong(path, 'wrong-kind');
  const text = given.trim();
  return text.length > max ? wrong(path, 'too-long', { max }) : right(text);
};
const checkNumber = (
  path: string,
  question: { readonly min?: number; readonly max?: number },
  given: number,
): Outcome => {
  if (question.min !== undefined && given < question.min) return wrong(path, 'too-small', { min: question.min });
  if (question.max !== undefined && given > question.max) return wrong(path, 'too-large', { max: question.max });
  return right(given);
};
const checkDay = (
  path: string,
  question: Question & { readonly kind: 'date' },
  given: unknown,
  today: string,
): Outcome => {
  if (typeof given !== 'string' || !isDay(given)) return wrong(path, 'impossible-date');
  if (question.notBefore === 'today' && given < today) return wrong(path, 'in-the-past');
  if (question.notAfter === 'today' && given > today) return wrong(path, 'in-the-future');
  return right(given);
};

const checkOne = (path: string, question: Question, given: unknown, today: string): Outcome => {
  switch (question.kind) {
    case 'text':
      return checkText(path, question.max ?? 4000, given);
    case 'choice':
      return typeof given === 'string' && question.among.includes(given) ? right(given) : wrong(path, 'not-among');
    case 'choices': {
      if (!Array.isArray(given)) return wrong(path, 'wrong-kind');
      const chosen = given as readonly unknown[];
      return chosen.every((code) => typeof code === 'string' && question.among.includes(code))
        ? right([...new Set(chosen)])
        : wrong(path, 'not-among');
    }
    case 'yes-no':
      return typeof given === 'boolean' ? right(given) : wrong(path, 'wrong-kind');
    case 'date':
      return checkDay(path, question, given, today);
    case 'instant':
      return typeof given === 'string' && isInstant(given) ? right(given) : wrong(path, 'impossible-date');
    case 'quantity':
      return typeof given === 'number' && Number.isFinite(given)
        ? checkNumber(path, question, given)
        : wrong(path, 'wrong-kind');
    case 'whole':
      return Number.isInteger(given) ? checkNumber(path, question, given as number) : wrong(path, 'wrong-kind');
    case 'pick':
      return typeof given === 'string' && ID.test(given) ? right(given) : wrong(path, 'wrong-kind');
    case 'repeat': {
      if (!Array.isArray(given)) return wrong(path, 'wrong-kind');
      if (question.max !== undefined && given.length > question.max)
        return wrong(path, 'too-many', { max: question.max });
      const outcomes = given.map((entry, index) => checkAll(question.of, entry, today, `${path}.${String(index)}.`));
      return { value: outcomes.map((outcome) => outcome.value), errors: outcomes.flatMap((outcome) => outcome.errors) };
    }
  }
};

const isBlank = (given: unknown): boolean =>
  given === undefined ||
  given === null ||
  (typeof given === 'string' && given.trim() === '') ||
  (Array.isArray(given) && given.length === 0);

const checkAll = (
  questions: Readonly<Record<string, Question>>,
  given: unknown,
  today: string,
  prefix: string,
): { readonly value: Record<string, unknown>; readonly errors: readonly AnswerError[] } => {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return { value: {}, errors: [{ question: prefix.slice(0, -1), code: 'wrong-kind' }] };
  }
  const answers = given as Readonly<Record<string, unknown>>;
  const value: Record<string, unknown> = {};
  const errors: AnswerError[] = [];
  for (const code of Object.keys(answers)) {
    if (!Object.hasOwn(questions, code))
      errors.push({ question: prefix + code.slice(0, 60), code: 'unknown-question' });
  }
  for (const [code, question] of Object.entries(questions)) {
    if (isBlank(answers[code])) {
      if (question.required === true) errors.push({ question: prefix + code, code: 'missing' });
      continue;
    }
    const outcome = checkOne(prefix + code, question, answers[code], today);
    if (outcome.errors.length > 0) errors.push(...outcome.errors);
    else value[code] = outcome.value;
  }
  return { value, errors };
};

/** `today` is the civil day of the region's zone. Blank answers count as not given; unknown questions are refused. */
export const checkAnswers = (form: Form, given: unknown, today: string): CheckedAnswers => {
  const { value, errors } = checkAll(form.questions, given, today, '');
  return errors.length === 0 ? { ok: true, answers: value } : { ok: false, errors };
};
