/** What an event calls for: whom to tell what. Pure; who those people are is decided by the rosters. */
import type { Urgency } from '../pathways/define.ts';
import type { NoticeKind, NoticeLevel } from './shapes.ts';

/** One numbered event with what its step was. */
export type NoticeEvent = {
  readonly number: number;
  readonly kind: string;
  readonly at: Date;
  readonly caseId: string;
  readonly pathway: string;
  readonly resident: string | null;
  readonly urgency: Urgency;
  /** As the step left it. */
  readonly state: string;
  readonly owner: { readonly organisation: string; readonly role: string; readonly department: string | null } | null;
  readonly dueAt: Date | null;
  readonly escalation: number;
  /** The step left the state and the owner as they were. */
  readonly sameOwner: boolean;
  readonly step: string;
  readonly by: { readonly actor: string; readonly role: string; readonly organisation: string };
  /** Whoever opened the case: the practitioner role, null where a system did. */
  readonly opener: { readonly id: string | null; readonly role: string; readonly organisation: string };
  /** The party that receives what the case asks for, with the kind of its organisation. */
  readonly receiver: { readonly organisation: string; readonly kind: string } | null;
  /** The reason of a resident's wish. */
  readonly what: string | null;
};

export type Wanted = {
  readonly event: NoticeEvent;
  readonly kind: NoticeKind;
  readonly level: NoticeLevel;
  readonly organisation: string;
  readonly role: string;
  readonly department: string | null;
  readonly what: string | null;
  /** Told to this one person instead of to a role. */
  readonly person?: string | null;
  readonly withoutDuty?: boolean;
};

/** What the resident of a case is told after a step, by the pathway; null: nothing. */
export type ResidentNews = (step: string, ended: boolean, state: string) => string | null;
/** What a pathway says about the resident of its cases. */
export type ResidentSide = {
  readonly news: ResidentNews;
  /** The receiver's role that answers a resident's wish, by the kind of its organisation. */
  readonly answers: (kind: string) => string | undefined;
};

const toOwner = (event: NoticeEvent, kind: NoticeKind, more: Partial<Wanted> = {}): readonly Wanted[] =>
  event.owner === null ? [] : [{ event, kind, level: 0, ...event.owner, what: null, ...more }];

const toOpener = (event: NoticeEvent, kind: NoticeKind, what: string | null): Wanted => ({
  event,
  kind,
  level: 0,
  organisation: event.opener.organisation,
  role: event.opener.role,
  department: null,
  what,
  person: event.opener.id,
});

/** Nothing new for the owner: it is as it was, or they did it themselves. */
const knows = ({ owner, by, sameOwner }: NoticeEvent): boolean =>
  sameOwner || (owner !== null && by.organisation === owner.organisation && by.role === owner.role);

/**
 * Whoever opened a case hears what became of it, unless it is theirs to act on now or their house's own doing. What is recorded while
 * somebody is cared for, several times a day, is not that: the case is where it was, with whom it was.
 */
const news = (event: NoticeEvent): readonly Wanted[] => {
  const { owner, by, opener, sameOwner } = event;
  if (sameOwner || opener.id === null || by.organisation === opener.organisation || by.role === 'system') return [];
  return owner?.organisation === opener.organisation ? [] : [toOpener(event, 'news', event.step)];
};

const toResident = (event: NoticeEvent, side: ResidentSide | undefined): readonly Wanted[] => {
  if (event.resident === null) return [];
  const what = side?.news(event.step, event.owner === null, event.state) ?? null;
  return what === null ? [] : [{ ...toOpener(event, 'resident', what), person: null }];
};

const requested = (event: NoticeEvent, side: ResidentSide | undefined): readonly Wanted[] => {
  const opener = toOpener(event, 'request', event.what);
  const { receiver, what } = event;
  const role = receiver === null ? undefined : side?.answers(receiver.kind);
  if (receiver === null || role === undefined || receiver.organisation === event.opener.organisation) return [opener];
  const { organisation } = receiver;
  return [opener, { event, kind: 'request', level: 0, organisation, role, department: null, what }];
};

/** `tells`: the step is one the owner has to hear of, though nothing moved. */
export const wantedBy = (event: NoticeEvent, side: ResidentSide | undefined, tells = false): readonly Wanted[] => {
  switch (event.kind) {
    case 'case.escalated':
      // the second time the lead's duty office hears of it too
      return [
        ...toOwner(event, 'late', { withoutDuty: true }),
        ...toOwner(event, 'late', { level: 1 }),
        ...(event.escalation > 1 ? toOwner(event, 'late', { level: 2 }) : []),
      ];
    case 'case.opened':
    case 'case.moved':
    case 'case.closed':
      return [
        ...(knows(event) ? [] : toOwner(event, 'owner')),
        ...(tells && event.by.organisation !== event.owner?.organisation
          ? toOwner(event, 'news', { what: event.step })
          : []),
        ...news(event),
        ...toResident(event, side),
      ];
    case 'record.looked-at':
      // those who look after the resident hear of it, whoever owns the review
      return toOwner(event, 'news', { what: event.what });
    case 'resident.requested':
      return requested(event, side);
    default:
      return [];
  }
};
