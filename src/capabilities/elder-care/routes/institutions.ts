/** `/api/elder-care/institutions`: what houses are registered and designated as, which are managed as one, and entering it. */
import { addDays } from '../../../platform/civil-time.ts';
import { INSTITUTION_LINES, MEDICAL_HOUSES } from '../../../consortium/organisations/lines.ts';
import * as bodies from '../../../consortium/organisations/institution-shapes.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Statement } from '../../../platform/postgres/database.ts';
import { constraintOf, isGuardFailure } from '../../../platform/postgres/faults.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { refuse } from '../../../platform/refusal.ts';
import * as rows from '../operations/institutions.ts';
import type { JointRow, LineRow } from '../operations/institutions.ts';
import { canEnd, jointAgrees, lineAgrees, mayKeepJoint, mayKeepLine } from '../rules/institution.ts';
import {
  findBedsOf,
  findContractsOf,
  findHouse,
  findHospitals,
  findHouses,
  listFrom,
  viewFrom,
} from './institution-view.ts';

/** Two entries at once: the database lets one stand. */
const BY_CONSTRAINT: Readonly<Record<string, string>> = {
  institution_line_once: 'institution.overlaps',
  joint_management_once: 'institution.managed-already',
};
const refusalOf = (fault: unknown): Refusal => {
  if (isGuardFailure(fault)) return refuse(fault.message);
  const code = BY_CONSTRAINT[constraintOf(fault) ?? ''];
  if (code === undefined) throw fault;
  return refuse(code);
};

export const institutionRoutes = ({ engine }: { readonly engine: Engine }): readonly Route[] => {
  const { db, clock, newId } = engine;
  const write = async (
    actor: Actor,
    at: Date,
    action: string,
    organisation: string,
    statements: readonly Statement[],
  ): Promise<RouteAnswer> => {
    try {
      await db.write(actor, at, (tx) =>
        tx.finish([
          ...statements,
          auditStatement(auditRow(actor, at, { action, target: `Organization/${organisation}` })),
        ]),
      );
      return { status: 204 };
    } catch (fault) {
      return { refusal: refusalOf(fault) };
    }
  };
  /** A new entry by this person, now. */
  const begun = (
    { id: author }: Actor,
    at: Date,
    body: { readonly from: string; readonly until?: string | undefined; readonly source: string },
  ) => ({
    ...{ id: newId(), version: 1, from: body.from, until: body.until === undefined ? null : addDays(body.until, 1) },
    ...{ withdrawnBecause: null, source: body.source, madeUp: false, knownFrom: at, author },
  });
  const next = ({ id: author }: Actor, at: Date, { version }: { readonly version: number }) => ({
    ...{ version: version + 1, knownFrom: at, author },
  });
  /** A line's later version, made by whoever keeps it. */
  const changeLine = async (
    actor: Actor,
    id: string,
    action: string,
    change: (line: LineRow) => Partial<LineRow> | Refusal,
  ): Promise<RouteAnswer> => {
    const at = clock.now();
    const [[found] = []] = await db.read(actor, at, [rows.findLine(id)]);
    if (found === undefined) return { refusal: refuse('institution.unknown') };
    const line = rows.lineFrom(found);
    const allowed = mayKeepLine(actor.role, line.line);
    if (allowed !== true) return { refusal: allowed };
    const changed = change(line);
    if ('refused' in changed) return { refusal: changed };
    const row = { ...line, ...changed, ...next(actor, at, line) };
    return write(actor, at, action, line.organisation, rows.writeLine(row, actor));
  };
  const changePair = async (
    actor: Actor,
    id: string,
    action: string,
    change: (pair: JointRow) => Partial<JointRow> | Refusal,
  ): Promise<RouteAnswer> => {
    const allowed = mayKeepJoint(actor.role);
    if (allowed !== true) return { refusal: allowed };
    const at = clock.now();
    const [[found] = []] = await db.read(actor, at, [rows.findPair(id)]);
    if (found === undefined) return { refusal: refuse('institution.unknown') };
    const pair = rows.jointFrom(found);
    const changed = change(pair);
    if ('refused' in changed) return { refusal: changed };
    const row = { ...pair, ...changed, ...next(actor, at, pair) };
    return write(actor, at, action, pair.home, rows.writePair(row, actor));
  };

  return [
    route({
      method: 'GET',
      path: '/api/elder-care/institutions',
      summary: 'Elder-care homes and what else is registered, with what stands today and what is to be looked at',
      access: 'role',
      answer: bodies.Institutions,
      handle: async ({ caller: { actor } }) => {
        const at = clock.now();
        const today = engine.today(at);
        // counts of beds carry nobody's name: they are read for figures
        const found = await db.read({ ...actor, purpose: 'figures' }, at, [
          findHouses,
          rows.findLines(null),
          rows.findJoint(null),
          findBedsOf(null, at, today),
        ]);
        return { body: listFrom(found, actor.organisation, today) };
      },
    }),
    route({
      method: 'GET',
      path: '/api/elder-care/institutions/:id',
      summary: 'One institution: registrations, designations, management, beds, contracts, and what was said when',
      access: 'role',
      params: ByIdParams,
      answer: bodies.InstitutionView,
      handle: async ({ params: { id }, caller: { actor } }) => {
        const at = clock.now();
        const today = engine.today(at);
        const found = await db.read({ ...actor, purpose: 'figures' }, at, [
          findHouse(id),
          rows.findLines([id]),
          rows.findJoint([id]),
          findBedsOf(id, at, today),
          findContractsOf(id),
          rows.findSaid(id),
          findHospitals(MEDICAL_HOUSES),
        ]);
        if (found[0]?.[0] === undefined) return { refusal: refuse('institution.unknown') };
        const keeps = [
          ...INSTITUTION_LINES.filter((line) => mayKeepLine(actor.role, line) === true),
          ...(mayKeepJoint(actor.role) === true ? (['joint-management'] as const) : []),
        ];
        return { body: viewFrom(found, keeps, today) };
      },
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/institutions/:id/lines',
      summary: 'Enter a registration or designation, by the office that gives it',
      access: 'role',
      params: ByIdParams,
      body: bodies.LineBody,
      handle: async ({ params: { id }, body, caller: { actor } }) => {
        const allowed = mayKeepLine(actor.role, body.line);
        if (allowed !== true) return { refusal: allowed };
        const at = clock.now();
        const [house = [], known = []] = await db.read(actor, at, [findHouse(id), rows.findLines([id])]);
        if (house[0] === undefined) return { refusal: refuse('institution.unknown') };
        const { line, kind, issuer } = body;
        const row: LineRow = {
          ...begun(actor, at, body),
          ...{ organisation: id, line, kind, number: body.number ?? null, issuer, endedBecause: null },
        };
        const agrees = lineAgrees(row, known.map(rows.lineFrom));
        if (agrees !== true) return { refusal: agrees };
        return write(actor, at, 'register-institution', id, rows.writeLine(row, actor));
      },
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/institution-lines/:id/end',
      summary: 'End a registration or designation on a day, with the reason',
      access: 'role',
      params: ByIdParams,
      body: bodies.LineEndBody,
      handle: ({ params: { id }, body: { on, because }, caller: { actor } }) =>
        changeLine(actor, id, 'end-registration', (line) => {
          const can = canEnd(line, on);
          return can === true ? { until: on, endedBecause: because } : can;
        }),
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/institution-lines/:id/withdraw',
      summary: 'Say that a registration was entered by mistake; it stays to be seen',
      access: 'role',
      params: ByIdParams,
      body: bodies.WithdrawBody,
      handle: ({ params: { id }, body: { why }, caller: { actor } }) =>
        changeLine(actor, id, 'withdraw-registration', () => ({ withdrawnBecause: why })),
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/institutions/:id/joint',
      summary: 'Put a home under one management with a hospital, and say what was handed over',
      access: 'role',
      params: ByIdParams,
      body: bodies.PairBody,
      handle: async ({ params: { id }, body, caller: { actor } }) => {
        const allowed = mayKeepJoint(actor.role);
        if (allowed !== true) return { refusal: allowed };
        const at = clock.now();
        const [home = [], hospital = [], known = []] = await db.read(actor, at, [
          findHouse(id),
          findHouse(body.hospital),
          rows.findJoint([id]),
        ]);
        const [people, money, things] = rows.HANDED_OVER.map((what) => body.handedOver.includes(what));
        const row: JointRow = {
          ...begun(actor, at, body),
          ...{ hospital: body.hospital, home: id },
          ...{ people: people === true, money: money === true, things: things === true },
        };
        const kinds = {
          hospital: MEDICAL_HOUSES.includes(String(hospital[0]?.['kind'])),
          home: home[0]?.['kind'] === 'elder-care-home',
        };
        const agrees = jointAgrees(row, kinds, known.map(rows.jointFrom));
        if (agrees !== true) return { refusal: agrees };
        return write(actor, at, 'join-management', id, rows.writePair(row, actor));
      },
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/joint-management/:id/end',
      summary: 'End one management on a day',
      access: 'role',
      params: ByIdParams,
      body: bodies.PairEndBody,
      handle: ({ params: { id }, body: { on }, caller: { actor } }) =>
        changePair(actor, id, 'end-management', (pair) => {
          const can = canEnd(pair, on);
          return can === true ? { until: on } : can;
        }),
    }),
    route({
      method: 'POST',
      path: '/api/elder-care/joint-management/:id/withdraw',
      summary: 'Say that it was entered by mistake; it stays to be seen',
      access: 'role',
      params: ByIdParams,
      body: bodies.WithdrawBody,
      handle: ({ params: { id }, body: { why }, caller: { actor } }) =>
        changePair(actor, id, 'withdraw-management', () => ({ withdrawnBecause: why })),
    }),
  ];
};
