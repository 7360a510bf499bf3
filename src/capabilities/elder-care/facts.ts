/** What the figures of elder care are counted from: stays, levels found, contracts, and visits made under them. */
import { factView } from '../../engines/figures/facts.ts';
import { BASE } from '../../engines/pathways/task.ts';
import { EXTENT_SYSTEM, JOINT, KIND_SYSTEM, LEVEL_SYSTEM, LINE_SYSTEM, SCALE_SYSTEM, VISIT_SYSTEM } from './records.ts';

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

/** What a house is registered or designated as; `finish` is the first day it no longer stands. */
export const LINES = factView({
  code: 'institution-line',
  version: 1,
  resource: 'OrganizationAffiliation',
  where: [`code.coding.where(system = '${KIND_SYSTEM}').exists()`, 'active = true'],
  paths: {
    organisation: 'participatingOrganization.getReferenceKey(Organization)',
    start: 'period.start',
    finish: 'period.end',
  },
  cell: {
    line: `code.coding.where(system = '${LINE_SYSTEM}').code`,
    kind: `code.coding.where(system = '${KIND_SYSTEM}').code`,
  },
});

/** A home under one management, counted for the home, with what it is registered as and how much was handed over. */
export const JOINT_HOMES = factView({
  code: 'joint-home',
  version: 1,
  resource: 'OrganizationAffiliation',
  where: [`code.coding.where(system = '${LINE_SYSTEM}' and code = '${JOINT}').exists()`, 'active = true'],
  paths: {
    organisation: 'participatingOrganization.getReferenceKey(Organization)',
    start: 'period.start',
    finish: 'period.end',
  },
  cell: { extent: `code.coding.where(system = '${EXTENT_SYSTEM}').code` },
});
