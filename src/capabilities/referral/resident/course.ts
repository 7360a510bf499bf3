/** A referral's steps read as its resident reads them: places agreed one after another, and what is to be done at home. */
import type { Appointment } from '../../../consortium/resident-access/shapes.ts';
import type { Role } from '../../../consortium/roles.ts';
import type { Json } from '../../../engines/pathways/capability.ts';

/** A step with its answers, oldest first. */
export type Taken = {
  readonly step: string;
  readonly at: Date;
  readonly role: Role;
  /** Who took it. */
  readonly by: string | null;
  readonly organisation: string | null;
  /** The department the answers name, and the organisation it belongs to. */
  readonly department: string | null;
  readonly house: string | null;
  readonly closes: boolean;
  readonly answers: Json;
};

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Every place in turn; only the last stands, and only it has the slot that is held now. */
export const destinationsOf = (course: readonly Taken[], slotAt: Date | null): readonly Appointment[] => {
  const places: Appointment[] = [];
  for (const { step, department, house, answers } of course) {
    const last = places.at(-1);
    if (department !== null && house !== null) {
      if (last !== undefined) places[places.length - 1] = { ...last, replaced: true };
      places.push({ organisation: house, department, at: null, arrangement: null, replaced: false });
    } else if (step === 'accept' && last !== undefined) {
      const at = textOf(answers['expectedAt']);
      const instant = at === null ? null : new Date(at).toISOString();
      places[places.length - 1] = { ...last, at: instant, arrangement: textOf(answers['arrangement']) };
    } else if (step === 'report-no-show' && last !== undefined) {
      places[places.length - 1] = { ...last, replaced: true };
    }
  }
  const last = places.at(-1);
  if (last !== undefined && last.at === null && slotAt !== null && !last.replaced)
    places[places.length - 1] = { ...last, at: slotAt.toISOString() };
  return places;
};

/** The tasks of the latest return form; done when the case was closed saying so. */
export const returnTasksOf = (
  course: readonly Taken[],
): readonly { readonly what: string; readonly due: string; readonly done: boolean }[] => {
  const note = course.findLast(({ step }) => step === 'issue-return')?.answers;
  const done = course.some(({ step, answers }) => step === 'close' && answers['tasksDone'] === 'all-done');
  const tasks = Array.isArray(note?.['tasks']) ? (note['tasks'] as readonly Json[]) : [];
  return tasks.flatMap((task) => {
    const what = textOf(task['what']);
    const due = textOf(task['due']);
    return what === null || due === null ? [] : [{ what, due, done }];
  });
};
