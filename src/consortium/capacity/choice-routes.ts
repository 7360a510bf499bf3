/** What a matching may be asked for, and why a place was chosen for a case. */
import { civilDay } from '../../platform/civil-time.ts';
import type { AuditRow } from '../../platform/audit.ts';
import { auditRow } from '../../platform/audit.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import { may } from '../permission.ts';
import type { Region } from '../region/model.ts';
import type { PackFiles } from '../region/pack.ts';
import { ByIdParams } from '../shapes.ts';
import { choiceViews, findChoices } from './choices.ts';
import type { MatchingOptions } from './find-candidates.ts';
import { Choices, MatchOptions } from './match-shapes.ts';
import { matchedBy } from './matching-data.ts';

export type ChoiceRouteOptions = MatchingOptions & {
  readonly specialties: Region['specialties'];
  readonly devices: PackFiles['devices']['kinds'];
  readonly recordRead: (row: AuditRow) => Promise<void>;
};

export const choiceRoutes = (options: ChoiceRouteOptions): readonly Route[] => {
  const { db, clock, zone, matching, specialties, devices, recordRead } = options;
  return [
    route({
      method: 'GET',
      path: '/api/matching',
      summary:
        'What a matching may be asked for: specialties, devices and insurances of the region, and by which rules',
      access: 'role',
      answer: MatchOptions,
      handle: ({ caller }) => {
        const allowed = may(caller.actor, 'see-places');
        if (allowed !== true) return Promise.resolve({ refusal: allowed });
        const rules = matching.rulesOn(civilDay(clock.now(), zone));
        const { insurances } = matching.file;
        return Promise.resolve({
          body: { specialties, devices, insurances, matchedBy: matchedBy(rules, matching.file) },
        });
      },
    }),
    route({
      method: 'GET',
      path: '/api/cases/:id/choices',
      summary: 'Why each place of a case was chosen: the candidates shown, their order and reasons',
      access: 'role',
      params: ByIdParams,
      answer: Choices,
      handle: async ({ params, caller: { actor } }) => {
        const allowed = may(actor, 'read-record');
        if (allowed !== true) return { refusal: allowed };
        const at = clock.now();
        const [rows = []] = await db.read(actor, at, [findChoices(params.id)]);
        const residents = [
          ...new Set(rows.flatMap(({ resident }) => (typeof resident === 'string' ? [resident] : []))),
        ];
        await recordRead(auditRow(actor, at, { action: 'read-choices', target: `Task/${params.id}`, residents }));
        return { body: { items: choiceViews(rows) } };
      },
    }),
  ];
};
