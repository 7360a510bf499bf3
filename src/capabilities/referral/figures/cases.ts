/** The cases behind a number: coded, newest first, by the same measures that counted them. Never an identity. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { FigureCases, Part } from '../shapes.ts';
import { asOf } from './as-of.ts';
import type { Range } from './ranges.ts';
import type { Scope } from './statements.ts';
import { within } from './statements.ts';

const UP = `array_position(array['village', 'township', 'county', 'city'], f.sender_level)
  < array_position(array['village', 'township', 'county', 'city'], f.receiver_level)`;
const DOWN = UP.replace('<', '>');
const OPEN = 'f.counted and f.closed_at is null';
const UNSEEN = `${OPEN} and f.returned_at is not null and f.seen_on is null and f.returned_on < $6::date`;

/** $5 now, $6 the first day of return whose days have not all passed, $7 how many days those are. */
const CONDITIONS: Readonly<Record<Part, string>> = {
  sent: 'm.sent',
  up: `m.sent and ${UP}`,
  down: `(m.sent and ${DOWN} or m.returned and ${UP})`,
  aside: `m.sent and (${UP}) is not true and (${DOWN}) is not true`,
  finished: 'm.finished',
  answered: 'm.answered',
  'on-time': 'm.on_time',
  'answer-due': `(m.answered or m.unanswered_late or ${OPEN} and f.answered_at is null and f.answer_due_at < $5)`,
  refused: 'm.refused and f.refused_at is not null',
  returned: 'm.returned',
  'seen-in-time': 'm.returned and f.seen_on - f.returned_on <= $7::integer',
  'seen-due': `m.returned and (f.seen_on is not null or f.closed_on - f.returned_on > $7::integer or ${UNSEEN})`,
  ended: 'm.sent and f.ending is not null',
  'waiting-answer': `${OPEN} and not goes_down(f) and f.answered_at is null and f.arrived_at is null`,
  'waiting-arrival': `${OPEN} and not goes_down(f) and f.arrived_at is null`,
  'waiting-return': `${OPEN} and f.arrived_at is not null and f.returned_at is null`,
  unanswered: `${OPEN} and not goes_down(f) and f.answered_at is null and f.escalation > 0`,
  unseen: UNSEEN,
};
/** A case that must be pressed is listed whenever it was sent. */
export const WHENEVER: readonly Part[] = ['unanswered', 'unseen'];
/** `refused` with a reason asks for the refusal's, any other part for the ending. */
const REASON: Partial<Record<Part, string>> = { refused: 'f.refusal_reason', ended: 'f.ending' };

/** The flow as the picture draws it: what was returned runs from the receiver to the sender. */
const flowCondition = (part: Part): string =>
  part === 'down' || part === 'returned'
    ? `$8 = any(array[case when ${UP} then f.receiver_level || '>' || f.sender_level end,
        case when ${DOWN} then f.sender_level || '>' || f.receiver_level end])`
    : `$8 = f.sender_level || '>' || f.receiver_level`;

export type CaseQuery = {
  readonly part: Part;
  readonly scope: Scope;
  readonly period: Range;
  readonly now: Date;
  readonly unseenBefore: string;
  readonly seenWithin: number;
  readonly flow: string | null;
  readonly reason: string | null;
  readonly other: string | null;
  readonly cursor: { readonly on: string; readonly at: string; readonly id: string } | null;
  readonly count: number;
  /** As of a past moment: its zone. */
  readonly zone: string | null;
};

const otherOf = (scope: Scope): string =>
  scope.kind === 'organisation' && scope.side === 'sent' ? 'f.receiver' : 'f.sender';
const days = (part: Part): string =>
  WHENEVER.includes(part) ? '$1::date <= $2::date' : 'f.opened_on between $1::date and $2::date';

/** As of a past moment the case is shown in the state it stood in. */
export const findFigureCases = (query: CaseQuery): Statement => {
  const { part, scope, period, cursor, zone } = query;
  const state = zone === null ? 'c.state' : 'case_state_as_of(f.case_id, $5)';
  const statement = {
    // without a name, so that it is planned for what is asked: a plan for any reason, flow and place on the list takes few rows
    // for granted, and sorts a year of refusals for the first twenty
    text: `select f.case_id as id, c.number, ${state} as state, f.urgency, f.ending, f.opened_on, f.opened_at, f.closed_at, f.refusal_reason,
           f.sender, s.name as sender_name, f.receiver, r.name as receiver_name, f.opened_at::text as place,
           floor(date_part('epoch', coalesce(f.closed_at, $5::timestamptz) - f.opened_at) / 86400)::integer as days
      from referral_fact f cross join lateral referral_measures(f) as m
      join cases c on c.id = f.case_id left join organisation s on s.id = f.sender left join organisation r on r.id = f.receiver
     where ${days(part)} and ${within(scope, '$3')} and ${CONDITIONS[part]} and $6::date is not null and $7::integer >= 0
       and ($8::text is null or ${flowCondition(part)}) and ($9::text is null or ${REASON[part] ?? 'f.ending'} = $9)
       and ($10::text is null or ${otherOf(scope)} = $10)
       and ($11::date is null or (f.opened_on, f.opened_at, f.case_id) < ($11::date, $12::timestamptz, $13::text))
     order by f.opened_on desc, f.opened_at desc, f.case_id desc limit $4`,
    values: [
      period.from,
      period.until,
      scope.id,
      query.count + 1,
      query.now,
      query.unseenBefore,
      query.seenWithin,
      query.flow,
      query.reason,
      query.other,
      cursor?.on ?? null,
      cursor?.at ?? null,
      cursor?.id ?? null,
    ],
  };
  return zone === null ? statement : asOf(statement, query.now, zone);
};

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const place = (id: unknown, name: unknown): { readonly id: string; readonly name: string } | null =>
  typeof id === 'string' ? { id, name: textOrNull(name) ?? id } : null;

/** One page: what was asked for, and where the next begins. */
export const casesFrom = (rows: Rows, count: number): FigureCases => {
  const shown = rows.slice(0, count);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => ({
      id: String(row['id']),
      number: String(row['number']),
      state: String(row['state']),
      urgency: row['urgency'] as FigureCases['items'][number]['urgency'],
      ending: (row['ending'] ?? null) as FigureCases['items'][number]['ending'],
      openedAt: (row['opened_at'] as Date).toISOString(),
      closedAt: row['closed_at'] instanceof Date ? row['closed_at'].toISOString() : null,
      sender: place(row['sender'], row['sender_name']) ?? { id: '', name: '' },
      receiver: place(row['receiver'], row['receiver_name']),
      refusal: textOrNull(row['refusal_reason']),
      days: Number(row['days']),
    })),
    next:
      rows.length > count && last !== undefined
        ? [String(last['opened_on']), String(last['place']), String(last['id'])].join('|')
        : null,
  };
};

/** Where a page begins, or undefined when nothing of the kind was ever given out. */
export const cursorFrom = (text: string | undefined): CaseQuery['cursor'] | undefined => {
  if (text === undefined) return null;
  const [on = '', at = '', id = '', ...rest] = text.split('|');
  const good = /^\d{4}-\d\d-\d\d$/.test(on) && !Number.isNaN(Date.parse(at)) && id !== '' && rest.length === 0;
  return good ? { on, at, id } : undefined;
};
