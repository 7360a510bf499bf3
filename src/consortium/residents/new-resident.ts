/** A resident nobody in the region has registered before: checked, written as a FHIR Patient, related by today's registration. */
import type { Resource } from '../../fhir/resource.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay, isCivilDay } from '../../platform/civil-time.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import { constraintOf } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import type { NewResidentBody } from '../shapes.ts';
import { findByIdentityNumber, identifying } from './find.ts';
import { maskName } from './masks.ts';
import type { RegistrationOptions } from './registration.ts';
import { registrationEnd, relateByRegistration } from './registration.ts';
import type { StoredResident } from './rows.ts';
import { storedResidents } from './rows.ts';

export type NewResidentOptions = RegistrationOptions & {
  readonly ids: Ids;
  /** Where all residents are made up, so is this one, and the record says so. */
  readonly demonstration: boolean;
};

export type CheckedResident = Omit<NewResidentBody, 'identityNumber'> & { readonly identityNumber: string | null };

const OLDEST = '1900-01-01';
const PHONE = /^\+?[\d\s()-]{5,20}$/;

/** The door every resident passes, one by one or in a file. */
export const checkResident = (body: NewResidentBody, today: string): CheckedResident | Refusal => {
  if (!isCivilDay(body.birthDate) || body.birthDate < OLDEST) return refuse('resident.birth-date');
  if (body.birthDate > today) return refuse('resident.born-in-the-future');
  if (body.phone !== null && body.phone !== '' && !PHONE.test(body.phone)) return refuse('resident.phone');
  if (body.identityNumber === null || body.identityNumber === '') return { ...body, identityNumber: null };
  const number = checkIdentityNumber(body.identityNumber, { birthDate: body.birthDate, gender: body.gender, today });
  return isRefusal(number) ? number : { ...body, identityNumber: number.number };
};

export const patientOf = (checked: CheckedResident, demonstration: boolean): Resource => ({
  resourceType: 'Patient',
  ...(demonstration
    ? { meta: { tag: [{ system: 'https://kanglian.org/fhir/CodeSystem/record-tag', code: 'synthetic' }] } }
    : {}),
  ...(checked.identityNumber === null
    ? {}
    : { identifier: [{ use: 'official', system: IDENTITY_NUMBER, value: checked.identityNumber }] }),
  active: true,
  name: [{ use: 'official', text: checked.name }],
  ...(checked.phone === null || checked.phone === ''
    ? {}
    : { telecom: [{ system: 'phone', use: 'mobile', value: checked.phone }] }),
  gender: checked.gender,
  birthDate: checked.birthDate,
  ...(checked.address === null || checked.address === ''
    ? {}
    : { address: [{ use: 'home', text: checked.address, country: 'CN' }] }),
});

/** The identity number is somebody's already: who, masked, and the id to register them by. */
export type AlreadyKnown = { readonly refusal: Refusal; readonly resident: string };
const alreadyKnown = (found: StoredResident): AlreadyKnown => ({
  refusal: refuse('resident.exists', { name: maskName(found.name) }),
  resident: found.id,
});

/**
 * Refusals: those of `checkIdentityNumber`, `resident.birth-date`, `resident.born-in-the-future`, `resident.phone`,
 * `resident.exists`.
 */
export const createResident = async (
  options: NewResidentOptions,
  actor: Actor,
  body: NewResidentBody,
): Promise<{ readonly id: string; readonly until: Date } | AlreadyKnown | Refusal> => {
  const { db, clock, ids, zone, demonstration } = options;
  const at = clock.now();
  const checked = checkResident(body, civilDay(at, zone));
  if (isRefusal(checked)) return checked;
  const asker = identifying(actor);
  const number = checked.identityNumber;
  const findExisting = async (): Promise<StoredResident | undefined> =>
    number === null
      ? undefined
      : storedResidents((await db.read(asker, at, [findByIdentityNumber(number)]))[0] ?? [])[0];

  const existing = await findExisting();
  if (existing !== undefined) return alreadyKnown(existing);
  const id = ids();
  const version = newVersion(patientOf(checked, demonstration), id, null, at);
  try {
    await db.write(actor, at, (tx) =>
      tx.finish([
        relateByRegistration(options, id, actor, at),
        ...storeStatements([version], actor, at),
        auditStatement(
          auditRow(actor, at, {
            action: 'create-resident',
            target: `Patient/${id}`,
            residents: [id],
            reason: body.reason,
          }),
        ),
      ]),
    );
  } catch (fault) {
    if (constraintOf(fault) !== 'resident_card_unique') throw fault;
    const winner = await findExisting();
    return winner === undefined ? refuse('resident.exists', { name: '' }) : alreadyKnown(winner);
  }
  return { id, until: registrationEnd(options, at) };
};
