/** A course as a CarePlan, a session as a Procedure of it, and what it came to as an Observation with both scores. */
import type { Json, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import { planId, stillOpen } from '../operations/courses.ts';
import { courseIn } from '../rules/courses.ts';
import type { CourseFact } from '../rules/courses.ts';
import { COURSE_CHANGE, COURSE_INDICATION, COURSE_TECHNIQUE } from '../facts.ts';

type Resource = Written['resources'][number];
const coding = (system: string, code: unknown): Json => ({ coding: [{ system, code: String(code) }] });
const subject = (taken: TakenStep): Json => ({ reference: `Patient/${taken.after.resident ?? ''}` });
const house = (taken: TakenStep): Json => ({ reference: `Organization/${taken.actor.organisation}` });

const plan = (taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'CarePlan',
    id: planId(taken),
    status: 'active',
    intent: 'plan',
    category: [
      coding(COURSE_INDICATION, taken.answers['indication']),
      coding(COURSE_TECHNIQUE, taken.answers['technique']),
    ],
    subject: subject(taken),
    period: { start: taken.at.toISOString() },
    author: house(taken),
    activity: [
      {
        detail: {
          status: 'in-progress',
          code: coding(COURSE_TECHNIQUE, taken.answers['technique']),
          scheduledTiming: { repeat: { count: taken.answers['planned'] } },
        },
      },
    ],
  },
});

const closed = (course: CourseFact, taken: TakenStep, status: 'completed' | 'revoked'): readonly Resource[] => {
  if (course.kept === null) return [];
  const { resource, version } = course.kept;
  const period = resource['period'] as Json;
  return [{ replaces: version, resource: { ...resource, status, period: { ...period, end: taken.at.toISOString() } } }];
};

const session = (course: CourseFact, taken: TakenStep): Resource => ({
  replaces: null,
  resource: {
    resourceType: 'Procedure',
    id: `${taken.caseId}-p${String(taken.after.version)}`,
    status: 'completed',
    ...(course.kept === null ? {} : { basedOn: [{ reference: `CarePlan/${String(course.kept.resource['id'])}` }] }),
    code: coding(COURSE_TECHNIQUE, course.technique),
    subject: subject(taken),
    performedDateTime: String(taken.answers['doneAt']),
    performer: [{ actor: house(taken) }],
  },
});

/** Points less are better; what got worse is below nought. */
const change = (course: CourseFact, taken: TakenStep): Resource => {
  const after = Number(taken.answers['after']);
  const score = (code: string, value: number): Json => ({ code: coding(COURSE_CHANGE, code), valueInteger: value });
  return {
    replaces: null,
    resource: {
      resourceType: 'Observation',
      id: `${taken.caseId}-k${String(taken.after.version)}`,
      status: 'final',
      code: coding(COURSE_CHANGE, 'change'),
      category: [coding(COURSE_INDICATION, course.indication)],
      ...(course.kept === null ? {} : { basedOn: [{ reference: `CarePlan/${String(course.kept.resource['id'])}` }] }),
      subject: subject(taken),
      performer: [house(taken)],
      effectiveDateTime: taken.at.toISOString(),
      valueQuantity: { value: course.before - after },
      component: [score('before', course.before), score('after', after)],
    },
  };
};

export const courseRecords = (taken: TakenStep): readonly Resource[] => {
  if (taken.step === 'begin-course') return [plan(taken)];
  const course = courseIn(taken.loaded, taken.answers);
  const left = stillOpen(taken).flatMap((one) => closed(one, taken, 'revoked'));
  if (course === undefined) return left;
  switch (taken.step) {
    case 'record-session':
      return [session(course, taken)];
    case 'end-course':
      return [...closed(course, taken, 'completed'), change(course, taken)];
    case 'stop-course':
      return closed(course, taken, 'revoked');
    default:
      return left;
  }
};
