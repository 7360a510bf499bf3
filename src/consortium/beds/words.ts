/** What beds and their states are called. */
import { words } from '../../platform/words.ts';
import type { BedState, BedUse, Closure } from './uses.ts';

type Table<Keys extends string> = Readonly<Record<Keys, string>>;

export const BED_WORDS = words(
  {
    uses: {
      hospital: '医院床位',
      'elder-care': '养老床位',
      nursing: '护理型养老床位',
      hospice: '安宁疗护床位',
      rehabilitation: '康复床位',
      'day-care': '日间照料',
      'family-hospital': '家庭病床',
      'family-care': '家庭养老床位',
    } satisfies Table<BedUse>,
    states: { used: '在用', kept: '留床', held: '预占', free: '空床', closed: '停用' } satisfies Table<BedState>,
    closures: { cleaning: '待消毒', repair: '检修', staffing: '人手不足', other: '其他原因' } satisfies Table<Closure>,
  },
  {
    uses: {
      hospital: 'Hospital bed',
      'elder-care': 'Elder-care bed',
      nursing: 'Nursing bed',
      hospice: 'Hospice bed',
      rehabilitation: 'Rehabilitation bed',
      'day-care': 'Day care',
      'family-hospital': 'Hospital bed at home',
      'family-care': 'Care bed at home',
    },
    states: { used: 'Used', kept: 'Kept', held: 'Held', free: 'Free', closed: 'Closed' },
    closures: { cleaning: 'To be cleaned', repair: 'Repair', staffing: 'Staff missing', other: 'Other reason' },
  },
);
