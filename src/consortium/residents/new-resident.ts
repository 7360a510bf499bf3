/**
 * A resident nobody in the region has registered before: checked, compared with everybody else before anything is saved, written
 * as a FHIR Patient, related by today's registration. Who may be the same is shown to whoever writes them down, who decides: the
 * same (then that one is registered), another person (kept, with how it is known), or not known (then a case is opened).
 */
import { newVersion } from '../../fhir/store/new-version.ts';
import { residentFacts } from '../../fhir/store/resident-facts.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { constraintOf } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { findLikely, likelyViews, NOBODY } from '../identity/likely.ts';
import type { Likely } from '../identity/likely.ts';
import { pairApart, pairOf } from '../identity/pairs.ts';
import { relationsTo } from '../relations/relations.ts';
import { findByCard, identifying } from './find.ts';
import { maskName } from './masks.ts';
import { asNewborn, asUnnamed, checkResident, NOWHERE, patientOf } from './new-patient.ts';
import type { CheckedResident, Home, KnownMother } from './new-patient.ts';
import type { RegistrationOptions } from './registration.ts';
import { registrationEnd, relateByRegistration } from './registration.ts';
import type { StoredResident } from './rows.ts';
import { storedResidents } from './rows.ts';
import type { Decided, LikelyResident, NewResidentBody } from './shapes.ts';

export type NewResidentOptions = RegistrationOptions & {
  readonly ids: Ids;
  /** Where all residents are made up, so is this one, and the record says so. */
  readonly demonstration: boolean;
};

/** A number nobody shares is somebody's already: who, masked, and the id to register them by. */
export type AlreadyKnown = { readonly refusal: Refusal; readonly resident: string };
const alreadyKnown = (found: StoredResident): AlreadyKnown => ({
  refusal: refuse('resident.exists', { name: maskName(found.name) }),
  resident: found.id,
});

/** Nothing was saved: these may be the same person, and nothing was said of them yet. */
export type LikelyFirst = { readonly refusal: Refusal; readonly likely: readonly LikelyResident[] };

const findMother = (id: string): Statement => ({
  name: 'resident-mother',
  text: `select name, phone, address, catchment, household from resident where id = $1 and deceased_at is null`,
  values: [id],
});

const motherOf = async (
  { db }: NewResidentOptions,
  actor: Actor,
  at: Date,
  id: string,
): Promise<KnownMother | undefined> => {
  const [found = [], relations = []] = await db.read(identifying(actor), at, [
    findMother(id),
    relationsTo([id], actor.organisation, at),
  ]);
  const [row] = found;
  if (row === undefined) return undefined;
  const text = (column: string): string | null => (typeof row[column] === 'string' ? row[column] : null);
  return {
    name: String(row['name']),
    phone: text('phone'),
    address: text('address'),
    catchment: text('catchment'),
    household: text('household'),
    related: relations.length > 0,
  };
};

type Written = { readonly checked: CheckedResident; readonly home: Home };

/** What stands in the Patient: as it was typed, completed where there is no name. */
const writtenOf = async (
  options: NewResidentOptions,
  actor: Actor,
  at: Date,
  checked: CheckedResident,
  id: string,
): Promise<Written | Refusal> => {
  if (checked.kind === 'unnamed') return { checked: asUnnamed(checked, civilDay(at, options.zone), id), home: NOWHERE };
  if (checked.mother === null) return { checked, home: NOWHERE };
  const mother = await motherOf(options, actor, at, checked.mother);
  return mother === undefined ? refuse('resident.mother-unknown') : asNewborn(checked, mother);
};

/** Whoever holds one of these numbers that nobody shares. */
const holderOf = async (
  { db }: NewResidentOptions,
  actor: Actor,
  at: Date,
  cards: readonly { readonly system: string; readonly value: string; readonly unique: boolean }[],
): Promise<StoredResident | undefined> => {
  const unique = cards.filter((card) => card.unique);
  if (unique.length === 0) return undefined;
  const found = await db.read(
    identifying(actor),
    at,
    unique.map(({ system, value }) => findByCard(value, system)),
  );
  return storedResidents(found.flat())[0];
};

const isSaid = (decided: readonly Decided[], { person }: Likely): boolean =>
  decided.some(({ resident }) => resident === person.id);

const apart = (
  options: NewResidentOptions,
  actor: Actor,
  at: Date,
  id: string,
  likely: readonly Likely[],
  decided: readonly Decided[],
): readonly Statement[] =>
  likely.flatMap(({ person, score }) => {
    const said = decided.find(({ resident }) => resident === person.id);
    return said?.as === 'different'
      ? [pairApart(pairOf(id, person.id), score, { id: options.ids(), by: actor, ground: said.ground, at })]
      : [];
  });

/**
 * Refusals: those of `checkResident`, `resident.mother-unknown`, `resident.exists` (with who), `resident.likely` (with those who may
 * be the same and of whom nothing is `decided`): in each case nothing was saved.
 */
export const createResident = async (
  options: NewResidentOptions,
  actor: Actor,
  { decided, ...body }: NewResidentBody,
): Promise<{ readonly id: string; readonly until: Date } | AlreadyKnown | LikelyFirst | Refusal> => {
  const { db, clock, ids, zone, demonstration } = options;
  const at = clock.now();
  const checked = checkResident({ ...body, decided }, civilDay(at, zone));
  if (isRefusal(checked)) return checked;
  const id = ids();
  const written = await writtenOf(options, actor, at, checked, id);
  if (isRefusal(written)) return written;
  const patient = patientOf(written.checked, demonstration, { organisation: actor.organisation, home: written.home });
  const facts = residentFacts({ ...patient, id: NOBODY });
  const existing = await holderOf(options, actor, at, facts.cards);
  if (existing !== undefined) return alreadyKnown(existing);
  const likely = await findLikely(db, actor, at, facts);
  const unsaid = likely.filter((each) => !isSaid(decided, each));
  // whoever was registered between the two looks has the number: nobody has to judge whether that is the same person
  const meanwhile = unsaid.length === 0 ? undefined : await holderOf(options, actor, at, facts.cards);
  if (meanwhile !== undefined) return alreadyKnown(meanwhile);
  const shown = auditRow(identifying(actor), at, {
    action: 'show-likely',
    target: 'Patient',
    residents: likely.map(({ person }) => person.id),
  });
  if (unsaid.length > 0) {
    await db.write(actor, at, (tx) => tx.finish([auditStatement(shown)]));
    return {
      refusal: refuse('resident.likely', { count: likely.length }),
      likely: await likelyViews(db, actor, at, facts, likely),
    };
  }
  const version = newVersion(patient, id, null, at);
  try {
    await db.write(actor, at, (tx) =>
      tx.finish([
        relateByRegistration(options, id, actor, at),
        ...storeStatements([version], actor, at),
        ...apart(options, actor, at, id, likely, decided),
        auditStatement(
          auditRow(actor, at, {
            action: 'create-resident',
            target: `Patient/${id}`,
            residents: [id, ...likely.map(({ person }) => person.id)],
            reason: [body.reason, ...decided.map((each) => (each.as === 'different' ? each.ground : each.as))].join(
              ' ',
            ),
          }),
        ),
      ]),
    );
  } catch (fault) {
    if (constraintOf(fault) !== 'resident_card_unique') throw fault;
    const winner = await holderOf(options, actor, at, facts.cards);
    return winner === undefined ? refuse('resident.exists', { name: '' }) : alreadyKnown(winner);
  }
  return { id, until: registrationEnd(options, at) };
};
