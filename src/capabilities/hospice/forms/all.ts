/** Every form of the capability, by name. */
import type { Form } from '../../../engines/forms/define.ts';
import * as asked from '../forms.ts';
import * as care from './care.ts';
import * as courses from './courses.ts';
import { DIFFERENCE_FORMS } from './difference.ts';

const isForm = (one: object): one is Form => 'questions' in one;
export const FORMS: readonly Form[] = [
  ...[asked, care, courses].flatMap((file) => Object.values<object>(file).filter(isForm)),
  ...DIFFERENCE_FORMS,
];
export const findForm = (name: string): Form | undefined => FORMS.find((one) => one.name === name);
