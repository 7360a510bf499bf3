/** `GET /api/resident/record`: the resident's own record, for a device let in with a code given in person. */
import { isOver, lookUntil } from '../../../../consortium/resident-access/times.ts';
import type { AccessTimes } from '../../../../consortium/resident-access/times.ts';
import type { ResidentSessionRow } from '../../../../consortium/resident-access/store.ts';
import { RESIDENT_ACCESS, findResidentSession } from '../../../../consortium/resident-access/store.ts';
import type { Route } from '../../../../platform/http/route.ts';
import { route } from '../../../../platform/http/route.ts';
import { isRefusal, refuse } from '../../../../platform/refusal.ts';
import { OwnRecord, ownRecordOf } from '../resident.ts';
import { firstScreen } from './first-screen.ts';
import type { RecordOptions } from './first-screen.ts';

export type OwnRecordOptions = RecordOptions & { readonly times: AccessTimes };

export const ownRecordRoute = (options: OwnRecordOptions): Route =>
  route({
    method: 'GET',
    path: '/api/resident/record',
    summary: 'The own record: what is known of me, as far as it is here',
    access: 'resident',
    answer: OwnRecord,
    handle: async ({ caller: { actor, session, scope }, language }) => {
      // a code that came by message or on paper opens its case only
      if (scope !== 'record') return { refusal: refuse('resident.record-code-needed') };
      const { db, clock, times } = options;
      const at = clock.now();
      const [rows] = await db.read(RESIDENT_ACCESS, at, [findResidentSession(session ?? '', at)]);
      const row = rows?.[0] as ResidentSessionRow | undefined;
      if (row === undefined || isOver(row.closed_at, at, times)) return { refusal: refuse('not-entered') };
      const view = await firstScreen(options, actor, row.resident, language, 'read-own-record');
      if (isRefusal(view)) return { refusal: view };
      const until = lookUntil(row.expires_at, row.closed_at, times).toISOString();
      return { body: ownRecordOf(view, { csrf: row.csrf, until }) };
    },
  });
