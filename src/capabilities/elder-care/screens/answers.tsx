/** Answered forms in words: in the order of their form; what is chosen by id is not read by a person. */
import type { Form, Question } from '../../../engines/forms/define.ts';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { ELDER_CARE_FORMS } from '../forms/all.ts';
import { words as elderTable } from '../words.ts';

type Asked = readonly (readonly [string, Question])[];
export const formOf = (name: string | null): Form | undefined => ELDER_CARE_FORMS.find((form) => form.name === name);

/** An answer as a person reads it. */
export const useSaid = (): ((question: Question, value: unknown) => string) => {
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const said = (question: Question, value: unknown): string => {
    switch (question.kind) {
      case 'yes-no':
        return value === true ? kit.field.yes : kit.field.no;
      case 'instant':
        return momentWords(String(value), kit, serverNow());
      case 'date':
        return dayWords(String(value), kit, serverNow());
      case 'quantity':
        return `${String(value)} ${question.unit === 'CNY' ? kit.field.yuan : question.unit}`;
      case 'choice':
        return wordOf(elder.answers, String(value));
      case 'choices':
        return Array.isArray(value) ? kit.listed(value.map((code) => wordOf(elder.answers, String(code)))) : '';
      case 'repeat':
        return Array.isArray(value)
          ? kit.told(
              value.map((row: Readonly<Record<string, unknown>>) =>
                Object.entries(question.of)
                  .flatMap(([code, inner]) => (row[code] === undefined ? [] : [said(inner, row[code])]))
                  .join(' '),
              ),
            )
          : '';
      default:
        return String(value);
    }
  };
  return said;
};

export const Answers = ({
  answers,
  form,
}: {
  readonly answers: Readonly<Record<string, unknown>>;
  readonly form: Form | undefined;
}): React.JSX.Element => {
  const elder = useWords(elderTable);
  const said = useSaid();
  const asked: Asked = Object.entries(form?.questions ?? {});
  return (
    <Facts
      rows={asked
        .filter(([code, question]) => answers[code] !== undefined && question.kind !== 'pick')
        .map(([code, question]) => ({ label: wordOf(elder.questions, code), value: said(question, answers[code]) }))}
    />
  );
};
