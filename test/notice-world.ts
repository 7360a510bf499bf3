/** The referral world with its people reached: events are numbered, notices queued, raised and delivered when a test says so. */
import { composeNotices } from '../src/compose-notices.ts';
import type { NoticeParts } from '../src/compose-notices.ts';
import { composeResidents } from '../src/compose-residents.ts';
import type { ResidentParts } from '../src/compose-residents.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { queueNotices } from '../src/engines/notices/queue.ts';
import { raiseUnread } from '../src/engines/notices/raise.ts';
import { noticeRoutes } from '../src/engines/notices/routes.ts';
import { announceRequest } from '../src/engines/notices/store.ts';
import { drainOutbox } from '../src/engines/pathways/outbox.ts';
import { sweepClocks } from '../src/engines/pathways/sweep.ts';
import type { Route } from '../src/platform/http/route.ts';
import { newId } from '../src/platform/ids.ts';
import type { Notifier } from '../src/platform/notices/notifier.ts';
import type { Rows } from '../src/platform/postgres/database.ts';
import { ZONE } from './world.ts';
import { openReferralWorld } from './referral-world.ts';
import type { ReferralWorld } from './referral-world.ts';

export type NoticeWorld = ReferralWorld & {
  readonly notices: NoticeParts;
  readonly residents: ResidentParts;
  readonly routes: readonly Route[];
  /** Numbers the outbox and queues what it holds. Answers how many notices that made. */
  readonly queue: () => Promise<number>;
  readonly raise: () => Promise<number>;
  /** The clocks that have run out take their steps. */
  readonly sweep: () => Promise<number>;
  /** Sends what is due on every channel. */
  readonly deliver: () => Promise<void>;
  /** The notices of a case, oldest first, with the people told. */
  readonly told: (caseId: string) => Promise<readonly Told[]>;
  readonly deliveries: (caseId: string) => Promise<Rows>;
};
export type Told = {
  readonly id: string;
  readonly kind: string;
  readonly level: number;
  readonly people: readonly string[];
};

export const openNoticeWorld = async (
  notifiers: readonly Notifier[] = [],
  residentPage: string | null = null,
): Promise<NoticeWorld> => {
  const world = await openReferralWorld();
  await world.owner('update quota set places = 100000');
  const pack = { ...(await readPack(new URL('../regions/siping', import.meta.url).pathname)), zone: ZONE };
  const ground = { db: world.app, clock: world.clock, ids: newId, pack };
  const silent = (): void => undefined;
  const residents = composeResidents({
    ...ground,
    secret: 'of this world',
    recordRead: () => Promise.resolve(),
    tell: (asked) => [announceRequest(newId(), asked)],
    nudge: silent,
  });
  const notices = composeNotices({ ...ground, ...residents, notifiers, language: 'zh', residentPage, drain: silent });
  return {
    ...world,
    notices,
    residents,
    routes: [
      ...residents.routes,
      ...noticeRoutes({ db: world.app, clock: world.clock, recordRead: () => Promise.resolve() }),
    ],
    queue: async () => {
      await drainOutbox(world.app, world.clock);
      return queueNotices(notices.options);
    },
    raise: () => raiseUnread(notices.options),
    sweep: () => sweepClocks(world.engine),
    deliver: async () => {
      for (const { name, work } of notices.jobs) if (name.startsWith('deliveries')) await work(() => false);
    },
    told: async (caseId) =>
      (
        await world.owner(
          `select n.id, n.kind, n.level, coalesce(array_agg(r.practitioner_role order by r.practitioner_role)
                    filter (where r.practitioner_role is not null), '{}') as people
             from notice n left join notice_recipient r on r.notice = n.id
            where n.case_id = $1 group by n.id order by n.at, n.event, n.level, n.kind, n.organisation`,
          [caseId],
        )
      ).map((row) => ({
        id: String(row['id']),
        kind: String(row['kind']),
        level: Number(row['level']),
        people: row['people'] as readonly string[],
      })),
    deliveries: (caseId) =>
      world.owner(
        `select d.*, n.kind from delivery d join notice n on n.id = d.notice where n.case_id = $1 order by d.id`,
        [caseId],
      ),
  };
};

/** `owner 0: coordinator-role`: for short expectations. */
export const short = (told: readonly Told[]): readonly string[] =>
  told.map(({ kind, level, people }) => `${kind} ${String(level)}: ${people.join(', ')}`);
