/** What the figures of elder care are counted from: stays, levels found, contracts, and visits made under them. */
import { factView } from '../../engines/figures/facts.ts';
import { BASE } from '../../engines/pathways/task.ts';
import { LEVEL_SYSTEM, SCALE_SYSTEM, VISIT_SYSTEM } from './records.ts';

/** Living in a home, from moving in to leaving; hospital does not end it. */
export const STAYS = factView({
  code: 'elder-stay',
  version: 1,
  resource: 'EpisodeOfCare',
  where: [`type.coding.where(system = '${BASE}/CodeSystem/episode' and code = 'residence').exists()`],
  paths: {
    organisation: 'managingOrganization.getReferenceKey(Organization)',
    resident: 'patient.getReferenceKey(Patient)',
    start: 'period.start',
    finish: 'period.end',
  },
});

/** A level that two assessors found and that came into force, counted for the house that assessed. */
export const LEVELS = factView({
  code: 'elder-level',
  version: 1,
  resource: 'Observation',
  where: [`code.coding.where(system = '${SCALE_SYSTEM}').exists()`, `status = 'final'`],
  paths: {
    organisation: 'performer.first().getReferenceKey(Organization)',
    resident: 'subject.getReferenceKey(Patient)',
    start: 'effective.ofType(dateTime)',
  },
  cell: {
    scale: `code.coding.where(system = '${SCALE_SYSTEM}').code`,
    level: `value.ofType(CodeableConcept).coding.where(system = '${LEVEL_SYSTEM}').code`,
  },
});

export const CONTRACTS = factView({
  code: 'elder-contract',
  version: 1,
  resource: 'Contract',
  where: [`applies.start.exists()`],
  paths: {
    organisation: 'authority.first().getReferenceKey(Organization)',
    start: 'applies.start',
    finish: 'applies.end',
  },
});

export const VISITS = factView({
  code: 'elder-visit',
  version: 1,
  resource: 'Encounter',
  where: [`type.coding.where(system = '${VISIT_SYSTEM}' and code = 'contract-visit').exists()`, `status = 'finished'`],
  paths: { organisation: 'serviceProvider.getReferenceKey(Organization)', start: 'period.start' },
});
