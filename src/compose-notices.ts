/** Joins notices to the pathways' words, the region's limits and calendar, the residents' codes and the notifiers set up. */
import { CAPABILITIES } from './capabilities/index.ts';
import { breakGlassNews } from './capabilities/health-record/break-glass/server.ts';
import { objectionNews } from './capabilities/health-record/objection/server.ts';
import { ANSWERING, residentNews } from './capabilities/referral/server.ts';
import { isRole } from './consortium/roles.ts';
import type { Pack } from './consortium/region/read.ts';
import { ensureCode } from './consortium/resident-access/issue.ts';
import type { IssueOptions } from './consortium/resident-access/issue.ts';
import type { OwnView } from './consortium/resident-access/routes.ts';
import { REQUEST_REASONS } from './consortium/resident-access/shapes.ts';
import type { RequestReason } from './consortium/resident-access/shapes.ts';
import { findLookParties } from './consortium/access/emergency.ts';
import { asResident, findOpenCode } from './consortium/resident-access/store.ts';
import { RESIDENT_WORDS } from './consortium/resident-access/words.ts';
import { ROLE_WORDS } from './consortium/words.ts';
import { deliver } from './engines/notices/deliver.ts';
import { messagesFor } from './engines/notices/messages.ts';
import type { MessagesOptions, NoticeVocabulary } from './engines/notices/messages.ts';
import { GIVES_CODE, queueNotices } from './engines/notices/queue.ts';
import type { NoticesOptions } from './engines/notices/queue.ts';
import { raiseUnread } from './engines/notices/raise.ts';
import { NOTICES } from './engines/notices/store.ts';
import type { ResidentSide } from './engines/notices/wanted.ts';
import { regionLimits } from './engines/pathways/limits.ts';
import type { Clock } from './platform/clock.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Notifier } from './platform/notices/notifier.ts';
import type { Actor, Database } from './platform/postgres/database.ts';
import type { Language } from './platform/words.ts';

export type NoticeGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly pack: Pick<Pack, 'limits' | 'calendar' | 'zone'>;
  readonly notifiers: readonly Notifier[];
  /** The language of messages outside the program. */
  readonly language: Language;
  readonly residentPage: string | null;
  readonly access: IssueOptions;
  readonly viewOf: (actor: Actor, caseId: string, at: Date, language: Language) => Promise<OwnView | undefined>;
  /** Numbers the outbox: what was queued is announced by it. */
  readonly drain: () => void;
};

export type NoticeParts = {
  readonly options: NoticesOptions;
  readonly jobs: readonly Job[];
  /** Called when events were numbered. */
  readonly wake: () => void;
};

const DAY = 86_400_000;
const REST = 100;

/** By pathway; one without an entry tells its residents nothing. */
const RESIDENT_SIDES: Readonly<Record<string, ResidentSide>> = {
  referral: {
    news: residentNews,
    answers: (kind) => Object.entries(ANSWERING).find(([named]) => named === kind)?.[1],
  },
  'break-glass': { news: breakGlassNews, answers: () => undefined },
  objection: { news: objectionNews, answers: () => undefined },
};

/** Pathway and step. */
const TELLING = new Set(
  CAPABILITIES.flatMap(({ pathway }) =>
    Object.entries(pathway.steps).flatMap(([step, { tells }]) =>
      tells === 'owner' ? [`${pathway.name} ${step}`] : [],
    ),
  ),
);

const isReason = (text: string): text is RequestReason => (REQUEST_REASONS as readonly string[]).includes(text);

const vocabulary = (): NoticeVocabulary => {
  const byName = new Map(CAPABILITIES.map((capability) => [capability.pathway.name, capability]));
  const word = (pathway: string, kind: 'state' | 'step' | 'document', code: string, language: Language): string =>
    byName.get(pathway)?.word(kind, code, language) ?? code;
  return {
    document: (pathway, language) => word(pathway, 'document', pathway, language),
    state: (pathway, state, language) => word(pathway, 'state', state, language),
    step: (pathway, step, language) => word(pathway, 'step', step, language),
    role: (role, language) => (isRole(role) ? ROLE_WORDS[language][role] : role),
    request: (reason, language) => (isReason(reason) ? RESIDENT_WORDS[language].reasons[reason] : reason),
  };
};

/** Of a look: who looked, and whom to ring about it; undefined for a case that is none. */
const lookDetails = async (db: Database, caseId: string, at: Date): ReturnType<MessagesOptions['residentDetails']> => {
  const [[row] = []] = await db.read(NOTICES, at, [findLookParties(caseId)]);
  if (row === undefined) return undefined;
  const { asker, reviewer, phone } = row;
  return {
    to: String(asker),
    at: null,
    bring: [],
    ring: typeof phone === 'string' ? { organisation: String(reviewer), phone } : null,
    code: null,
  };
};

/** Where, when and what to bring, as the resident's own page says it; the code is the one that opens now. */
const residentDetailsOf =
  ({ db, access, viewOf }: NoticeGround): MessagesOptions['residentDetails'] =>
  async (caseId, resident, withCode, at, language) => {
    const view = await viewOf(asResident(resident), caseId, at, language);
    if (view === undefined) return lookDetails(db, caseId, at);
    const [codes = []] = withCode ? await db.read(NOTICES, at, [findOpenCode(caseId, at)]) : [[]];
    const open = codes[0];
    const expires = open?.['expires_at'];
    const ring = view.contacts.flatMap(({ organisation, phone }) =>
      phone === null ? [] : [{ organisation, phone }],
    )[0];
    return {
      to: view.where?.organisation.name ?? '',
      at: view.when.at,
      bring: view.bring.map(({ text }) => text),
      ring: ring ?? null,
      code:
        open === undefined || !(expires instanceof Date)
          ? null
          : {
              code: access.codes.codeOf(String(open['id'])),
              days: Math.max(1, Math.floor((expires.getTime() - at.getTime()) / DAY)),
            },
    };
  };

export const composeNotices = (ground: NoticeGround): NoticeParts => {
  const { db, clock, ids, pack, notifiers, language, residentPage, access, drain } = ground;
  const { zone, calendar } = pack;
  const nudges: (() => void)[] = [];
  const nudge = (): void => {
    drain();
    for (const run of nudges) run();
  };
  let wake = (): void => undefined;
  const options: NoticesOptions = {
    db,
    clock,
    ids,
    zone,
    calendar,
    limits: regionLimits(pack.limits, calendar, zone),
    channels: notifiers.map(({ channel, reach }) => ({ channel, reach })),
    residentSides: RESIDENT_SIDES,
    tellsOwner: (pathway, step) => TELLING.has(`${pathway} ${step}`),
    ensureCode: (caseId, resident, at) => ensureCode(access, { caseId, resident, by: NOTICES.id }, at),
    nudge,
  };
  const messageOf = messagesFor({
    db,
    zone,
    language,
    say: vocabulary(),
    residentPage,
    residentDetails: residentDetailsOf(ground),
    givesCode: GIVES_CODE,
  });
  return {
    options,
    jobs: [
      // a tenth of a second gathers what comes together; a notice has a second
      {
        name: 'notices',
        everyMs: 1000,
        restMs: REST,
        work: () => queueNotices(options),
        onNudge: (run) => (wake = run),
      },
      {
        name: 'unread notices',
        everyMs: 1000,
        restMs: REST,
        work: () => raiseUnread(options),
        onNudge: (run) => nudges.push(run),
      },
      ...notifiers.map(
        (notifier): Job => ({
          name: `deliveries by ${notifier.channel}`,
          everyMs: 1000,
          work: () => deliver({ db, clock, messageOf, nudge }, notifier),
          onNudge: (run) => nudges.push(run),
        }),
      ),
    ],
    wake: () => {
      wake();
    },
  };
};
