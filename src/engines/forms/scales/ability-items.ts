/** The 26 items of GB/T 42195-2022 in short words of our own, and the two circumstances that change the level. */
import { choice, label, ladder, whole, type ScaleItem } from './define.ts';

type Rung = readonly [number, string, string];

/** The usual ladder of four points. */
const FOUR: readonly Rung[] = [
  [4, '独立完成', 'alone'],
  [3, '需提示或看护', 'with prompting or supervision'],
  [2, '部分需帮助，以自己为主', 'with help, mostly self'],
  [1, '主要靠帮助，能配合', 'mainly helped, cooperates'],
  [0, '完全依赖', 'wholly dependent'],
];
const four = (zh: string, en: string): ScaleItem => ladder(zh, en, FOUR);

const orientation = (zh: string, en: string): ScaleItem =>
  ladder(zh, en, [
    [4, '清楚', 'clear'],
    [3, '偶有差错', 'slips at times'],
    [2, '部分清楚', 'partly clear'],
    [1, '仅知很少', 'knows little'],
    [0, '不清楚', 'not clear'],
  ]);

const sense = (zh: string, en: string): ScaleItem =>
  ladder(zh, en, [
    [2, '正常', 'normal'],
    [1, '受限', 'limited'],
    [0, '几乎没有', 'nearly none'],
  ]);
const sign = (zh: string, en: string): ScaleItem =>
  ladder(zh, en, [
    [1, '近一月没有', 'none in the last month'],
    [0, '近一月有', 'present in the last month'],
  ]);

const SELF_CARE: Readonly<Record<string, ScaleItem>> = {
  eating: ladder('进食', 'Eating', [
    [4, '独立，无呛咳', 'alone, no choking'],
    [3, '需提示，偶有呛咳', 'prompting, seldom chokes'],
    [2, '少量协助，或每月呛咳', 'some help, or chokes monthly'],
    [1, '大量协助，或每周呛咳', 'much help, or chokes weekly'],
    [0, '完全依赖、吞咽困难或管饲', 'dependent, cannot swallow, or tube'],
  ]),
  grooming: four('修饰', 'Grooming'),
  bathing: four('洗澡', 'Bathing'),
  'upper-dressing': four('穿脱上衣', 'Upper dressing'),
  'lower-dressing': four('穿脱裤子和鞋袜', 'Lower dressing'),
  bladder: ladder('小便控制', 'Bladder', [
    [4, '能控制', 'continent'],
    [3, '偶有失禁', 'seldom incontinent'],
    [2, '有时失禁', 'at times incontinent'],
    [1, '经常失禁', 'often incontinent'],
    [0, '完全失禁或留置导尿', 'incontinent or catheter'],
  ]),
  bowel: ladder('大便控制', 'Bowel', [
    [4, '能控制', 'continent'],
    [3, '偶有失禁', 'seldom incontinent'],
    [2, '有时失禁', 'at times incontinent'],
    [1, '经常失禁', 'often incontinent'],
    [0, '完全失禁', 'incontinent'],
  ]),
  toilet: four('如厕', 'Toilet'),
};

const MOVEMENT: Readonly<Record<string, ScaleItem>> = {
  'bed-mobility': four('床上体位转移', 'Moving in bed'),
  transfer: four('床椅转移', 'Bed and chair'),
  walking: ladder('平地行走', 'Walking', [
    [4, '独立走约 50 米', 'about 50 m alone'],
    [3, '看护或辅具下走约 50 米', 'about 50 m with supervision or device'],
    [2, '需扶持，以自己为主', 'with support, mostly self'],
    [1, '主要靠扶持', 'mainly supported'],
    [0, '完全依赖', 'wholly dependent'],
  ]),
  stairs: ladder('上下楼梯', 'Stairs', [
    [3, '独立 10–15 级', '10 to 15 steps alone'],
    [2, '看护或扶栏', 'with supervision or rail'],
    [1, '需部分帮助', 'with some help'],
    [0, '主要或完全靠帮助', 'mainly or wholly helped'],
  ]),
};

const MIND: Readonly<Record<string, ScaleItem>> = {
  time: orientation('时间定向', 'Time'),
  place: orientation('空间定向', 'Place'),
  person: orientation('人物定向', 'Persons'),
  memory: ladder('记忆', 'Memory', [
    [4, '完好', 'intact'],
    [3, '偶有遗忘', 'forgets at times'],
    [2, '部分遗忘', 'forgets some'],
    [1, '大多遗忘', 'forgets most'],
    [0, '完全遗忘', 'forgets all'],
  ]),
  understanding: ladder('理解能力', 'Understanding', [
    [4, '能理解', 'understands'],
    [3, '需放慢或重复', 'slowly or repeated'],
    [2, '理解简单内容', 'simple things'],
    [1, '理解很少', 'very little'],
    [0, '不能理解', 'nothing'],
  ]),
  expression: ladder('表达能力', 'Expression', [
    [4, '能表达', 'expresses'],
    [3, '需时间或提示', 'given time or a prompt'],
    [2, '表达简单需要', 'simple needs'],
    [1, '表达很少', 'very little'],
    [0, '不能表达', 'nothing'],
  ]),
  aggression: sign('攻击行为', 'Aggression'),
  depression: sign('抑郁症状', 'Depression'),
  consciousness: choice('意识水平', 'Consciousness', {
    p2: [2, '清醒', 'clear'],
    p1: [1, '嗜睡或混乱', 'drowsy or confused'],
    p0: [0, '昏睡', 'stupor'],
    // counts the same as stupor, and ends the assessment
    'p0-coma': [0, '昏迷', 'coma'],
  }),
};

const SOCIETY: Readonly<Record<string, ScaleItem>> = {
  sight: sense('视力', 'Sight'),
  hearing: sense('听力', 'Hearing'),
  errands: four('执行日常事务', 'Daily affairs'),
  transport: ladder('使用交通工具外出', 'Transport', [
    [3, '自行骑车或乘公交', 'own bicycle or public transport'],
    [2, '能独自打车', 'taxi alone'],
    [1, '有人陪同可乘公交', 'public transport with company'],
    [0, '只能在帮助下或不能外出', 'only with help, or not'],
  ]),
  social: ladder('社会交往能力', 'Dealing with people', [
    [4, '正常交往', 'as usual'],
    [3, '能适应，较被动', 'adapts, rather passive'],
    [2, '交往减少', 'less contact'],
    [1, '很少交往', 'little contact'],
    [0, '不能交往', 'none'],
  ]),
};

export const ABILITY_ITEMS: Readonly<Record<string, ScaleItem>> = { ...SELF_CARE, ...MOVEMENT, ...MIND, ...SOCIETY };

export const ABILITY_GROUPS = {
  'self-care': { label: label('自理能力', 'Self-care'), items: Object.keys(SELF_CARE) },
  movement: { label: label('基础运动能力', 'Basic movement'), items: Object.keys(MOVEMENT) },
  mind: { label: label('精神状态', 'Mental state'), items: Object.keys(MIND) },
  society: { label: label('感知觉与社会参与', 'Perception and participation'), items: Object.keys(SOCIETY) },
};

/** Asked beside the items, counted into no sum: they may change the level. */
export const ABILITY_CIRCUMSTANCES: Readonly<Record<string, ScaleItem>> = {
  disorder: choice('确诊痴呆（F00–F03）或其他精神行为障碍（F04–F99）', 'Diagnosed dementia or mental disorder', {
    no: [0, '无', 'no'],
    yes: [0, '有', 'yes'],
  }),
  events: whole('近 30 天照护风险事件次数（跌倒、走失、噎食、自伤等）', 'Care-risk events in 30 days', 0, 99),
};
