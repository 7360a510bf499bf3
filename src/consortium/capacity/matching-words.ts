/** The reasons of a matching as a person reads them. Days and instants are worded by the reader's side. Pure. */
import type { Language } from '../../platform/words.ts';
import { words } from '../../platform/words.ts';
import type { MatchReason } from './match-shapes.ts';

const GRADES_ZH: Readonly<Record<string, string>> = {
  national: '国家级',
  provincial: '省级',
  city: '市级',
  county: '县级',
};

/** One decimal below ten days, whole days above. */
const days = (count: number): string => (count < 10 ? String(Math.round(count * 10) / 10) : String(Math.round(count)));
const people = (count: number): string => `${String(count)} ${count === 1 ? 'person' : 'people'}`;

export const MATCHING_WORDS = words(
  {
    above: '本机构所属的卫生院，逐级转诊先到这里',
    'treated-before': (on: string) => `曾在该机构就诊（最近${on}）`,
    'same-consortium': '与本机构同属一个医共体，转回衔接方便',
    'key-specialty': (grade: string) => `${GRADES_ZH[grade] ?? ''}重点专科`,
    free: (free: number, places: number) => `现有空余床位${String(free)}张（共${String(places)}张），可预占`,
    slot: (at: string) => `最早可约 ${at}`,
    'walk-in': '门诊不设号源，居民持转诊单直接就诊，无需预占',
    near: (km: number) => (km < 1 ? '直线距离不到1公里' : `直线距离约${String(km)}公里`),
    'measured-wait': (count: number, come: number, waiting: number) =>
      `实测等候中位${days(count)}天（已到院${String(come)}人，仍在等${String(waiting)}人）`,
    'measured-wait-at-least': (count: number, come: number, waiting: number) =>
      `实测等候不少于${days(count)}天（已到院${String(come)}人，仍在等${String(waiting)}人）`,
    'wait-unknown': '等候时间尚无足够记录',
    peer: '与本机构同为基层机构，排在上级机构之后',
    stale: (at: string) => `数据更新于${at}，已过期，排序时降低采信`,
    'never-stated': '数据从未经科室确认，排序时降低采信',
    'other-specialty': '不是所选专科',
    'no-device': (device: string) => `该机构没有登记${device}`,
    'no-insurance': (insurance: string) => `该机构不接收${insurance}`,
    'too-young': (age: number, youngest: number) => `居民${String(age)}岁，该科室收治${String(youngest)}岁及以上`,
    'too-old': (age: number, oldest: number) => `居民${String(age)}岁，该科室收治${String(oldest)}岁及以下`,
    'no-emergencies': '该机构不收急诊',
    full: (places: number) => `床位已满，空余0 / ${String(places)}`,
    'no-slot': '近期没有可约号源',
    'slot-too-late': (at: string, limit: number) => `最早的号在${at}，超过${String(limit)}天`,
  },
  {
    above: 'The hospital your clinic is part of comes first',
    'treated-before': (on) => `Treated there before (last ${on})`,
    'same-consortium': 'Same consortium as yours: the way back is short',
    'key-specialty': (grade) => `Key specialty (${grade})`,
    free: (free, places) => `${String(free)} of ${String(places)} places free now, can be held`,
    slot: (at) => `First appointment ${at}`,
    'walk-in': 'Gives out no appointments: the resident comes with the referral, nothing needs holding',
    near: (km) => (km < 1 ? 'Less than 1 km in a straight line' : `About ${String(km)} km in a straight line`),
    'measured-wait': (count, come, waiting) =>
      `Measured wait: half had come within ${days(count)} days (${people(come)} came, ${String(waiting)} still waiting)`,
    'measured-wait-at-least': (count, come, waiting) =>
      `Measured wait: at least ${days(count)} days (${people(come)} came, ${String(waiting)} still waiting)`,
    'wait-unknown': 'Not enough referrals yet to tell the wait',
    peer: 'Of the base like yours: after houses of a higher level',
    stale: (at) => `Last updated ${at}, out of date: counts less in the ranking`,
    'never-stated': 'Never confirmed by the department: counts less in the ranking',
    'other-specialty': 'Not the specialty asked for',
    'no-device': (device) => `The organisation has no ${device} on record`,
    'no-insurance': (insurance) => `The organisation does not take: ${insurance}`,
    'too-young': (age, youngest) =>
      `The resident is ${String(age)}; the department takes ${String(youngest)} and older`,
    'too-old': (age, oldest) => `The resident is ${String(age)}; the department takes ${String(oldest)} and younger`,
    'no-emergencies': 'The organisation takes no emergencies',
    full: (places) => `All ${String(places)} places taken`,
    'no-slot': 'No appointment free in the coming days',
    'slot-too-late': (at, limit) => `The first appointment is ${at}, later than ${String(limit)} days`,
  },
);

/** How a reader words what only their side knows: moments, civil days, and the names behind codes. */
export type Wording = {
  readonly moment: (instant: string) => string;
  readonly day: (day: string) => string;
  readonly device: (code: string) => string;
  readonly insurance: (code: string) => string;
};

/** The sentence of a reason, without a full stop. */
export const reasonText = ({ code, values = {} }: MatchReason, language: Language, wording: Wording): string => {
  const table = MATCHING_WORDS[language];
  const text = (name: string): string => String(values[name] ?? '');
  const count = (name: string): number => Number(values[name] ?? 0);
  switch (code) {
    case 'treated-before':
      return table[code](wording.day(text('on')));
    case 'key-specialty':
      return table[code](text('grade'));
    case 'free':
      return table[code](count('free'), count('places'));
    case 'slot':
    case 'stale':
      return table[code](wording.moment(text('at')));
    case 'near':
      return table[code](count('km'));
    case 'measured-wait':
      return table[count('atLeast') === 1 ? 'measured-wait-at-least' : code](
        count('days'),
        count('come'),
        count('waiting'),
      );
    case 'no-device':
      return table[code](wording.device(text('device')));
    case 'no-insurance':
      return table[code](wording.insurance(text('insurance')));
    case 'too-young':
      return table[code](count('age'), count('youngest'));
    case 'too-old':
      return table[code](count('age'), count('oldest'));
    case 'full':
      return table[code](count('places'));
    case 'slot-too-late':
      return table[code](wording.moment(text('at')), count('days'));
    default:
      return table[code];
  }
};
