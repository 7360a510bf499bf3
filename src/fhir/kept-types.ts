/**
 * Which resource types are kept as records. A type is either about a resident (and then hidden behind the relation to that
 * resident, law 5) or part of the directory everybody sees. What could carry residents' data without saying whose (a stored
 * Bundle, Binary, Group) is not kept.
 */
import { parametersOf } from './search/parameters.ts';
import { isResourceType } from './validate/validate.ts';
import { r4 } from './definitions/table.ts';

const DIRECTORY = new Set([
  'ActivityDefinition',
  'ChargeItemDefinition',
  'CodeSystem',
  'ConceptMap',
  'DeviceDefinition',
  'Endpoint',
  'HealthcareService',
  'InsurancePlan',
  'Library',
  'Location',
  'Measure',
  'Medication',
  'MedicationKnowledge',
  'NamingSystem',
  'ObservationDefinition',
  'Organization',
  'OrganizationAffiliation',
  'PlanDefinition',
  'Practitioner',
  'PractitionerRole',
  'Questionnaire',
  'Schedule',
  'Slot',
  'SpecimenDefinition',
  'StructureDefinition',
  'Substance',
  'ValueSet',
]);
/** Several residents in one record, or the server's own. */
const NEVER = new Set(['AuditEvent', 'Person']);
/** May be about something else than a resident. */
const RESIDENT_OPTIONAL = new Set(['Basic', 'Contract', 'Device', 'Task']);

export type Keeping = 'directory' | 'resident' | 'optional';

/** How a type is kept; undefined where it is not. */
export const keepingOf = (type: string): Keeping | undefined => {
  if (DIRECTORY.has(type)) return 'directory';
  if (!isResourceType(type) || NEVER.has(type)) return undefined;
  if (type === 'Patient') return 'resident';
  if (!parametersOf(type).patient) return undefined;
  return RESIDENT_OPTIONAL.has(type) ? 'optional' : 'resident';
};

/** All kept types in alphabetical order. */
export const keptTypes = (): readonly string[] =>
  [...r4.types.keys()].filter((type) => keepingOf(type) !== undefined).sort();
