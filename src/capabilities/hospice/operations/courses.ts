/** What the steps of a course load and write: its row, its sessions, and that a death or discharge stops what is open. */
import type { Json, Load, StepQuestion, TakenStep } from '../../../engines/pathways/capability.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { COURSE_STEPS, courseIn, DICTIONARY } from '../rules/courses.ts';
import type { CourseFact } from '../rules/courses.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
/** Steps with which a stay and so its courses end. */
const ENDS: readonly string[] = ['record-death', 'discharge'];

const findCourses = (caseId: string): Statement => ({
  name: 'hospice-courses-of',
  text: `select k.id, k.indication, k.technique, k.before, k.begun_at, k.ended_at, r.version, r.content,
                (select max(s.done_at) from hospice_course_session s where s.course = k.id) as last_session
           from hospice_course k left join resource r on r.type = 'CarePlan' and r.id = k.plan and not r.deleted
          where k.case_id = $1 order by k.begun_at, k.id`,
  values: [caseId],
});
const factFrom = (row: Rows[number]): CourseFact => ({
  ...{ id: text(row['id']), indication: text(row['indication']), technique: text(row['technique']) },
  ...{ before: Number(row['before']), begunAt: row['begun_at'] as Date },
  endedAt: (row['ended_at'] as Date | null) ?? null,
  lastSession: (row['last_session'] as Date | null) ?? null,
  kept:
    typeof row['content'] === 'string'
      ? { version: Number(row['version']), resource: JSON.parse(row['content']) as Json }
      : null,
});
export const courseLoads = ({ caseId, step }: StepQuestion): readonly Load[] =>
  COURSE_STEPS.includes(step) || ENDS.includes(step)
    ? [{ name: 'courses', statement: findCourses(caseId), read: (rows) => rows.map(factFrom) }]
    : [];

export const planId = (taken: TakenStep): string => `${taken.caseId}-c${String(taken.after.version)}`;

/** Guard: `hospice.course-open-already`, should two begin one kind at once. */
export const begun = (taken: TakenStep): Statement => ({
  name: 'hospice-course-begin',
  text: `with made as (
    insert into hospice_course (id, case_id, resident, organisation, plan, indication, technique, dictionary, planned, before,
                                begun_at, author)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing returning 1
  )
  select expect_rows((select count(*) from made), 1, 'hospice.course-open-already')`,
  values: [
    ...[taken.newId(), taken.caseId, taken.after.resident, taken.actor.organisation, planId(taken)],
    ...[taken.answers['indication'], taken.answers['technique'], DICTIONARY.version, taken.answers['planned']],
    ...[taken.answers['before'], taken.at, taken.actor.id],
  ],
});

/** Guard: `hospice.course-ended`, should it end while a session is being written down. */
export const sessionDone = (taken: TakenStep): Statement => ({
  name: 'hospice-course-session',
  text: `with going as (select id from hospice_course where id = $2 and ended_at is null for update), made as (
    insert into hospice_course_session (id, course, case_id, resident, organisation, done_at, note, author)
    select $1, going.id, $3, $4, $5, $6, $7, $8 from going returning 1
  )
  select expect_rows((select count(*) from made), 1, 'hospice.course-ended')`,
  values: [
    ...[taken.newId(), taken.answers['course'], taken.caseId, taken.after.resident, taken.actor.organisation],
    ...[new Date(text(taken.answers['doneAt'])), text(taken.answers['note']) || null, taken.actor.id],
  ],
});

const ended = (
  course: CourseFact,
  taken: TakenStep,
  how: { readonly ending: string; readonly after?: unknown; readonly result?: unknown; readonly why: string | null },
): Statement => ({
  name: 'hospice-course-end',
  text: `with gone as (
    update hospice_course set ended_at = $2, ending = $3, after = $4, result = $5, why = $6
     where id = $1 and ended_at is null returning 1
  )
  select expect_rows((select count(*) from gone), 1, 'hospice.course-ended')`,
  values: [course.id, taken.at, how.ending, how.after ?? null, how.result ?? null, how.why],
});

export const courseEnded = (taken: TakenStep): readonly Statement[] => {
  const course = courseIn(taken.loaded, taken.answers);
  if (course === undefined) return [];
  const { after, result, stopped } = taken.answers;
  const note = text(taken.answers['note']) || null;
  return taken.step === 'end-course'
    ? [ended(course, taken, { ending: 'finished', after, result, why: note })]
    : [
        ended(course, taken, {
          ending: 'stopped',
          why: [text(stopped), note].filter((one) => one !== null).join('：'),
        }),
      ];
};
/** Open courses of a stay that ends. */
export const stillOpen = (taken: TakenStep): readonly CourseFact[] =>
  ENDS.includes(taken.step)
    ? ((taken.loaded['courses'] as readonly CourseFact[] | undefined) ?? []).filter(({ endedAt }) => endedAt === null)
    : [];
export const coursesStopped = (taken: TakenStep): readonly Statement[] =>
  stillOpen(taken).map((course) =>
    ended(course, taken, { ending: 'stopped', why: taken.step === 'record-death' ? 'died' : 'stay-ended' }),
  );
