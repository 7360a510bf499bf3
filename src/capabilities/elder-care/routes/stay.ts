/** `/api/elder-care/stays/:id`: one stay whole, the ledger of its days, and the page its family may see. */
import { CARING } from '../../../consortium/roles.ts';
import { findFamily } from '../../../consortium/resident-access/family.ts';
import { findResidentSession, RESIDENT_ACCESS } from '../../../consortium/resident-access/store.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import { entryFrom, findEntries } from '../../../engines/care-days/ledger-statements.ts';
import { findBookedOf } from '../../../engines/care-days/monthly.ts';
import type { CareDayRules } from '../../../engines/care-days/settle.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { refuse } from '../../../platform/refusal.ts';
import { FamilyPage, StayLedger, StayView } from '../shapes.ts';
import { familyPage, findLetIn } from './family-view.ts';
import * as rows from './stay-rows.ts';
import { daysFrom, stayFrom } from './stay-view.ts';

export type StayRoutesOptions = {
  readonly engine: Engine;
  readonly rules: CareDayRules;
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

const cares = ({ role }: Actor): boolean => (CARING as readonly string[]).includes(role) || role === 'bed-manager';

export const stayRoutes = ({ engine, rules, recordRead }: StayRoutesOptions): readonly Route[] => {
  const nothing = async (actor: Actor, at: Date, id: string) => {
    await recordRead(auditRow(actor, at, { action: 'read-stay', target: `Task/${id}`, outcome: 'refused' }));
    return { refusal: refuse('case-not-found') };
  };
  return [
    route({
      method: 'GET',
      path: '/api/elder-care/stays/:id',
      summary: 'One stay: bed, level, plan, medicines, last days of care, family let in, and who pays each day',
      access: 'role',
      params: ByIdParams,
      answer: StayView,
      handle: async ({ params: { id }, caller: { actor } }) => {
        if (!cares(actor)) return { refusal: refuse('role.may-not') };
        const at = engine.clock.now();
        const [found = [], ...rest] = await engine.db.read(actor, at, [
          rows.findStayOf(id, actor.organisation, false),
          rows.findNotes(id),
          rows.findResults(id),
          rows.findGrants(id),
          findFamily(id),
          ...rows.findDayFacts(id, at),
        ]);
        if (found[0] === undefined) return nothing(actor, at, id);
        const body = stayFrom(found[0], rest, { rules, today: engine.today(at), at });
        await recordRead(
          auditRow(actor, at, { action: 'read-stay', target: `Task/${id}`, residents: [body.resident.id] }),
        );
        return { body };
      },
    }),
    route({
      method: 'GET',
      path: '/api/elder-care/stays/:id/ledger',
      summary: 'The days of one stay and every entry of the ledger for them, reversals included',
      access: 'role',
      params: ByIdParams,
      answer: StayLedger,
      handle: async ({ params: { id }, caller: { actor } }) => {
        if (!cares(actor)) return { refusal: refuse('role.may-not') };
        const at = engine.clock.now();
        const [found = [], ...facts] = await engine.db.read(actor, at, [
          rows.findStayOf(id, actor.organisation, false),
          ...rows.findDayFacts(id, at),
        ]);
        const resident = found[0]?.['resident'];
        if (typeof resident !== 'string') return nothing(actor, at, id);
        const [entries = []] = await engine.db.read(actor, at, [
          findEntries({ resident, organisation: null, from: '2000-01-01', through: '9999-12-31', known: at }),
        ]);
        await recordRead(auditRow(actor, at, { action: 'read-ledger', target: `Task/${id}`, residents: [resident] }));
        const name = new Map((facts[0] ?? []).map((row) => [String(row['id']), String(row['short_name'])]));
        return {
          body: {
            resident: { id: resident, name: typeof found[0]?.['name'] === 'string' ? found[0]['name'] : '' },
            days: [...daysFrom(id, resident, facts, rules, engine.today(at))],
            entries: entries.map(entryFrom).map(({ because: _because, ...entry }) => ({
              ...entry,
              organisation: { id: entry.organisation, name: name.get(entry.organisation) ?? entry.organisation },
              postings: entry.postings.map(({ account, fen, rule }) => ({ account, fen, rule })),
              at: entry.at.toISOString(),
            })),
          },
        };
      },
    }),
    route({
      method: 'GET',
      path: '/api/resident/family',
      summary: 'A family member’s page: the parts of a stay that the resident consented to show',
      access: 'resident',
      answer: FamilyPage,
      handle: async ({ caller: { actor, session, scope } }) => {
        if (scope !== 'family') return { refusal: refuse('resident.family-code-needed') };
        const at = engine.clock.now();
        const [sessions = [], let_ = []] = await engine.db.read(RESIDENT_ACCESS, at, [
          findResidentSession(session ?? '', at),
          findLetIn(session ?? '', at),
        ]);
        const access = let_[0];
        if (sessions[0] === undefined || access === undefined) return { refusal: refuse('not-entered') };
        const id = String(access['case_id']);
        const [head = [], notes = [], visits = [], booked = [], ...facts] = await engine.db.read(RESIDENT_ACCESS, at, [
          rows.findStayOf(id, '', true),
          rows.findNotes(id),
          rows.findVisits(String(access['organisation']), at),
          findBookedOf(String(access['resident']), String(access['organisation']), at),
          ...rows.findDayFacts(id, at),
        ]);
        if (head[0] === undefined) return { refusal: refuse('not-entered') };
        await recordRead(
          auditRow(actor, at, {
            action: 'read-family-page',
            target: `Task/${id}`,
            residents: [String(access['resident'])],
          }),
        );
        const today = engine.today(at);
        const days = daysFrom(id, String(access['resident']), facts, rules, today);
        return {
          body: familyPage(access, head[0], { notes, visits, days, booked, csrf: String(sessions[0]['csrf']), at }),
        };
      },
    }),
  ];
};
