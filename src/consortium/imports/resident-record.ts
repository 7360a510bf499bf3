/** A resident of a spreadsheet as FHIR Patient: a new one through the door of registration, or what a row changes in one. */
import { isObject, objectsOf } from '../../fhir/resource.ts';
import type { JsonObject, Resource } from '../../fhir/resource.ts';
import { CATCHMENT } from '../../fhir/store/resident-facts.ts';
import { patientOf } from '../residents/new-patient.ts';
import type { CheckedResident } from '../residents/new-patient.ts';
import { HEALTH_RECORD, HOUSEHOLD, IDENTITY_NUMBER } from './resident-rows.ts';

/** What a row states; null where the cell is blank. */
export type StatedResident = {
  readonly checked: CheckedResident & { readonly birthDate: string };
  readonly healthRecord: string | null;
  readonly household: string | null;
  readonly catchment: string;
};

const extensionsOf = ({ catchment, household }: StatedResident): readonly JsonObject[] => [
  { url: CATCHMENT, valueReference: { reference: `Organization/${catchment}` } },
  ...(household === null ? [] : [{ url: HOUSEHOLD, valueString: household }]),
];

const healthRecord = (value: string): JsonObject => ({ use: 'usual', system: HEALTH_RECORD, value });

export const newPatient = (stated: StatedResident, demonstration: boolean): Resource => {
  const { resourceType, meta, identifier, ...rest } = patientOf(stated.checked, demonstration);
  const identifiers = [
    ...objectsOf(identifier),
    ...(stated.healthRecord === null ? [] : [healthRecord(stated.healthRecord)]),
  ];
  return {
    resourceType,
    ...(meta === undefined ? {} : { meta }),
    extension: extensionsOf(stated),
    ...(identifiers.length === 0 ? {} : { identifier: identifiers }),
    ...rest,
  };
};

/** The first that fits is replaced, or the new one stands first; the others are kept. */
const put = (list: unknown, fits: (entry: JsonObject) => boolean, entry: JsonObject): readonly JsonObject[] => {
  const known = objectsOf(list);
  const at = known.findIndex(fits);
  return at < 0 ? [entry, ...known] : known.map((old, n) => (n === at ? entry : old));
};

/** What a row states, put into the Patient as it is; whatever else is recorded stays. */
export const changedPatient = (stated: StatedResident, existing: Resource): Resource => {
  const { checked, healthRecord: record } = stated;
  const official =
    objectsOf(existing['name']).find((name) => name['use'] === 'official') ?? objectsOf(existing['name'])[0];
  const shown = official?.['text'] ?? '';
  const extensions = extensionsOf(stated).reduce<unknown>(
    (list, entry) => put(list, (old) => old['url'] === entry['url'], entry),
    existing['extension'],
  );
  const isSystem = (system: string) => (old: JsonObject) => old['system'] === system;
  let identifier = existing['identifier'];
  if (checked.identityNumber !== null)
    identifier = put(identifier, isSystem(IDENTITY_NUMBER), {
      use: 'official',
      system: IDENTITY_NUMBER,
      value: checked.identityNumber,
    });
  if (record !== null) identifier = put(identifier, isSystem(HEALTH_RECORD), healthRecord(record));
  const phone = checked.phone ?? '';
  const address = checked.address ?? '';
  return {
    ...existing,
    extension: extensions,
    ...(identifier === undefined ? {} : { identifier }),
    ...(shown === checked.name
      ? {}
      : { name: put(existing['name'], (old) => old === official, { use: 'official', text: checked.name }) }),
    gender: checked.gender,
    birthDate: checked.birthDate,
    ...(phone === ''
      ? {}
      : {
          telecom: put(existing['telecom'], (old) => old['system'] === 'phone' && old['use'] === 'mobile', {
            system: 'phone',
            use: 'mobile',
            value: phone,
          }),
        }),
    ...(address === ''
      ? {}
      : {
          address: put(existing['address'], (old) => old['use'] === 'home', {
            ...homeOf(existing),
            text: address,
          }),
        }),
  };
};

/** District and city stay with a home whose line is written anew; its lines do not. */
const homeOf = (existing: Resource): JsonObject => {
  const home = objectsOf(existing['address']).find((old) => old['use'] === 'home');
  if (!isObject(home)) return { use: 'home', country: 'CN' };
  return Object.fromEntries(Object.entries(home).filter(([element]) => element !== 'line' && element !== 'text'));
};
