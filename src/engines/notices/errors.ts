/** The sentences of this engine's refusals. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const NOTICE_ERRORS: ErrorWords = refusals(404, {
  'notice.unknown': [
    '没有这条消息，或不是发给您这个岗位的。',
    'There is no such notice, or it was not sent to you in this role.',
  ],
});
