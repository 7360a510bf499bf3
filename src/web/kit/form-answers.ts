/** What was typed against what a form asks: pure, the same checks the server makes, said earlier. */
import { z } from 'zod';
import type { Form, Question } from '../../engines/forms/define.ts';
import { isCivilDay } from '../../platform/civil-time.ts';
import { dayOf } from './civil.ts';
import type { KitWords } from './words.ts';

/** Question code → what stands in the field; repeats hold a list of the same. */
export type Values = Readonly<Record<string, unknown>>;
/** `code` or `code.0.code` → the sentence at the field. */
export type FieldErrors = Readonly<Record<string, string>>;

export type FormWords = {
  readonly questions: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);

const rowsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);

const answerOf = (question: Question, value: unknown): unknown => {
  if (question.kind === 'text' && typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  if ((question.kind === 'whole' || question.kind === 'quantity') && typeof value === 'string')
    return value.trim() === '' || Number.isNaN(Number(value)) ? undefined : Number(value);
  if (question.kind === 'repeat') {
    const rows = rowsOf(value)
      .map((row) => answersOf(question.of, row))
      .filter((row) => Object.keys(row).length > 0);
    return rows.length === 0 ? undefined : rows;
  }
  return isEmpty(value) ? undefined : value;
};

/** The answers to send: trimmed, numbers as numbers, empty ones left out. */
export const answersOf = (questions: Form['questions'], values: Values): Record<string, unknown> => {
  const answers: Record<string, unknown> = {};
  for (const [code, question] of Object.entries(questions)) {
    const answer = answerOf(question, values[code]);
    if (answer !== undefined) answers[code] = answer;
  }
  return answers;
};

const numberFault = (question: Extract<Question, { kind: 'whole' | 'quantity' }>, value: unknown, words: KitWords) => {
  const number = Number(value);
  if (Number.isNaN(number)) return words.field.notNumber;
  if (question.kind === 'whole' && !Number.isInteger(number)) return words.field.notWhole;
  const { min = -Infinity, max = Infinity } = question;
  return number < min || number > max ? words.field.range(min, max) : undefined;
};

const faultOf = (question: Question, value: unknown, label: string, now: Date, words: KitWords): string | undefined => {
  if (isEmpty(value) || (typeof value === 'string' && value.trim() === '')) {
    if (question.required !== true) return undefined;
    return question.kind === 'choice' || question.kind === 'choices' || question.kind === 'pick'
      ? words.field.choose(label)
      : words.field.missing(label);
  }
  switch (question.kind) {
    case 'text':
      return question.max !== undefined && typeof value === 'string' && value.trim().length > question.max
        ? words.field.tooLong(question.max)
        : undefined;
    case 'whole':
    case 'quantity':
      return numberFault(question, value, words);
    case 'date': {
      if (typeof value !== 'string' || !isCivilDay(value)) return words.field.badDate;
      if (question.notBefore === 'today' && value < dayOf(now)) return words.field.beforeToday;
      return question.notAfter === 'today' && value > dayOf(now) ? words.field.afterToday : undefined;
    }
    case 'instant':
      return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? undefined : words.field.badTime;
    case 'choice':
    case 'choices':
    case 'yes-no':
    case 'pick':
    case 'repeat':
      return undefined;
  }
};

/** Every fault by field, in the form's order; empty when it may be sent. */
export const faultsOf = (
  questions: Form['questions'],
  values: Values,
  labels: FormWords,
  now: Date,
  words: KitWords,
  path = '',
): FieldErrors => {
  const faults: Record<string, string> = {};
  for (const [code, question] of Object.entries(questions)) {
    const fault = faultOf(question, values[code], labels.questions[code] ?? code, now, words);
    if (fault !== undefined) faults[`${path}${code}`] = fault;
    if (question.kind === 'repeat')
      rowsOf(values[code]).forEach((row, index) =>
        Object.assign(faults, faultsOf(question.of, row, labels, now, words, `${path}${code}.${String(index)}.`)),
      );
  }
  return faults;
};

const FieldFault = z.union([
  // a step's answers: the path of the question and its sentence
  z.object({ question: z.string(), sentence: z.string() }).transform(({ question, sentence }) => [question, sentence]),
  // the request's shape: the place in it (`body.answers.contact`) and its sentence
  z
    .object({ where: z.string(), what: z.string() })
    .transform(({ where, what }) => [where.replace(/^body\.(answers\.)?/, ''), what]),
]);

/** The problem document's `errors` as sentences by field. */
export const errorsOf = (problem: Readonly<Record<string, unknown>>): FieldErrors => {
  const { errors } = problem;
  if (!Array.isArray(errors)) return {};
  return Object.fromEntries(
    errors.flatMap((error) => {
      const read = FieldFault.safeParse(error);
      return read.success ? [read.data] : [];
    }),
  ) as FieldErrors;
};
