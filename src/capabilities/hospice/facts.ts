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
