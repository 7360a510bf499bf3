/** The sentences of refusals about access. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const ACCESS_ERRORS: ErrorWords = {
  ...refusals(403, {
    'consent.of-another': [
      '这项意愿由居民本人或其他机构登记，只有原登记方可以撤回。',
      'The resident or another organisation wrote this down; only they take it back.',
    ],
  }),
  ...refusals(409, {
    'access.flag-not-yours': [
      '这条记录已经核查，或者是您本人的查看，须由另一人核查。',
      'This was looked into already, or it was your own look and another person looks into it.',
    ],
  }),
  ...refusals(422, {
    'consent.guardian-needed': [
      '居民未满{years}周岁，须由监护人决定；请先在档案中登记监护人，再选择监护人办理。',
      'The resident is under {years}: a guardian decides. Record the guardian first, then choose them here.',
    ],
    'consent.no-such-guardian': [
      '所选监护人未登记、已失效，或与居民的关系不是监护人。',
      'The chosen guardian is not recorded, no longer in force, or not a guardian of this resident.',
    ],
  }),
};
