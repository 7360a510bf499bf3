/** What a scale says while it is filled in; its items and answers are the scale's own words. */
import { words } from '../../platform/words.ts';

export const scaleWords = words(
  {
    notYet: '未评',
    scored: (points: number, name: string) => `${String(points)}分 ${name}`,
    points: (n: number) => `${String(n)}分`,
    missingItems: (n: number) => `还有${String(n)}项未评，不能算分`,
    unverified: '分级未核实',
    other: '其他情况',
    many: '可多选，不计分',
    holder: (who: string) => `量表权利人：${who}；本页为自拟短语`,
    range: (from: number, to: number) => `${String(from)}～${String(to)}`,
  },
  {
    notYet: 'not yet',
    scored: (points, name) => `${String(points)}: ${name}`,
    points: (n) => `${String(n)} points`,
    missingItems: (n) => `${String(n)} items missing: no score`,
    unverified: 'bands not verified',
    other: 'Other',
    many: 'any that apply; not counted',
    holder: (who) => `Rights in the instrument: ${who}; short words here are our own`,
    range: (from, to) => `${String(from)} to ${String(to)}`,
  },
);
