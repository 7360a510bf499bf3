/** 不向他人显示: the resident's wish, taken on paper by whoever cares for them, or said on the resident's own phone. */
import { newVersion } from '../../fhir/store/new-version.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import type { Resource } from '../../fhir/resource.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Caller, Route, RouteAnswer } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { answeredForWhomNow } from '../identity/merged.ts';
import { may } from '../permission.ts';
import { RESIDENT_ACCESS } from '../resident-access/store.ts';
import { ByIdParams } from '../shapes.ts';
import {
  GUARDIAN_UNDER,
  consentOf,
  findConsent,
  findDecider,
  findGuardians,
  findRestrictions,
  restrictionViews,
} from './consents.ts';
import * as shapes from './shapes.ts';

export type ConsentRoutesOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
};

/** Full years between two civil days. */
const yearsBetween = (birth: string, today: string): number =>
  Number(today.slice(0, 4)) - Number(birth.slice(0, 4)) - (today.slice(5) < birth.slice(5) ? 1 : 0);

const isChild = (birth: unknown, today: string): boolean =>
  typeof birth === 'string' && yearsBetween(birth, today) < GUARDIAN_UNDER;

const ownResident = (actor: Actor): string => actor.id.replace(/^resident:/, '');

export const consentRoutes = ({ db, clock, ids, zone }: ConsentRoutesOptions): readonly Route[] => {
  /** Who may decide for this resident today; also refuses a resident the actor may not see. */
  const decided = async (
    actor: Actor,
    resident: string,
    guardian: string | null,
    at: Date,
  ): Promise<Refusal | undefined> => {
    const today = civilDay(at, zone);
    const [[row] = []] = await db.read(actor, at, [findDecider(resident, guardian, today)]);
    if (row === undefined) return refuse('record.no-relation');
    if (guardian !== null && row['guarded'] !== true) return refuse('consent.no-such-guardian');
    return isChild(row['birth_date'], today) && guardian === null
      ? refuse('consent.guardian-needed', { years: GUARDIAN_UNDER })
      : undefined;
  };

  /** A phone's own reading cannot write: the program stores it, in the resident's name. */
  const writer = (actor: Actor): Actor => (actor.purpose === 'own' ? RESIDENT_ACCESS : actor);

  const store = async (
    actor: Actor,
    resident: string,
    resource: Resource,
    of: { readonly id: string; readonly replaces: number | null; readonly action: string },
    at: Date,
  ): Promise<Refusal | undefined> => {
    try {
      await db.write(writer(actor), at, (tx) =>
        tx.finish([
          ...storeStatements([newVersion(resource, of.id, of.replaces, at)], actor, at),
          auditStatement(auditRow(actor, at, { action: of.action, target: `Consent/${of.id}`, residents: [resident] })),
        ]),
      );
      return undefined;
    } catch (fault) {
      if (isGuardFailure(fault)) return refuse('consent.of-another');
      throw fault;
    }
  };

  const restrict = async (actor: Actor, resident: string, body: shapes.NewRestrictionBody): Promise<RouteAnswer> => {
    const at = clock.now();
    const refusal = await decided(actor, resident, body.guardian, at);
    if (refusal !== undefined) return { refusal };
    const id = ids();
    const { category, from, guardian } = body;
    const consent = consentOf({ resident, category, from, guardian, at });
    const stopped = await store(actor, resident, consent, { id, replaces: null, action: 'restrict' }, at);
    return stopped === undefined ? { status: 201, body: { id } } : { refusal: stopped };
  };

  const lift = async (actor: Actor, resident: string, id: string, guardian: string | null): Promise<RouteAnswer> => {
    const at = clock.now();
    const refusal = await decided(actor, resident, guardian, at);
    if (refusal !== undefined) return { refusal };
    const [[row] = []] = await db.read(actor, at, [findConsent(id, resident)]);
    if (row === undefined) return { refusal: refuse('consent.of-another') };
    const consent = { ...(JSON.parse(String(row['content'])) as Resource), status: 'inactive' };
    const replaces = Number(row['version']);
    const stopped = await store(actor, resident, consent, { id, replaces, action: 'lift-restriction' }, at);
    return stopped === undefined ? { status: 204 } : { refusal: stopped };
  };

  const list = async (actor: Actor, resident: string, knows: string | null): Promise<RouteAnswer> => {
    const at = clock.now();
    const today = civilDay(at, zone);
    const [[seen] = [], rows = [], guardians = []] = await db.read(actor, at, [
      findDecider(resident, null, today),
      findRestrictions(resident, at),
      findGuardians(resident, today),
    ]);
    const audit = auditRow(actor, at, {
      action: 'read-restrictions',
      target: `Patient/${resident}`,
      residents: seen === undefined ? [] : [resident],
      outcome: seen === undefined ? 'refused' : 'done',
    });
    await db.write(writer(actor), at, (tx) => tx.finish([auditStatement(audit)]));
    if (seen === undefined) return { refusal: refuse('record.no-relation') };
    return {
      body: {
        items: restrictionViews(rows, knows),
        guardians: guardians.map((row) => ({
          id: String(row['id']),
          name: typeof row['name'] === 'string' ? row['name'] : '',
        })),
        guardianNeeded: isChild(seen['birth_date'], today),
        verified: false,
      },
    };
  };

  const caring = (
    actor: Actor,
    resident: string,
    work: (resident: string) => Promise<RouteAnswer>,
  ): Promise<RouteAnswer> => {
    const allowed = may(actor, 'read-record');
    return isRefusal(allowed)
      ? Promise.resolve({ refusal: allowed })
      : answeredForWhomNow({ db, at: clock.now() }, actor, resident, work);
  };

  /** A code from the slip of one referral opens that referral, and decides nothing about the record. */
  const own = ({ scope }: Caller, work: () => Promise<RouteAnswer>): Promise<RouteAnswer> =>
    scope === 'record' ? work() : Promise.resolve({ refusal: refuse('resident.record-code-needed') });

  return [
    route({
      method: 'GET',
      path: '/api/residents/:id/restrictions',
      summary: 'What the resident keeps from others; the category only where this house wrote it down',
      access: 'role',
      params: ByIdParams,
      answer: shapes.Restrictions,
      handle: ({ params, caller: { actor } }) => caring(actor, params.id, (id) => list(actor, id, actor.organisation)),
    }),
    route({
      method: 'POST',
      path: '/api/residents/:id/restrictions',
      summary: 'Writes down that the resident keeps a category (or everything) from others',
      access: 'role',
      params: ByIdParams,
      body: shapes.NewRestrictionBody,
      answer: shapes.Restricted,
      handle: ({ params, body, caller: { actor } }) => caring(actor, params.id, (id) => restrict(actor, id, body)),
    }),
    route({
      method: 'DELETE',
      path: '/api/residents/:id/restrictions/:consent',
      summary: 'Takes back what this house wrote down',
      access: 'role',
      params: shapes.ResidentRestrictionParams,
      query: shapes.LiftQuery,
      handle: ({ params, query: { guardian }, caller: { actor } }) =>
        caring(actor, params.id, (id) => lift(actor, id, params.consent, guardian ?? null)),
    }),
    route({
      method: 'GET',
      path: '/api/resident/restrictions',
      summary: 'What I keep from others',
      access: 'resident',
      answer: shapes.Restrictions,
      handle: ({ caller }) => own(caller, () => list(caller.actor, ownResident(caller.actor), null)),
    }),
    route({
      method: 'POST',
      path: '/api/resident/restrictions',
      summary: 'I keep a category, or everything, from others',
      access: 'resident',
      body: shapes.NewRestrictionBody,
      answer: shapes.Restricted,
      handle: ({ body, caller }) => own(caller, () => restrict(caller.actor, ownResident(caller.actor), body)),
    }),
    route({
      method: 'DELETE',
      path: '/api/resident/restrictions/:id',
      summary: 'I show it again',
      access: 'resident',
      params: shapes.RestrictionParams,
      query: shapes.LiftQuery,
      handle: ({ params, query: { guardian }, caller }) =>
        own(caller, () => lift(caller.actor, ownResident(caller.actor), params.id, guardian ?? null)),
    }),
  ];
};
