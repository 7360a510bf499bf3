/** Every form of the capability, by name. */
import type { Form } from '../../../engines/forms/define.ts';
import * as asked from '../forms.ts';
import * as care from './care.ts';
import * as courses from './courses.ts';

export const FORMS: readonly Form[] = [
  ...Object.values(asked),
  ...Object.values(care),
  ...Object.values(courses),
].flatMap((one) => ('questions' in one ? [one] : []));
export const findForm = (name: string): Form | undefined => FORMS.find((one) => one.name === name);
