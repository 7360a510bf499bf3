/** What crosses the wire about cases: used by the server's routes and by the screens. Codes and ids, worded by the reader's side. */
import { z } from 'zod';
import { ENDINGS, URGENCIES } from './define.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const Clock = z.object({
  /** When the case is late: an instant with offset. */
  dueAt: z.string(),
  /** Code of the dated limit and the version it was taken from; unverified limits say so on the screen. */
  limit: z.string(),
  verified: z.boolean(),
  aroundTheClock: z.boolean(),
  late: z.boolean(),
  /** How often it was raised, and when last. */
  escalation: z.int(),
  escalatedAt: z.string().nullable(),
  startedAt: z.string(),
});

export const Owner = z.object({
  organisation: named,
  department: named.nullable(),
  role: z.string(),
  /** The reader's own organisation and role must act. */
  mine: z.boolean(),
  ownOrganisation: z.boolean(),
});

export const WorklistItem = z.object({
  id: z.string(),
  number: z.string(),
  pathway: z.string(),
  state: z.string(),
  version: z.int(),
  urgency: z.enum(URGENCIES),
  resident: z.object({ id: z.string(), name: z.string(), gender: z.string(), age: z.int().nullable() }).nullable(),
  headline: z.string(),
  sender: named,
  receiver: z.object({ organisation: named, department: named.nullable() }),
  owner: Owner.nullable(),
  clock: Clock.nullable(),
  ending: z.enum(ENDINGS).nullable(),
  changedAt: z.string(),
  /** Codes of what it is marked with for the one who asks; on a worklist only. */
  marks: z.array(z.string()),
});
export type WorklistItem = z.infer<typeof WorklistItem>;

export const WORKLIST_TABS = ['open', 'mine', 'waiting', 'closed'] as const;

/** Lives in the address bar: codes only. */
export const WorklistQuery = z.object({
  tab: z.enum(WORKLIST_TABS).default('open'),
  urgency: z.enum(URGENCIES).optional(),
  late: z.enum(['1']).optional(),
  due: z.enum(['today', 'next-working-day']).optional(),
  side: z.enum(['sent', 'received']).optional(),
  /** One state or several, with commas. */
  state: z.string().max(200).optional(),
  resident: z.string().max(64).optional(),
  /** The code of a mark every case shown carries, or several, with commas. */
  mark: z
    .string()
    .regex(/^[a-z-]+(,[a-z-]+)*$/)
    .max(120)
    .optional(),
  cursor: z.string().max(200).optional(),
  count: z.coerce.number().int().min(1).max(100).default(50),
});
export type WorklistQuery = z.infer<typeof WorklistQuery>;

export const Worklist = z.object({
  items: z.array(WorklistItem),
  next: z.string().nullable(),
  /** Of the whole tab, without the other filters. */
  counts: z.object({
    open: z.int(),
    mine: z.int(),
    waiting: z.int(),
    late: z.int(),
    emergency: z.int(),
    urgent: z.int(),
    routine: z.int(),
    sent: z.int(),
    received: z.int(),
  }),
  serverTime: z.string(),
  /** End of today and of the next working day in the region's zone: the borders of the worklist's groups. */
  endOfToday: z.string(),
  endOfNextWorkingDay: z.string(),
});
export type Worklist = z.infer<typeof Worklist>;

/** Marks cases may carry here, and how many of the open ones do. */
export const WorklistMarks = z.object({ marks: z.array(z.object({ code: z.string(), count: z.int() })) });
export const WatchView = z.object({ watched: z.boolean() });

/** A step one may take now (`form` names the form to answer, or null), or why not. */
export const StepView = z.object({
  step: z.string(),
  form: z.string().nullable(),
  primary: z.boolean(),
});
export const BlockedStep = z.object({ step: z.string(), reason: z.string() });

export const TimelineEntry = z.object({
  version: z.int(),
  step: z.string(),
  fromState: z.string().nullable(),
  toState: z.string(),
  at: z.string(),
  by: z.object({ name: z.string().nullable(), role: z.string(), organisation: named }),
  /** The coded reason of a refusal or ending, if the step had one. */
  reason: z.string().nullable(),
  /** The answered form as question code → answer, when this reader may see it. */
  answers: z.record(z.string(), z.unknown()).nullable(),
  form: z.string().nullable(),
});

export const HoldOfCase = z.object({
  id: z.string(),
  kind: z.enum(['quota', 'slot', 'bed']),
  department: named,
  status: z.enum(['active', 'used', 'released', 'expired']),
  untilAt: z.string(),
  slotAt: z.string().nullable(),
  overCapacity: z.boolean(),
});

export const CaseView = WorklistItem.extend({
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  steps: z.array(StepView),
  blocked: z.array(BlockedStep),
  timeline: z.array(TimelineEntry),
  /** The step codes still ahead on the ordinary way to the end, for the tail of the timeline. */
  ahead: z.array(z.string()),
  hold: HoldOfCase.nullable(),
  /** The opening form's answers: the summary shown beside the steps. */
  summary: z.record(z.string(), z.unknown()),
  allergies: z
    .object({ state: z.enum(['present', 'none-known', 'never-asked']), items: z.array(z.string()) })
    .nullable(),
  /**
   * The case it was opened from and those opened from it (where the resident is now), the closed one it follows and those that
   * follow it. `open`: the reader may look into it.
   */
  related: z.array(
    z.object({
      relation: z.enum(['parent', 'child', 'earlier', 'later']),
      id: z.string(),
      number: z.string(),
      pathway: z.string(),
      state: z.string(),
      ending: z.enum(ENDINGS).nullable(),
      changedAt: z.string(),
      receiver: z.object({ organisation: named, department: named.nullable() }),
      open: z.boolean(),
    }),
  ),
  /** Consent not yet signed (emergency: treat first, sign later). */
  consentOwed: z.boolean(),
  /** The dated tasks of the return plan. */
  tasks: z.array(z.object({ what: z.string(), due: z.string(), done: z.boolean() })),
});
export type CaseView = z.infer<typeof CaseView>;

export const TakeStepBody = z.object({
  /** The version the reader saw; another one is refused with 409. */
  version: z.int(),
  answers: z.record(z.string(), z.unknown()).default({}),
});
export const OpenCaseBody = z.object({
  /** Which of the pathway's opening steps; without it the first. */
  step: z.string().max(60).optional(),
  /** The draft's id, which becomes the case's. */
  id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
  answers: z.record(z.string(), z.unknown()),
});
/** What a step answers: the case as it is now. */
export const StepTaken = z.object({
  id: z.string(),
  number: z.string(),
  state: z.string(),
  version: z.int(),
  closed: z.boolean(),
});

/** Server-sent on /api/events: something about this case changed, or somebody was told; ids and codes only. */
export const CaseEvent = z.object({
  number: z.number(),
  kind: z.enum([
    'case.opened',
    'case.moved',
    'case.escalated',
    'case.closed',
    'resident.requested',
    /** A bed of this organisation changed by hand, or by a case of others; `case` is empty. */
    'bed.changed',
    /** New notices for people of this organisation; `case` is empty. */
    'notice.queued',
  ]),
  case: z.string(),
  urgency: z.enum(URGENCIES),
  mine: z.boolean(),
  /** Beds of this organisation that are to be looked at again. */
  beds: z.array(z.string()),
});
export type CaseEvent = z.infer<typeof CaseEvent>;
