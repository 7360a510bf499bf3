/**
 * GB/T 42195-2022 老年人能力评估规范: 26 items in four groups, 90 points, high is good; levels 0 to 4; three adjustments. Whether
 * adjustments stack and whether they raise somebody found wholly able is open in what we could read, so both are settings.
 */
import { bandOf, type CutOffs } from './cut-offs.ts';
import { label, sum, type Answers, type Note, type Outcome, type Points, type Scale } from './define.ts';
import { ABILITY_CIRCUMSTANCES, ABILITY_GROUPS, ABILITY_ITEMS } from './ability-items.ts';

export const ABILITY_CUT_OFFS: CutOffs = {
  scale: 'gb-t-42195',
  version: 'GB/T 42195-2022',
  validFrom: '2022-12-30',
  source: 'GB/T 42195-2022，三份独立资料一致；升级是否叠加、完好者是否升级待核对原文',
  verified: true,
  bands: {
    total: [
      { code: 'level-4', from: 0, to: 29 },
      { code: 'level-3', from: 30, to: 45 },
      { code: 'level-2', from: 46, to: 65 },
      { code: 'level-1', from: 66, to: 89 },
      { code: 'level-0', from: 90, to: 90 },
    ],
  },
  settings: { stacking: true, raisesLevelZero: true },
};

/** Care-risk events of the last 30 days that count towards one level worse; from two on. */
const EVENTS_FROM = 2;

const levelNumber = (band: string): number => Number(band.slice('level-'.length));

/** The final level: coma at once to 4; then one level worse for a diagnosed mental disorder, and for repeated events. */
export const abilityLevel = (
  primary: number,
  circumstances: { readonly coma: boolean; readonly disorder: boolean; readonly events: number },
  settings: CutOffs['settings'],
): { readonly level: number; readonly notes: readonly Note[] } => {
  if (circumstances.coma) return { level: 4, notes: [{ code: 'coma' }] };
  if (primary === 4) return { level: 4, notes: [] };
  const reasons: Note[] = [];
  if (circumstances.disorder) reasons.push({ code: 'disorder' });
  if (circumstances.events >= EVENTS_FROM) reasons.push({ code: 'events' });
  if (reasons.length === 0) return { level: primary, notes: [] };
  if (primary === 0 && settings?.['raisesLevelZero'] !== true) return { level: 0, notes: [{ code: 'zero-kept' }] };
  const worse = settings?.['stacking'] === true ? reasons.length : 1;
  const notes = worse < reasons.length ? [...reasons, { code: 'not-stacked' }] : reasons;
  return { level: Math.min(4, primary + worse), notes };
};

const outcome = (points: Points, cutOffs: CutOffs, answers: Answers): Outcome => {
  const counted = Object.fromEntries(Object.entries(points).filter(([item]) => item in ABILITY_ITEMS));
  const coma = answers['consciousness'] === 'p0-coma';
  const parts = Object.fromEntries(
    Object.entries(ABILITY_GROUPS).map(([group, { items }]) => [group, sum(counted, items)]),
  );
  const circumstances = {
    coma,
    disorder: answers['disorder'] === 'yes',
    events: points['events'] ?? 0,
  };
  if (coma) {
    const { level, notes } = abilityLevel(4, circumstances, cutOffs.settings);
    // the rest need not have been answered, so a sum would say less than it seems to
    return { total: null, parts: {}, band: `level-${String(level)}`, bands: {}, notes };
  }
  const total = sum(counted);
  const primary = bandOf(cutOffs, 'total', total);
  const { level, notes } = abilityLevel(levelNumber(primary), circumstances, cutOffs.settings);
  return { total, parts, band: `level-${String(level)}`, bands: { primary }, notes };
};

export const ability: Scale = {
  code: 'gb-t-42195',
  version: 1,
  name: label('老年人能力评估（GB/T 42195-2022）', 'Ability of older people (GB/T 42195-2022)'),
  items: { ...ABILITY_ITEMS, ...ABILITY_CIRCUMSTANCES },
  groups: ABILITY_GROUPS,
  range: { min: 0, max: 90, step: 1 },
  better: 'high',
  bandLabels: {
    'level-0': label('能力完好', 'able'),
    'level-1': label('轻度失能', 'lightly disabled'),
    'level-2': label('中度失能', 'moderately disabled'),
    'level-3': label('重度失能', 'severely disabled'),
    'level-4': label('完全失能', 'wholly disabled'),
  },
  notes: {
    coma: label('昏迷，直接评定为完全失能', 'coma: wholly disabled at once'),
    disorder: label('确诊痴呆或其他精神行为障碍，升一级', 'diagnosed dementia or mental disorder: one level worse'),
    events: label(
      '近 30 天照护风险事件 2 次及以上，升一级',
      'two or more care-risk events in 30 days: one level worse',
    ),
    'not-stacked': label('两项升级不叠加，只升一级', 'the two adjustments do not add up: one level only'),
    'zero-kept': label('能力完好者不升级', 'a person found able is not raised'),
  },
  source: { text: 'GB/T 42195-2022 26 项 90 分，多份独立资料一致；未核对标准原文', verified: true },
  holder: null,
  cutOffs: [ABILITY_CUT_OFFS],
  spares: (answers) =>
    answers['consciousness'] === 'p0-coma'
      ? Object.keys(ABILITY_ITEMS)
          .filter((item) => item !== 'consciousness')
          .concat(Object.keys(ABILITY_CIRCUMSTANCES))
      : [],
  outcome,
};
