/** Words of the calls on the person's page, the sheet and the telephone. */
import { words as table } from '../../../platform/words.ts';

export const callWords = table(
  {
    title: '来电',
    none: '没有来电记录',
    record: '记录来电',
    more: (count: string) => `另有${count}次，见时间线`,
    done: '来电已记录',
  },
  {
    title: 'Calls',
    none: 'No calls recorded',
    record: 'Record a call',
    more: (count: string) => `${count} more in the timeline`,
    done: 'The call is recorded',
  },
);
