/** What is answered on the way to knowing whether two residents are one. Own questions: no official form exists for it. */
import { form } from '../../../engines/forms/define.ts';

/** Why they are one; `keep` is the resident whose record goes on. */
export const SamePerson = form({
  name: 'identity-same-person',
  version: 1,
  questions: {
    keep: { kind: 'pick', of: 'resident', required: true },
    grounds: {
      kind: 'choices',
      required: true,
      among: ['card-seen', 'spoke-with-resident', 'spoke-with-family', 'paper-record', 'records-agree'],
    },
    note: { kind: 'text', required: true, max: 500, lines: 3 },
  },
});

export const DifferentPersons = form({
  name: 'identity-different-persons',
  version: 1,
  questions: {
    grounds: {
      kind: 'choices',
      required: true,
      among: ['card-seen', 'spoke-with-resident', 'spoke-with-family', 'twins', 'relatives', 'records-contradict'],
    },
    note: { kind: 'text', required: true, max: 500, lines: 3 },
  },
});

export const MoreInformation = form({
  name: 'identity-more-information',
  version: 1,
  questions: { question: { kind: 'text', required: true, max: 500, lines: 3 } },
});

export const Information = form({
  name: 'identity-information',
  version: 1,
  questions: { answer: { kind: 'text', required: true, max: 500, lines: 3 } },
});

export const FORMS = [SamePerson, DifferentPersons, MoreInformation, Information] as const;
