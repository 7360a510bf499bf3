/** A clock in words: first how much time, then until when, then what happens. Pure. */
import type { z } from 'zod';
import type { Clock } from '../../engines/pathways/shapes.ts';
import type { Urgency } from '../../engines/pathways/define.ts';
import { dayOf, dayWords, timeOf, weekdayWords } from './civil.ts';
import type { KitWords } from './words.ts';

export type ClockFact = z.infer<typeof Clock>;

export type ClockReading = {
  readonly words: string;
  readonly due: string;
  readonly then: string | null;
  /** `pressing` red, `soon` amber. */
  readonly tone: 'plain' | 'soon' | 'pressing';
  /** How much of the time is gone, 0–1. */
  readonly gone: number;
};

const MINUTE = 60_000;
const DAY = 24 * 60;

/** Whole minutes as a reader says them: minutes, then hours and minutes, then days. */
export const spanWords = (minutes: number, words: KitWords): string => {
  if (minutes < 60) return words.minutes(minutes);
  if (minutes >= DAY) return words.days(Math.floor(minutes / DAY));
  const rest = minutes % 60;
  return rest === 0 ? words.hours(minutes / 60) : words.hoursMinutes(Math.floor(minutes / 60), rest);
};

/** Late is what the clock says now, even when the server has not yet swept it. */
export const isLate = (clock: ClockFact, now: Date): boolean => clock.late || Date.parse(clock.dueAt) <= now.getTime();

const escalationWords = (clock: ClockFact, words: KitWords): string | null => {
  if (clock.escalation === 0) return null;
  return clock.escalation === 1 ? words.escalated : words.escalatedTimes(clock.escalation);
};

/** Due times of other days name the day; a day within the week by its weekday. */
const dueWords = (due: Date, words: KitWords, now: Date): { readonly first: string; readonly second: string } => {
  const day = dayOf(due);
  const near = (due.getTime() - now.getTime()) / MINUTE < 6 * DAY;
  const date = dayWords(day, words, now);
  const weekday = weekdayWords(day, words);
  return near
    ? { first: words.before(`${weekday} ${timeOf(due)}`), second: date }
    : { first: words.before(date), second: `${weekday} ${timeOf(due)}` };
};

export const readClock = (clock: ClockFact, urgency: Urgency, now: Date, words: KitWords): ClockReading => {
  const due = new Date(clock.dueAt);
  const started = Date.parse(clock.startedAt);
  const left = (due.getTime() - now.getTime()) / MINUTE;
  const whole = Math.max(1, (due.getTime() - started) / MINUTE);
  const gone = Math.min(1, Math.max(0, 1 - left / whole));
  const sameDay = dayOf(due) === dayOf(now);
  if (isLate(clock, now)) {
    const wasDue = sameDay ? timeOf(due) : `${dayWords(dayOf(due), words, now)} ${timeOf(due)}`;
    return {
      words: words.late(spanWords(Math.max(1, Math.floor(-left)), words)),
      due: words.wasDue(wasDue),
      then: escalationWords(clock, words),
      tone: 'pressing',
      gone: 1,
    };
  }
  // The last quarter says nothing about a clock that stands still at night.
  const soon = left <= 60 || (clock.aroundTheClock && left <= whole / 4);
  const tone = urgency === 'emergency' ? 'pressing' : soon ? 'soon' : 'plain';
  // Working-time clocks show the date, not a meaningless hour count.
  if (!sameDay && !(clock.aroundTheClock && left < DAY)) {
    const { first, second } = dueWords(due, words, now);
    return { words: first, due: second, then: null, tone, gone };
  }
  const at = sameDay ? timeOf(due) : `${dayWords(dayOf(due), words, now)} ${timeOf(due)}`;
  const minutes = Math.ceil(left);
  return {
    words: minutes < 1 ? words.dueNow : words.left(spanWords(minutes, words)),
    due: words.before(at),
    then: null,
    tone,
    gone,
  };
};
