/** The page of a stay from its rows; days are worked out as the ledger would (engines/care-days). */
import { ageOn, civilDay } from '../../../platform/civil-time.ts';
import type { Rows } from '../../../platform/postgres/database.ts';
import { answersFrom } from '../../../engines/forms/response.ts';
import { factsFrom } from '../../../engines/care-days/statements.ts';
import { workOut } from '../../../engines/care-days/settle.ts';
import type { CareDayRules } from '../../../engines/care-days/settle.ts';
import { RESIDENCE_FORMS } from '../forms.ts';
import { residence } from '../pathway/residence.ts';
import type { CareNote, StayDay, StayView } from '../shapes.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOr = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const instant = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : null);
const DAY = 86_400_000;
const WEEK = 7 * DAY;

const formOf = (step: string) => {
  const found = Object.entries(residence.steps).find(([name]) => name === step)?.[1].form?.name;
  return RESIDENCE_FORMS.find(({ name }) => name === found);
};

export const notesFrom = (rows: Rows): readonly CareNote[] =>
  rows.flatMap((row) => {
    const form = formOf(text(row['step']));
    if (form === undefined) return [];
    return [
      {
        ...{ at: instant(row['at']) ?? '', step: text(row['step']), by: textOr(row['by']) },
        answers: answersFrom(form, JSON.parse(text(row['response'])) as Record<string, unknown>),
      },
    ];
  });

const lastOf = (notes: readonly CareNote[], step: string): CareNote | null =>
  notes.find((note) => note.step === step) ?? null;
const DAILY = ['record-care', 'give-medicines', 'record-incident'];

/** What the notes say, apart: the plan and the list that hold, the last week, and every incident. */
export const careFrom = (notes: readonly CareNote[], at: Date) => ({
  plan: lastOf(notes, 'plan-care'),
  medicines: lastOf(notes, 'set-medicines'),
  brought: textOr(lastOf(notes, 'admit')?.answers['medicines']),
  contact: textOr(lastOf(notes, 'admit')?.answers['keyContact']),
  notes: notes.filter(({ step, at: when }) => DAILY.includes(step) && at.getTime() - Date.parse(when) < WEEK),
  incidents: notes.filter(({ step }) => step === 'record-incident'),
});

/** The days of this stay with who pays each; `facts` are the names of houses and the rows of `findDayFacts`. */
export const daysFrom = (
  id: string,
  resident: string,
  facts: readonly Rows[],
  rules: CareDayRules,
  today: string,
): readonly StayDay[] => {
  const [names = [], ...rest] = facts;
  const name = new Map(names.map((row) => [text(row['id']), text(row['short_name'])]));
  const known = factsFrom(rest).get(resident);
  return known === undefined
    ? []
    : workOut(known, rules, today)
        .splits.filter(({ careDay }) => careDay.episode === id)
        .map(({ careDay, day, organisation, parts, income, exclusive, because, verified }) => ({
          ...{ day, place: careDay.place, kind: careDay.kind, counted: careDay.counted, income, exclusive, verified },
          organisation: { id: organisation, name: name.get(organisation) ?? organisation },
          parts: parts.map(({ payer, fen }) => ({ payer, fen })),
          because: because.map((one) => ({
            code: one.code,
            ...(one.values === undefined ? {} : { values: one.values }),
          })),
        }));
};

const awayFrom = (head: Rows[number], notes: readonly CareNote[]): StayView['away'] => {
  const since = instant(head['away_from']);
  return since === null
    ? null
    : {
        where: { id: text(head['destination']), name: text(head['away_name']) },
        ...{ since, bedKept: head['bed_kept'] === true },
        why: textOr(lastOf(notes, 'to-hospital')?.answers['why']),
      };
};

const familyFrom = (rows: Rows): StayView['family'] =>
  rows.map((row) => ({
    ...{ id: text(row['id']), who: text(row['who']), relation: text(row['relation']) },
    parts: [...(row['parts'] as readonly string[])],
    consentedBy: text(row['consented_by']),
    ...{ untilAt: instant(row['until_at']) ?? '', endedAt: instant(row['ended_at']) },
  }));

export const stayFrom = (
  head: Rows[number],
  rest: readonly Rows[],
  options: { readonly rules: CareDayRules; readonly today: string; readonly at: Date },
): StayView => {
  const { rules, today, at } = options;
  const [noteRows = [], results = [], grants = [], family = [], ...facts] = rest;
  const id = text(head['id']);
  const resident = text(head['resident']);
  const notes = notesFrom(noteRows);
  const from = head['from_at'];
  const until = head['until_at'];
  return {
    ...{ case: id, state: text(head['state']), home: { id: text(head['home']), name: text(head['home_name']) } },
    resident: {
      ...{ id: resident, name: text(head['name']), gender: text(head['gender']) },
      age: typeof head['birth_date'] === 'string' ? ageOn(head['birth_date'], today) : null,
    },
    bed:
      typeof head['label'] === 'string'
        ? { label: head['label'], ward: text(head['ward']), room: text(head['room']), use: text(head['use']) }
        : null,
    ...{ from: instant(from), until: instant(until) },
    daysHere:
      from instanceof Date
        ? Math.round(
            (Date.parse(until instanceof Date ? civilDay(until, rules.zone) : today) -
              Date.parse(civilDay(from, rules.zone))) /
              DAY,
          )
        : null,
    level:
      typeof head['level'] === 'string'
        ? { code: head['level'], at: instant(head['level_at']), assessed: head['assessed'] === true }
        : null,
    away: awayFrom(head, notes),
    ...careFrom(notes, at),
    assessments: results.map((row) => ({
      ...{
        case: text(row['case_id']),
        scale: text(row['scale']),
        level: text(row['level']),
        state: text(row['state']),
      },
      ...{ concludedAt: instant(row['concluded_at']) ?? '', validUntil: textOr(row['valid_until']) },
    })),
    benefits: grants.map((row) => ({
      ...{ case: text(row['case_id']), programme: text(row['programme']), state: text(row['state']) },
      ...{ from: text(row['from_on']), until: text(row['until_on']) },
      ...{ fundFen: Number(row['fund']), selfFen: Number(row['self']) },
    })),
    family: familyFrom(family),
    days: [...daysFrom(id, resident, facts, rules, today)],
    serverTime: at.toISOString(),
  };
};
