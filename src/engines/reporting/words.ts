/** Sentences and words of reporting elsewhere. */
import { refusals } from '../../platform/errors.ts';
import type { ErrorWords } from '../../platform/errors.ts';
import { words } from '../../platform/words.ts';

export const REPORTING_ERRORS: ErrorWords = {
  ...refusals(404, {
    'report.unknown-target': ['没有这个上报平台。', 'There is no such place to report to.'],
    'report.unknown-batch': [
      '没有这批上报，或不属于本机构。',
      'There is no such batch, or it is not your organisation’s.',
    ],
  }),
  ...refusals(409, {
    'report.nothing': ['没有需要上报的单据。', 'There is nothing to report.'],
    'report.confirmed-already': ['这批已标记为已上报。', 'This batch is marked as reported already.'],
  }),
};

export const REPORTING_WORDS = words(
  {
    urgency: { emergency: '急诊', urgent: '紧急', routine: '普通' },
    file: (target: string, day: string) => `${target}上报 ${day}.xlsx`,
  },
  {
    urgency: { emergency: 'Emergency', urgent: 'Urgent', routine: 'Routine' },
    file: (target, day) => `${target} report ${day}.xlsx`,
  },
);
