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
    'close.entered-already': ['这项登记已经有了，不需重复登记。', 'This is entered already.'],
    'close.not-yours': [
      '没有这项登记，或已终止，或由其他机构登记。',
      'There is no such entry, or it has ended, or another organisation entered it.',
    ],
    'access.flag-not-yours': [
      '这条记录已经核查，或者是您本人的查看，须由另一人核查。',
      'This was looked into already, or it was your own look and another person looks into it.',
    ],
  }),
  ...refusals(422, {
    'close.whose': ['请选择是本机构哪位工作人员。', 'Choose the member of staff.'],
    'close.what-relative': ['请选择与工作人员的关系。', 'Choose how they are related.'],
    'close.not-of-the-house': [
      '所选人员今天不是本机构的工作人员，由其所在机构登记。',
      'This person does not work here today; their own organisation enters it.',
    ],
    'close.nobody': ['没有持这个号码的居民，请核对号码。', 'Nobody has this number. Check it.'],
    'close.several': [
      '这个号码登记在几位居民名下，请改用身份证号。',
      'Several residents have this number; use the identity number.',
    ],
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
