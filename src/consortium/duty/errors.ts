/** The sentences a keeper of a roster reads. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const DUTY_ERRORS: ErrorWords = {
  ...refusals(400, {
    'duty.day': ['没有这一天，请重新选择。', 'There is no such day; choose again.'],
    'duty.backwards': ['下班时间须晚于上班时间。', 'A shift has to end after it begins.'],
    'duty.same-week': ['请选择相隔至少一周的另一周。', 'Choose another week, at least seven days away.'],
    'duty.too-long': ['一个班次最多{days}天，请核对日期。', 'A shift lasts {days} days at most; check the dates.'],
  }),
  ...refusals(404, {
    'duty.unknown': ['没有这个班次，可能已被删除。', 'There is no such shift; it may have been removed.'],
  }),
  ...refusals(409, {
    'duty.week-taken': [
      '那一周已有{count}个班次，没有复制；如要覆盖，请选择“替换”。',
      'That week has {count} shifts already, so nothing was copied. To overwrite them choose “Replace”.',
    ],
    'duty.nothing-to-copy': ['这一周没有班次可复制。', 'There is no shift in this week to copy.'],
    'duty.twice': [
      '此人在这段时间已经排班，请先删除原来的班次。',
      'This person is on duty then already; remove that shift first.',
    ],
  }),
  ...refusals(422, {
    'duty.nobody': [
      '此人今天不在本机构担任该岗位，不能排班。',
      'This person does not hold the role in your organisation today.',
    ],
  }),
};
