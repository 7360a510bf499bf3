/** Courses of traditional Chinese techniques: begun with a score, done in sessions, ended with a score or stopped with a reason. */
import { form } from '../../../engines/forms/define.ts';
import { INDICATIONS, RESULTS, STOPS, TECHNIQUES } from '../rules/courses.ts';

const course = { kind: 'pick', of: 'course', required: true } as const;
const TEN = { kind: 'whole', min: 0, max: 10 } as const;

export const CourseBegun = form({
  name: 'hospice-course',
  version: 1,
  questions: {
    indication: { kind: 'choice', among: INDICATIONS, required: true },
    technique: { kind: 'choice', among: TECHNIQUES, required: true },
    planned: { kind: 'whole', required: true, min: 1, max: 60 },
    before: { ...TEN, required: true },
  },
});
export const CourseSession = form({
  name: 'hospice-course-session',
  version: 1,
  questions: {
    course,
    doneAt: { kind: 'instant', required: true },
    note: { kind: 'text', max: 300, lines: 2 },
  },
});
export const CourseEnd = form({
  name: 'hospice-course-end',
  version: 1,
  questions: {
    course,
    after: TEN,
    result: { kind: 'choice', among: RESULTS, required: true },
    note: { kind: 'text', max: 300, lines: 2 },
  },
});
export const CourseStop = form({
  name: 'hospice-course-stop',
  version: 1,
  questions: {
    course,
    stopped: { kind: 'choice', among: STOPS, required: true },
    note: { kind: 'text', max: 300, lines: 2 },
  },
});
