/** Answered forms as FHIR QuestionnaireResponse (R4), both ways. Codes are kept with their system, so nothing is retyped. */
import type { Form, Question } from './define.ts';

type Json = Record<string, unknown>;
const BASE = 'https://kanglian.org/fhir';

export const questionnaire = (form: Form): string => `${BASE}/Questionnaire/${form.name}|${String(form.version)}`;

const coding = (code: string): Json => ({ valueCoding: { system: `${BASE}/CodeSystem/answer`, code } });

const answersOf = (question: Question, value: unknown): Json[] => {
  switch (question.kind) {
    case 'text':
    case 'pick':
      return [{ valueString: value }];
    case 'choice':
      return [coding(String(value))];
    case 'choices':
      return (value as readonly string[]).map(coding);
    case 'yes-no':
      return [{ valueBoolean: value }];
    case 'date':
      return [{ valueDate: value }];
    case 'instant':
      return [{ valueDateTime: value }];
    case 'quantity':
      return [
        {
          valueQuantity: {
            // UCUM has no money: currencies are ISO 4217
            ...{ value, system: question.unit === 'CNY' ? 'urn:iso:std:iso:4217' : 'http://unitsofmeasure.org' },
            ...{ code: question.unit, unit: question.unit },
          },
        },
      ];
    case 'whole':
      return [{ valueInteger: value }];
    case 'repeat':
      return (value as readonly Json[]).map((entry) => ({ item: itemsOf(question.of, entry) }));
  }
};

const itemsOf = (questions: Readonly<Record<string, Question>>, answers: Json): Json[] =>
  Object.entries(questions).flatMap(([code, question]): Json[] => {
    const value = answers[code];
    if (value === undefined) return [];
    if (question.kind === 'repeat') {
      // a repeated group is one item per entry with the same linkId
      return answersOf(question, value).map((entry) => ({ linkId: code, ...entry }));
    }
    return [{ linkId: code, answer: answersOf(question, value) }];
  });

export const responseOf = (
  form: Form,
  answers: Json,
  of: { readonly id: string; readonly subject: string | null; readonly author: string | null; readonly authored: Date },
): Json => ({
  resourceType: 'QuestionnaireResponse',
  id: of.id,
  questionnaire: questionnaire(form),
  status: 'completed',
  ...(of.subject === null ? {} : { subject: { reference: `Patient/${of.subject}` } }),
  authored: of.authored.toISOString(),
  ...(of.author === null ? {} : { author: { reference: `PractitionerRole/${of.author}` } }),
  item: itemsOf(form.questions, answers),
});

type Item = { readonly linkId: string; readonly answer?: readonly Json[]; readonly item?: readonly Item[] };

const valueOf = (answer: Json): unknown => {
  if ('valueCoding' in answer) return (answer['valueCoding'] as Json)['code'];
  if ('valueQuantity' in answer) return (answer['valueQuantity'] as Json)['value'];
  return Object.values(answer)[0];
};

const read = (questions: Readonly<Record<string, Question>>, items: readonly Item[]): Json => {
  const answers: Json = {};
  for (const item of items) {
    const question = questions[item.linkId];
    if (question === undefined) continue;
    if (question.kind === 'repeat') {
      const entries = (answers[item.linkId] ??= []) as Json[];
      entries.push(read(question.of, item.item ?? []));
    } else {
      const values = (item.answer ?? []).map(valueOf);
      answers[item.linkId] = question.kind === 'choices' ? values : values[0];
    }
  }
  return answers;
};

/** The answers of a stored response, by question code; unknown links are left out. */
export const answersFrom = (form: Form, response: Json): Json =>
  read(form.questions, (response['item'] ?? []) as readonly Item[]);
