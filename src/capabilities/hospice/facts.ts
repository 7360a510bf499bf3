/** What hospice care gives to figures: each place of care of each person, from the day it began until it ended. */
import { factView } from '../../engines/figures/facts.ts';
import { BASE } from '../../engines/pathways/task.ts';

export const PLACE_OF_CARE = `${BASE}/CodeSystem/hospice-place`;
/** The first place of a stay is its admission; the others are transfers. */
export const BEGAN_BY = `${BASE}/CodeSystem/hospice-began-by`;

export const HOSPICE_PLACES = factView({
  code: 'hospice-place',
  version: 1,
  resource: 'Encounter',
  where: [`serviceType.coding.where(system = '${PLACE_OF_CARE}').exists()`, `status != 'entered-in-error'`],
  paths: {
    organisation: 'serviceProvider.getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'period.start',
    finish: 'period.end',
  },
  cell: {
    form: `serviceType.coding.where(system = '${PLACE_OF_CARE}').code`,
    began: `type.coding.where(system = '${BEGAN_BY}').code`,
  },
});

export const COURSE_INDICATION = `${BASE}/CodeSystem/hospice-course-indication`;
export const COURSE_TECHNIQUE = `${BASE}/CodeSystem/hospice-course-technique`;
export const COURSE_CHANGE = `${BASE}/CodeSystem/hospice-course-change`;

/** Courses of traditional Chinese techniques, from the score before to their end. */
export const HOSPICE_COURSES = factView({
  code: 'hospice-course',
  version: 1,
  resource: 'CarePlan',
  where: [`category.coding.where(system = '${COURSE_TECHNIQUE}').exists()`, `status != 'entered-in-error'`],
  paths: {
    organisation: 'author.getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'period.start',
    finish: 'period.end',
  },
  cell: { indication: `category.coding.where(system = '${COURSE_INDICATION}').code` },
});
/** What a finished course came to, in points less. */
export const HOSPICE_COURSE_CHANGES = factView({
  code: 'hospice-course-change',
  version: 1,
  resource: 'Observation',
  where: [`code.coding.where(system = '${COURSE_CHANGE}').exists()`, `status != 'entered-in-error'`],
  paths: {
    organisation: 'performer.getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'effective.ofType(dateTime)',
    amount: 'value.ofType(Quantity).value',
  },
  cell: { indication: `category.coding.where(system = '${COURSE_INDICATION}').code` },
});
