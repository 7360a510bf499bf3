/** What the steps of a stay say to the ledger of days: in the home, in hospital, back again, and how it ended. */
import type { TakenStep } from '../../../engines/pathways/capability.ts';
import { endStay, replaceCover, replaceGrade, sayStay } from '../../../engines/care-days/statements.ts';
import type { Place, StayEnd } from '../../../engines/care-days/core/places.ts';
import { asActor, asProgram } from '../../../consortium/identity/patients.ts';
import type { Statement } from '../../../platform/postgres/database.ts';

const begins = (taken: TakenStep, place: Place, organisation: string, bed: string | null, from: Date): Statement =>
  sayStay(
    {
      id: taken.newId(),
      resident: String(taken.after.resident),
      episode: taken.caseId,
      programme: 'elder-care',
      place,
      organisation,
      department: null,
      bed,
      from,
      until: null,
      ended: null,
      knownFrom: taken.at,
    },
    taken.actor.id,
  );
const ends = (taken: TakenStep, until: Date, ended: StayEnd): Statement =>
  endStay({ id: taken.newId(), episode: taken.caseId, until, ended, at: taken.at, author: taken.actor.id });

export const daysBegin = (taken: TakenStep, home: string, bed: string, from: Date): readonly Statement[] => [
  begins(taken, 'care-home', home, bed, from),
];
/** In hospital the home is paid for nothing; the hospital's own stay is the hospital's to say. */
export const daysGoAway = (taken: TakenStep, hospital: string, from: Date): readonly Statement[] => [
  ends(taken, from, 'transfer'),
  begins(taken, 'elsewhere', hospital, null, from),
];
/** The bed is said where it is known before the step: a kept one, or one that was named. */
export const daysComeBack = (taken: TakenStep, home: string, bed: string | null, from: Date): readonly Statement[] => [
  ends(taken, from, 'transfer'),
  begins(taken, 'care-home', home, bed, from),
];
export const daysEnd = (taken: TakenStep, until: Date): readonly Statement[] => [
  ends(taken, until, taken.after.ending === 'died' ? 'death' : 'discharge'),
];

type CoverPeriod = { readonly from: string; readonly until: string } | null;
const said = (taken: TakenStep, from: string) => ({
  ids: [taken.newId(), taken.newId()] as const,
  ...{ resident: String(taken.after.resident), from, at: taken.at, author: taken.actor.id },
  organisation: taken.actor.organisation,
});
/** Who decides on a benefit has no bed of the person's: the program writes what the decision means for the days. */
const byProgram = (taken: TakenStep, ...statements: readonly Statement[]): readonly Statement[] => [
  asProgram,
  ...statements,
  asActor(taken.actor),
];
/** Long-term-care insurance covers the days that were approved; the ledger of days works out what it pays of each. */
export const coverBegins = (taken: TakenStep, period: CoverPeriod): readonly Statement[] =>
  period === null
    ? []
    : byProgram(
        taken,
        replaceCover({ ...said(taken, period.from), kind: 'ltci', value: 'ltci' }),
        replaceCover({ ...said(taken, period.until), kind: 'ltci', value: null }),
      );
export const coverEnds = (taken: TakenStep, period: CoverPeriod): readonly Statement[] =>
  period === null ? [] : byProgram(taken, replaceCover({ ...said(taken, period.from), kind: 'ltci', value: null }));
/** The level the insurer's tables ask for, from the day it was concluded on. */
export const gradeSaid = (taken: TakenStep, level: string, from: string): readonly Statement[] =>
  byProgram(taken, replaceGrade({ ...said(taken, from), kind: 'disability', value: level.replace('level-', '') }));
