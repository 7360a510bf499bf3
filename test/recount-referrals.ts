/**
 * The referral's facts and counters counted again in plain code from the stored JSON: every version of a case's Task and the
 * forms answered with its steps. Shares nothing with the SQL that keeps or rebuilds them; levels and consortia are those of
 * the test world, written down by hand.
 */
import { addDays, civilDay } from '../src/platform/civil-time.ts';
import type { Rows } from '../src/platform/postgres/database.ts';
import type { WorldOrganisation } from './world.ts';
import { ZONE } from './world.ts';

type Owner = (text: string, values?: readonly unknown[]) => Promise<Rows>;
type Json = Readonly<Record<string, unknown>>;

type Place = { readonly level: string; readonly consortium: string };
export const PLACES: Readonly<Partial<Record<WorldOrganisation, Place>>> = {
  village: { level: 'village', consortium: 'consortium-qinghe' },
  township: { level: 'township', consortium: 'consortium-qinghe' },
  'township-two': { level: 'township', consortium: 'consortium-qinghe' },
  'county-hospital': { level: 'county', consortium: 'consortium-qinghe' },
  // cooperates with a county's consortium and is of the city all the same
  'city-hospital': { level: 'city', consortium: 'consortium-qinghe' },
  'other-county-hospital': { level: 'county', consortium: 'consortium-baishi' },
};
const placeOf = (organisation: string): Place =>
  PLACES[organisation as WorldOrganisation] ?? { level: 'other', consortium: '' };

export type RecountedReferral = {
  readonly id: string;
  readonly counted: boolean;
  readonly openedAt: number;
  readonly openedOn: string;
  readonly sender: string;
  readonly receiver: string;
  readonly flow: string;
  readonly consortium: string;
  readonly answeredAt: number | null;
  readonly answerDueAt: number | null;
  readonly answerLate: boolean;
  readonly refusedFor: string | null;
  readonly arrivedAt: number | null;
  readonly returnedAt: number | null;
  readonly seenOn: string | null;
  readonly escalation: number;
  readonly closedAt: number | null;
  readonly ending: string | null;
};

type Extension = Json & { readonly url: string; readonly extension?: readonly Extension[] };
const valueOf = (extensions: readonly Extension[], url: string): unknown => {
  const found = extensions.find((one) => one.url === url);
  const entry = Object.entries(found ?? {}).find(([key]) => key.startsWith('value'));
  const value = entry?.[1];
  return typeof value === 'object' && value !== null ? (value as { readonly reference: string }).reference : value;
};
const idOf = (reference: unknown): string => String(reference).split('/')[1] ?? '';
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const instant = (value: unknown): number | null => (typeof value === 'string' ? Date.parse(value) : null);

type Version = {
  readonly at: number;
  readonly task: Json;
  readonly case: readonly Extension[];
  readonly step: readonly Extension[];
};
const versionFrom = (row: Rows[number]): Version => {
  const task = JSON.parse(String(row['content'])) as Json;
  const own = (task['extension'] as readonly Extension[])[0]?.extension ?? [];
  return {
    at: Date.parse(String(task['lastModified'])),
    task,
    case: own,
    step: own.find((one) => one.url === 'step')?.extension ?? [],
  };
};
const dueIn = (version: Version | undefined): number | null =>
  version === undefined || valueOf(version.case, 'limit') !== 'referral.answer'
    ? null
    : Date.parse((version.task['restriction'] as { readonly period: { readonly end: string } }).period.end);
const partyIn = (version: Version, name: string): string => {
  const party = version.case.find((one) => one.url === 'party' && valueOf(one.extension ?? [], 'name') === name);
  return idOf(valueOf(party?.extension ?? [], 'organisation'));
};

type Answer = { readonly linkId: string; readonly answer?: readonly Json[] };
const recount = (
  id: string,
  versions: readonly Version[],
  seenBelow: () => string | null,
  forms: ReadonlyMap<string, readonly Answer[]>,
): RecountedReferral => {
  const first = versions[0];
  const last = versions.at(-1);
  if (first === undefined || last === undefined) throw new Error('a case without a version');
  const told = (version: Version, question: string): unknown =>
    Object.values(
      forms.get(idOf(valueOf(version.step, 'answers')))?.find((item) => item.linkId === question)?.answer?.[0] ?? {},
    )[0];
  let answeredAt: number | null = null;
  let answerLate = false;
  let refusedFor: string | null = null;
  let arrivedAt: number | null = null;
  let returnedAt: number | null = null;
  let seenOn: string | null = null;
  for (const [index, version] of versions.entries()) {
    const step = String(valueOf(version.step, 'code'));
    const due = dueIn(versions[index - 1]);
    if (answeredAt === null && due !== null && version.at > due) answerLate = true;
    if (['accept', 'refuse', 'redirect', 'pass-on'].includes(step)) answeredAt ??= version.at;
    if (step === 'refuse') refusedFor ??= String(valueOf(version.step, 'reason'));
    if (step === 'arrive') arrivedAt ??= instant(told(version, 'arrivedAt'));
    if (step === 'issue-return' || step === 'send-down') returnedAt = version.at;
    if (step === 'question-return' || step === 'send-back') returnedAt = null;
    if (step === 'send-back') seenOn = null;
    if (step === 'close-on-visit') seenOn ??= seenBelow();
    if (step === 'record-visit') seenOn ??= textOrNull(told(version, 'seenOn'));
  }
  const ending = (valueOf(last.case, 'ending') as string | undefined) ?? null;
  // a hospital that sends a resident down opens the case itself
  const down = String(valueOf(first.step, 'code')) === 'send-down';
  const sender = partyIn(first, down ? 'receiver' : 'sender');
  const receiver = partyIn(last, down ? 'sender' : 'receiver');
  return {
    id,
    counted: ending !== 'duplicate' && !(ending === 'patient-declined' && versions.length === 1),
    openedAt: first.at,
    openedOn: civilDay(new Date(first.at), ZONE),
    sender,
    receiver,
    flow: `${placeOf(sender).level}>${placeOf(receiver).level}`,
    consortium: placeOf(sender).consortium,
    answeredAt,
    answerDueAt: answeredAt === null ? dueIn(last) : null,
    answerLate,
    refusedFor,
    arrivedAt,
    returnedAt,
    seenOn,
    escalation: Number(valueOf(last.case, 'escalation')),
    closedAt: instant(valueOf(last.case, 'closed-at')),
    ending,
  };
};

/** Every referral in the database, from its JSON alone. */
export const recountReferrals = async (owner: Owner): Promise<readonly RecountedReferral[]> => {
  const rows = await owner(
    `select id, version, content from resource where type = 'Task'
     union all select id, version, content from resource_history where type = 'Task' order by id, version`,
  );
  const answered = await owner(`select id, content from resource where type = 'QuestionnaireResponse'`);
  const forms = new Map(
    answered.map((row) => [
      String(row['id']),
      ((JSON.parse(String(row['content'])) as Json)['item'] ?? []) as readonly Answer[],
    ]),
  );
  const cases = new Map<string, Version[]>();
  for (const row of rows) {
    if (!String(row['content']).includes('PlanDefinition/referral|')) continue;
    const id = String(row['id']);
    cases.set(id, [...(cases.get(id) ?? []), versionFrom(row)]);
  }
  const recounted = (id: string): RecountedReferral => {
    const versions = cases.get(id) ?? [];
    const part = (versions[0]?.task['partOf'] ?? []) as readonly { readonly reference: string }[];
    const parent = part[0]?.reference.replace('Task/', '');
    return recount(id, versions, () => (parent === undefined ? null : recounted(parent).seenOn), forms);
  };
  return [...cases.keys()].map(recounted);
};

/** The kept rows in the shape of the recounted, for comparison. */
export const keptReferrals = async (owner: Owner): Promise<readonly RecountedReferral[]> => {
  const rows = await owner('select * from referral_fact');
  const time = (value: unknown): number | null => (value instanceof Date ? value.getTime() : null);
  return rows.map((row) => ({
    id: String(row['case_id']),
    counted: row['counted'] === true,
    openedAt: time(row['opened_at']) ?? NaN,
    openedOn: String(row['opened_on']),
    sender: String(row['sender']),
    receiver: String(row['receiver']),
    flow: `${String(row['sender_level'])}>${String(row['receiver_level'])}`,
    consortium: String(row['sender_consortium']),
    answeredAt: time(row['answered_at']),
    answerDueAt: time(row['answer_due_at']),
    answerLate: row['answer_late'] === true,
    refusedFor: textOrNull(row['refusal_reason']),
    arrivedAt: time(row['arrived_at']),
    returnedAt: time(row['returned_at']),
    seenOn: textOrNull(row['seen_on']),
    escalation: Number(row['escalation']),
    closedAt: time(row['closed_at']),
    ending: textOrNull(row['ending']),
  }));
};

// The upper bounds of the intervals, in minutes, said again in hours and days.
const HOURS = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 15, 18, 21, 24, 30, 36];
const DAYS = [2, 2.5, 3, 3.5, 4, 5, 6, 7, 8, 10, 12, 14, 17, 21, 25, 30, 40, 50, 60, 75, 90, 120, 180, 365];
const BOUNDS = [5, 10, 15, 20, 25, 30, 40, 50, ...HOURS.map((hours) => hours * 60), ...DAYS.map((days) => days * 1440)];
const intervalOf = (from: number, until: number): string => {
  const minutes = Math.max(0, Math.floor((until - from) / 60_000));
  return String(BOUNDS.filter((bound) => bound <= minutes).length);
};
const daysFrom = (from: string, until: string): string => {
  let days = 0;
  while (addDays(from, days) < until) days += 1;
  return String(days);
};

const LEVELS = ['village', 'township', 'county', 'city'];
/** How many levels of care it climbs; below 0 down. */
export const climb = (flow: string): number => {
  const [from = '', to = ''] = flow.split('>');
  return LEVELS.indexOf(to) - LEVELS.indexOf(from);
};
/** Sent down by a hospital: nobody is asked for an answer, and nobody arrives. */
export const goesDown = (flow: string): boolean => climb(flow) < 0;

/** What one referral counts in, as `kind value`. */
const keysOf = (one: RecountedReferral): readonly string[] => {
  if (!one.counted) return [];
  const { openedAt, answeredAt, arrivedAt, returnedAt, closedAt, seenOn } = one;
  const [from, to] = one.flow.split('>');
  const returnedOn = returnedAt === null ? null : civilDay(new Date(returnedAt), ZONE);
  const closedOn = closedAt === null ? null : civilDay(new Date(closedAt), ZONE);
  const keys = ['sent ', `flow ${one.flow}`];
  if (returnedAt !== null) keys.push(`returned ${String(to)}>${String(from)}`);
  if (one.ending !== null) keys.push(`ended ${one.ending}`);
  if (one.ending === 'finished') keys.push('finished ');
  if (answeredAt !== null) keys.push('answered ', `answer ${intervalOf(openedAt, answeredAt)}`);
  if (answeredAt !== null && !one.answerLate) keys.push('on_time ');
  if (answeredAt === null && one.answerLate) keys.push('unanswered_late ');
  if (answeredAt === null && closedAt !== null && !goesDown(one.flow))
    keys.push(`answer-ended ${intervalOf(openedAt, closedAt)}`);
  if (one.refusedFor !== null) keys.push('refused ', `refusal ${one.refusedFor}`);
  if (arrivedAt !== null) {
    keys.push(`arrival ${intervalOf(openedAt, arrivedAt)}`);
    if (returnedAt !== null) keys.push(`return ${intervalOf(arrivedAt, returnedAt)}`);
    else if (closedAt !== null) keys.push(`return-ended ${intervalOf(arrivedAt, closedAt)}`);
  } else if (closedAt !== null && !goesDown(one.flow)) keys.push(`arrival-ended ${intervalOf(openedAt, closedAt)}`);
  if (returnedOn !== null && seenOn !== null) keys.push(`seen ${daysFrom(returnedOn, seenOn)}`);
  if (returnedOn !== null && seenOn === null && closedOn !== null)
    keys.push(`seen-ended ${daysFrom(returnedOn, closedOn)}`);
  return keys;
};

export type Counters = Readonly<Record<string, number>>;

export const recountCounters = (referrals: readonly RecountedReferral[]): Counters => {
  const counters: Record<string, number> = {};
  for (const one of referrals)
    for (const key of keysOf(one))
      for (const span of [`day ${one.openedOn}`, `month ${one.openedOn.slice(0, 7)}-01`]) {
        const whole = `${span} ${one.consortium} ${key}`;
        counters[whole] = (counters[whole] ?? 0) + 1;
      }
  return counters;
};

/** What the counters say and what they are behind by, added: as every figure reads them. */
export const keptCounters = async (owner: Owner): Promise<Counters> => {
  const rows = await owner(
    `with told as (
       select span, opened_on, sender_consortium, kind, value, count from referral_count
       union all select s.span, s.opened_on, sender_consortium, kind, value, by from referral_counts_behind() b, referral_spans(b.opened_on) s
       union all select span, opened_on, sender_consortium, kind, value::text, count from referral_spread
       union all select s.span, s.opened_on, sender_consortium, kind, value::text, by from referral_spreads_behind() b, referral_spans(b.opened_on) s)
     select span || ' ' || opened_on || ' ' || sender_consortium || ' ' || kind || ' ' || value as key, sum(count) as count
       from told group by 1 having sum(count) <> 0`,
  );
  return Object.fromEntries(rows.map((row) => [String(row['key']), Number(row['count'])]));
};
