/** Who somebody is: their cards and names as they stand and as they were, and each change as a version of the Patient. */
import type { Resource } from '../../fhir/resource.ts';
import { textOf } from '../../fhir/resource.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { IDENTITY_NUMBER, residentFacts } from '../../fhir/store/resident-facts.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { ReadLog } from '../../platform/audit.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { constraintOf, isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { namelessOf } from '../identity/nameless.ts';
import { resourceOf } from '../identity/patients.ts';
import { GENDERS } from '../shapes.ts';
import { FEATURES } from './new-patient.ts';
import { findByCard, identifying } from './find.ts';
import { cardsIn, historyOf } from './patient-identity.ts';
import type { PatientVersion } from './patient-identity.ts';
import { maskName } from './masks.ts';
import { storedResidents } from './rows.ts';
import type { IdentityView } from './shapes.ts';

export type IdentityOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly readLog: Pick<ReadLog, 'record'>;
};

const MOST_VERSIONS = 300;

/** The Patients a resident is made of, the own one among them, each with its superseded versions, oldest first. */
const findVersions = (id: string): Statement => ({
  name: 'identity-versions',
  text: `select v.id, v.version, v.updated_at, v.content, v.current, p.name as by_name, o.short_name as at_name
           from (select id, version, updated_at, author, organisation, content, true as current from resource
                  where type = 'Patient' and patient = $1 and not deleted
                 union all
                 select id, version, updated_at, author, organisation, content, false from resource_history
                  where type = 'Patient' and patient = $1 and not deleted) v
           left join practitioner_role r on r.id = v.author left join person p on p.id = r.person
           left join organisation o on o.id = v.organisation
          order by v.id, v.version limit ${String(MOST_VERSIONS)}`,
  values: [id],
});

const findOwn = (id: string): Statement => ({
  name: 'identity-own',
  text: `select r.version, r.content from resource r join resident on resident.id = r.id
          where r.type = 'Patient' and r.id = $1 and not r.deleted`,
  values: [id],
});

const findMotherName = (id: string): Statement => ({
  name: 'identity-mother-name',
  text: `select m.id, m.name from resident r join resident m on m.id = r.mother where r.id = $1`,
  values: [id],
});

const findOpenCases = (id: string): Statement => ({
  name: 'identity-open-of',
  text: `select c.id, c.number, c.state from resident_pair p join cases c on c.id = p.case_id
          where (p.one = $1 or p.other = $1) and c.closed_at is null order by c.number`,
  values: [id],
});

const versionsOf = (rows: Rows): readonly (PatientVersion & { readonly current: boolean })[] =>
  rows.map((row) => ({
    id: String(row['id']),
    version: Number(row['version']),
    at: row['updated_at'] as Date,
    by: typeof row['by_name'] === 'string' ? row['by_name'] : null,
    organisation: typeof row['at_name'] === 'string' ? row['at_name'] : null,
    patient: resourceOf(row['content']),
    current: row['current'] === true,
  }));

const featuresIn = (patient: Resource): string | null => {
  const extensions = Array.isArray(patient['extension']) ? (patient['extension'] as Record<string, unknown>[]) : [];
  return textOf(extensions.find((each) => each['url'] === FEATURES)?.['valueString']) ?? null;
};

/** Refusals: `record.no-relation`; `resident.unknown` of one whose Patient is not stored. */
export const identityOf = async (
  options: IdentityOptions,
  actor: Actor,
  id: string,
): Promise<IdentityView | Refusal> => {
  const { db, clock, zone, readLog } = options;
  const at = clock.now();
  const [rows = [], own = []] = await db.read(actor, at, [findVersions(id), findOwn(id)]);
  const [mothers = [], cases = []] = await db.read(identifying(actor), at, [findMotherName(id), findOpenCases(id)]);
  const versions = versionsOf(rows);
  const seen = own[0] !== undefined;
  await readLog.record(
    auditRow(actor, at, {
      action: 'read-identity',
      target: `Patient/${id}`,
      residents: seen ? [id] : [],
      outcome: seen ? 'done' : 'refused',
      reason: seen ? null : 'record.no-relation',
    }),
  );
  const stands = versions.find((each) => each.current && each.id === id);
  if (!seen || stands === undefined) return refuse('record.no-relation');
  const { patient, version } = stands;
  const facts = residentFacts(patient);
  const today = civilDay(at, zone);
  const mother = mothers[0];
  return {
    id,
    version,
    name: facts.name,
    gender: GENDERS.find((each) => each === facts.gender) ?? 'unknown',
    birthDate: textOf(patient['birthDate']) ?? null,
    phone: facts.phone,
    address: facts.address,
    mother: mother === undefined ? null : { id: String(mother['id']), name: String(mother['name']) },
    nameless: namelessOf(facts.name),
    features: featuresIn(patient),
    cards: [
      ...cardsIn(patient, today, false),
      ...versions
        .filter((each) => each.current && each.id !== id)
        .flatMap((each) => cardsIn(each.patient, today, true)),
    ],
    history: historyOf(versions),
    cases: cases.map((row) => ({ id: String(row['id']), number: String(row['number']), state: String(row['state']) })),
  };
};

export type Changed = { readonly version: number };
/** A number that another resident holds: who, masked. */
export type OfAnother = { readonly refusal: Refusal; readonly resident: string };

const holderOf = async (
  { db }: IdentityOptions,
  actor: Actor,
  at: Date,
  patient: Resource,
  id: string,
): Promise<OfAnother | undefined> => {
  const unique = residentFacts({ ...patient, id }).cards.filter((card) => card.unique);
  const found = await db.read(
    identifying(actor),
    at,
    unique.map(({ system, value }) => findByCard(value, system)),
  );
  const other = storedResidents(found.flat()).find((row) => row.id !== id);
  return other === undefined
    ? undefined
    : { refusal: refuse('card.of-another', { name: maskName(other.name) }), resident: other.id };
};

/**
 * A new version of the Patient, made from the one that was seen. Refusals: `record.no-relation`, `resident.changed-meanwhile`, those
 * of `make`; with who holds it where a number nobody shares is another's.
 */
export const changeIdentity = async (
  options: IdentityOptions,
  actor: Actor,
  asked: { readonly id: string; readonly version: number; readonly what: string; readonly reason: string | null },
  make: (patient: Resource, today: string) => Resource | Refusal,
): Promise<Changed | OfAnother | Refusal> => {
  const { db, clock, zone } = options;
  const at = clock.now();
  const [rows = []] = await db.read(actor, at, [findOwn(asked.id)]);
  const [row] = rows;
  if (row === undefined) return refuse('record.no-relation');
  if (Number(row['version']) !== asked.version) return refuse('resident.changed-meanwhile');
  const made = make(resourceOf(row['content']), civilDay(at, zone));
  if (isRefusal(made)) return made;
  const holder = await holderOf(options, actor, at, made, asked.id);
  if (holder !== undefined) return holder;
  try {
    await db.write(actor, at, (tx) =>
      tx.finish([
        ...storeStatements([newVersion(made, asked.id, asked.version, at)], actor, at),
        auditStatement(
          auditRow(actor, at, {
            action: asked.what,
            target: `Patient/${asked.id}`,
            residents: [asked.id],
            reason: asked.reason,
          }),
        ),
      ]),
    );
  } catch (fault) {
    if (constraintOf(fault) === 'resident_card_unique')
      return (await holderOf(options, actor, at, made, asked.id)) ?? refuse('resident.changed-meanwhile');
    if (!isGuardFailure(fault)) throw fault;
    return refuse('resident.changed-meanwhile');
  }
  return { version: asked.version + 1 };
};

export const identityNumberIn = (patient: Resource): string | undefined =>
  residentFacts(patient).cards.find(({ system, status }) => system === IDENTITY_NUMBER && status === 'in-use')?.value;
