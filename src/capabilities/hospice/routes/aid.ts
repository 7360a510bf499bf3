/** Charity aid: funds with what donors gave them for, grants to persons in care, refused where the gift was for something else. */
import { checkGrant } from '../../../engines/care-days/core/charity.ts';
import type { Grant } from '../../../engines/care-days/core/facts.ts';
import { sayGrant } from '../../../engines/care-days/statements.ts';
import { addDays, isCivilDay } from '../../../platform/civil-time.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { HospiceRoutesOptions } from './options.ts';
import { Worked } from '../shapes/claims.ts';
import { Aid, GrantBody } from '../shapes.ts';
import { atDesk } from '../rules/sides.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** All grants that are believed: what a fund has left is the region's, not the house's. */
const findGrants: Statement = {
  name: 'hospice-grants',
  text: `select g.id, g.fund, g.resident, s.name, g.fen, g.from_on::text, g.until_on::text, g.approved_on::text, g.known_from,
                g.organisation
           from care_grant g left join resident s on s.id = g.resident where g.known_until is null order by g.approved_on desc, g.id`,
  values: [],
};
const findPeople = (organisation: string, id: string | null): Statement => ({
  name: 'hospice-aid-people',
  text: `select c.id, c.resident, s.name from cases c join resident s on s.id = c.resident
           join case_party p on p.case_id = c.id and p.party = 'receiver' and p.organisation = $1
          where c.pathway = 'hospice-stay' and c.state in ('in-care', 'arrived', 'transfer-requested', 'transfer-accepted')
            and ($2::text is null or c.id = $2) order by s.name, c.id`,
  values: [organisation, id],
});
/** One after another for a fund: two at once cannot both have its last money. */
const holdFund = (fund: string): Statement => ({
  name: 'hospice-fund-hold',
  text: `select pg_advisory_xact_lock(hashtextextended('care-fund:' || $1, 0))`,
  values: [fund],
});
const grantFrom = (row: Rows[number]): Grant => ({
  ...{ id: text(row['id']), fund: text(row['fund']), resident: text(row['resident']), fen: Number(row['fen']) },
  ...{ from: text(row['from_on']), until: text(row['until_on']) || null, approvedOn: text(row['approved_on']) },
  ...{ knownFrom: row['known_from'] as Date, knownUntil: null },
});
/** The ledger of a fund is read as the system reads it; who asked is in the audit. */
const asSystem = (actor: Actor): Actor => ({ ...actor, id: 'system:aid', purpose: 'system' });

export const aidRoutes = ({ engine, rules, recordRead, donations }: HospiceRoutesOptions): readonly Route[] => {
  const sum = (list: readonly { readonly fund: string; readonly fen: number }[], fund: string): number =>
    list.reduce((all, one) => all + (one.fund === fund ? one.fen : 0), 0);
  return [
    route({
      method: 'GET',
      path: '/api/hospice/aid',
      summary: 'Charity funds with what is left of them, and the aid granted to people of the own organisation',
      access: 'role',
      answer: Aid,
      handle: async ({ caller: { actor } }) => {
        if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
        const at = engine.clock.now();
        const [people = []] = await engine.db.read(actor, at, [findPeople(actor.organisation, null)]);
        const [rows = []] = await engine.db.read(asSystem(actor), at, [findGrants]);
        const own = rows.filter((row) => row['organisation'] === actor.organisation);
        const residents = [...new Set([...people, ...own].map((row) => text(row['resident'])))];
        await recordRead(auditRow(actor, at, { action: 'read-aid', target: 'aid', residents }));
        const grants = rows.map(grantFrom);
        const donorOf = (fund: string): string => rules.funds.find(({ id }) => id === fund)?.donor ?? fund;
        return {
          body: {
            today: engine.today(at),
            funds: rules.funds.map(({ id, donor, purpose, perResident }) => ({
              ...{ id, donor, purpose, perResident, given: sum(donations, id), granted: sum(grants, id) },
            })),
            grants: own.map((row) => ({
              ...{ id: text(row['id']), donor: donorOf(text(row['fund'])), fen: Number(row['fen']) },
              resident: { id: text(row['resident']), name: text(row['name']) },
              ...{ from: text(row['from_on']), approvedOn: text(row['approved_on']) },
              until: text(row['until_on']) === '' ? null : addDays(text(row['until_on']), -1),
            })),
            people: people.map((row) => ({
              case: text(row['id']),
              resident: { id: text(row['resident']), name: text(row['name']) },
            })),
          },
        };
      },
    }),
    route({
      method: 'POST',
      path: '/api/hospice/aid',
      summary: 'Grant aid out of a fund to somebody in care, for the purpose the donor gave it for',
      access: 'role',
      body: GrantBody,
      answer: Worked,
      handle: async ({ body, caller: { actor } }) => {
        if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
        if (!isCivilDay(body.from) || (body.until !== null && !isCivilDay(body.until)))
          return { refusal: refuse('grant-ends-before-it-begins') };
        const at = engine.clock.now();
        const [[person] = []] = await engine.db.read(actor, at, [findPeople(actor.organisation, body.case)]);
        if (person === undefined) return { refusal: refuse('case-not-found') };
        const grant = {
          ...{ id: engine.newId(), fund: body.fund, resident: text(person['resident']), fen: body.fen },
          ...{ from: body.from, until: body.until === null ? null : addDays(body.until, 1) },
          ...{ approvedOn: engine.today(at), knownFrom: at, knownUntil: null, programme: 'hospice' as const },
        };
        const done = await engine.db.write(asSystem(actor), at, async (tx): Promise<true | Refusal> => {
          const [, rows = []] = await tx.flight([holdFund(body.fund), findGrants]);
          const fund = rules.funds.find(({ id }) => id === body.fund);
          const checked = checkGrant(grant, fund, donations, rows.map(grantFrom));
          const audit = auditRow(actor, at, { action: 'grant-aid', target: grant.id, residents: [grant.resident] });
          await tx.finish(
            isRefusal(checked) ? [] : [sayGrant(grant, actor.id, actor.organisation), auditStatement(audit)],
          );
          return checked;
        });
        return isRefusal(done) ? { refusal: done } : { body: { lines: 1 } };
      },
    }),
  ];
};
