/** What is printed of days and money is written down: who took which sheet out, and of whom. */
import { z } from 'zod';
import { CARING } from '../../../consortium/roles.ts';
import { Id } from '../../../consortium/shapes.ts';
import { auditRow, auditStatement } from '../../../platform/audit.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import { refuse } from '../../../platform/refusal.ts';
import { atDesk } from '../rules/sides.ts';
import type { HospiceRoutesOptions } from './options.ts';

export const PrintBody = z.object({
  what: z.enum(['settlement', 'ledger', 'claim', 'person', 'differences', 'difference']),
  /** The case or claim; of a settlement its month. */
  of: Id,
});

export const printRoutes = ({ engine }: Pick<HospiceRoutesOptions, 'engine'>): readonly Route[] => [
  route({
    method: 'POST',
    path: '/api/care-days/prints',
    summary: 'Write down that a sheet of days and money is printed',
    access: 'role',
    body: PrintBody,
    handle: async ({ body: { what, of }, caller: { actor } }) => {
      if (!atDesk(actor) && !(CARING as readonly string[]).includes(actor.role))
        return { refusal: refuse('role.may-not', { role: actor.role }) };
      const at = engine.clock.now();
      const ofCase = what === 'ledger' || what === 'person' || what === 'difference';
      // a case the reader has no part in names nobody
      const [found = []] = ofCase
        ? await engine.db.read(actor, at, [
            {
              name: 'printed-resident',
              text: `select coalesce(c.resident, (select l.resident from care_dispute k join care_claim_line l on l.claim = k.claim and l.number = k.line
                                           where k.case_id = c.id)) as resident from cases c where c.id = $1
                        and exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $2)`,
              values: [of, actor.organisation],
            },
          ])
        : [[]];
      if (ofCase && found.length === 0) return { refusal: refuse('case-not-found') };
      const residents = found.flatMap(({ resident }) => (typeof resident === 'string' ? [resident] : []));
      const target = ofCase ? `Task/${of}` : `${what}/${of}`;
      await engine.db.write(actor, at, (tx) =>
        tx.finish([auditStatement(auditRow(actor, at, { action: 'print-care-days', target, residents }))]),
      );
      return { status: 204 };
    },
  }),
];
