/** What a resident says when they object, and what is answered. Own questions: no official form exists for it. */
import { form } from '../../../engines/forms/define.ts';

export const ABOUTS = ['look', 'entry', 'other'] as const;
export const WRONGS = [
  'nobody-cares-for-me-there',
  'nobody-asked-me',
  'known-person',
  'content-wrong',
  'not-about-me',
  'other-reason',
] as const;

/** `look` and `entry` name what it is about: the number of the look, or `Type/id`. */
export const Objection = form({
  name: 'objection',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    about: { kind: 'choice', among: ABOUTS, required: true },
    look: { kind: 'text', max: 19 },
    entry: { kind: 'text', max: 110 },
    wrong: { kind: 'choice', among: WRONGS, required: true },
    note: { kind: 'text', max: 500, lines: 3 },
  },
});

export const DONE = [
  'access-ended',
  'talk',
  'training',
  'discipline',
  'reported',
  'entry-corrected',
  'entry-removed',
  'explained',
] as const;

/** `finding` is what the resident reads. */
export const Upheld = form({
  name: 'objection-upheld',
  version: 1,
  questions: {
    done: { kind: 'choices', among: DONE, required: true },
    finding: { kind: 'text', required: true, max: 500, lines: 3 },
  },
});

export const NotUpheld = form({
  name: 'objection-not-upheld',
  version: 1,
  questions: { finding: { kind: 'text', required: true, max: 500, lines: 3 } },
});

export const FORMS = [Objection, Upheld, NotUpheld];
