/** Which of a form's faults still stand after something was changed. */
import type { FieldErrors, Values } from './form-answers.ts';

/** The faults of the questions that were not touched: a changed answer is judged anew when the form is sent. */
export const stillWrong = (errors: FieldErrors, before: Values, after: Values): FieldErrors =>
  Object.fromEntries(
    Object.entries(errors).filter(([path]) => {
      const code = path.split('.')[0] ?? path;
      return before[code] === after[code];
    }),
  );
