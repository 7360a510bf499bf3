/** Every form of the capability, by name. */
import type { Form } from '../../../engines/forms/define.ts';
import * as asked from '../forms.ts';
import * as care from './care.ts';
import * as courses from './courses.ts';
import { DIFFERENCE_FORMS } from './difference.ts';

const OWN = [asked, care, courses].flatMap((file) => Object.values<Form | object>(file));
export const FORMS: readonly Form[] = [...OWN, ...DIFFERENCE_FORMS].flatMap((one) => ('questions' in one ? [one] : []));

export const findForm = (name: string): Form | undefined => FORMS.find((one) => one.name === name);
