/** What is said when a bed cannot be had or changed. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const BED_REFUSALS: ErrorWords = {
  ...refusals(409, {
    'bed.none-free': [
      '没有符合用途和房间性别的空床，或最后一张刚被占用。可登记候补，或改选其他机构。',
      'No bed of this use and room is free, or the last one was just taken. Put the person on the waiting list, or choose another house.',
    ],
    'bed.in-use': ['床上有人或已预占，不能停用。', 'Somebody lies or is expected in this bed; it cannot be closed.'],
    'bed.closed-already': ['这张床已停用，或不是本机构的床。', 'This bed is closed already, or not of your house.'],
    'bed.not-closed': ['这张床没有停用，或不是本机构的床。', 'This bed is not closed, or not of your house.'],
    'bed.same-use': [
      '这张床本来就是这个用途，或不是本机构的床。',
      'This bed has that use already, or is not of your house.',
    ],
  }),
};
