/** When a course may begin, go on and end: pure, over the courses of the stay that the server has loaded. */
import type { Rule, StepFacts } from '../../../engines/pathways/define.ts';
import { refuse } from '../../../platform/refusal.ts';
import dictionary from './techniques.json' with { type: 'json' };

export const INDICATIONS = ['pain', 'sleep', 'anxiety'] as const;
export const TECHNIQUES = ['ear-seeds', 'moxibustion', 'acupoint-patch', 'foot-bath', 'acupressure'] as const;
export const RESULTS = ['better', 'unchanged', 'worse'] as const;
export const STOPS = [
  'skin',
  'not-tolerated',
  'declined-course',
  'condition-changed',
  'moved-on',
  'entered-wrongly',
] as const;
export const DICTIONARY = dictionary;
export const COURSE_STEPS: readonly string[] = ['begin-course', 'record-session', 'end-course', 'stop-course'];

type Technique = (typeof dictionary)['techniques'][number] & { readonly validUntil?: string };
/** The technique as the dictionary has it on a civil day. */
export const techniqueOn = (code: unknown, day: string): Technique | undefined =>
  (dictionary.techniques as readonly Technique[]).find(
    (one) => one.code === code && one.validFrom <= day && (one.validUntil === undefined || day < one.validUntil),
  );

export type CourseFact = {
  readonly id: string;
  readonly indication: string;
  readonly technique: string;
  readonly before: number;
  readonly begunAt: Date;
  readonly endedAt: Date | null;
  readonly lastSession: Date | null;
  /** Its CarePlan as it is kept; null where this reader sees none. */
  readonly kept: { readonly version: number; readonly resource: Readonly<Record<string, unknown>> } | null;
};
export const coursesIn = (loaded: Readonly<Record<string, unknown>>): readonly CourseFact[] =>
  (loaded['courses'] as readonly CourseFact[] | undefined) ?? [];
export const courseIn = (
  loaded: Readonly<Record<string, unknown>>,
  answers: Readonly<Record<string, unknown>>,
): CourseFact | undefined => coursesIn(loaded).find(({ id }) => id === answers['course']);
const courseOf = ({ loaded, answers }: StepFacts): CourseFact | undefined => courseIn(loaded, answers);

export const techniqueInForce: Rule = (facts) =>
  !facts.answered ||
  techniqueOn(facts.answers['technique'], String(facts.loaded['today'])) !== undefined ||
  refuse('hospice.technique-not-in-force');

/** One course of a kind at a time: its before and after would say nothing otherwise. */
export const courseNotTwice: Rule = (facts) =>
  !facts.answered ||
  !coursesIn(facts.loaded).some(
    ({ endedAt, indication, technique }) =>
      endedAt === null && indication === facts.answers['indication'] && technique === facts.answers['technique'],
  ) ||
  refuse('hospice.course-open-already');

export const someCourseOpen: Rule = (facts) =>
  facts.loaded['courses'] === undefined ||
  coursesIn(facts.loaded).some(({ endedAt }) => endedAt === null) ||
  refuse('hospice.no-course-open');
export const courseGoesOn: Rule = (facts) => {
  if (!facts.answered) return true;
  const course = courseOf(facts);
  if (course === undefined) return refuse('hospice.course-unknown');
  return course.endedAt === null || refuse('hospice.course-ended');
};

export const sessionInCourse: Rule = (facts) => {
  const course = courseOf(facts);
  if (!facts.answered || course === undefined) return true;
  const at = new Date(String(facts.answers['doneAt']));
  if (at > facts.now) return refuse('hospice.in-the-future');
  return at >= course.begunAt || refuse('hospice.session-before-course');
};

/** A course ends with what it came to; without a score after, it can only be stopped with a reason. */
export const scoredAfter: Rule = (facts) =>
  !facts.answered || typeof facts.answers['after'] === 'number' || refuse('hospice.course-after-missing');
/** What nobody did has no effect to be told. */
export const someSession: Rule = (facts) => {
  const course = courseOf(facts);
  return (
    !facts.answered || course === undefined || course.lastSession !== null || refuse('hospice.course-without-session')
  );
};
