import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FindingKind } from './finding.ts';
import { KINDS } from './finding.ts';
import { lint } from './lint.ts';
import { because } from './words.ts';

/** What the lint says beyond numbers without a source. */
const findings = (text: string, previous?: string) =>
  lint(text, previous === undefined ? {} : { previous }).filter(({ kind }) => kind !== 'unbound');
const kindsOf = (text: string): readonly string[] => findings(text).map(({ kind }) => kind);

const WRONG: readonly (readonly [FindingKind, string])[] = [
  ['parts-do-not-sum', '全年共培训医务人员1200人次，其中医生500人次、护士600人次、药师150人次。'],
  ['parts-do-not-sum', '全市共有养老床位8600张，其中公办床位3200张、民办床位5300张。'],
  ['parts-do-not-sum', '今年新建村卫生室35个，改建28个，共计65个。'],
  ['parts-do-not-sum', '累计投入资金五百万元，其中中央资金二百万元、省级资金一百五十万元、市级资金一百万元。'],
  ['parts-do-not-sum', '建成安宁疗护床位120张（医院60张、社区40张、居家10张）。'],
  ['parts-do-not-sum', '城东区、城西区、城南区、城北区3个县区先行试点。'],
  ['percentage-mismatch', '全市应设立老年医学科的医院40家，已设立30家，覆盖率达85%。'],
  ['percentage-mismatch', '全市60岁以上老年人共12万人，已建立健康档案9万人，建档率达80%。'],
  ['percentage-mismatch', '全市共有医疗机构１，２００家，其中达标９００家，达标率为８０％。'],
  ['percentage-mismatch', '家庭医生签约率达105%。'],
  ['percentage-mismatch', '全区创建老年友善医疗机构219家，创建率达93.9%。'],
  ['percentage-mismatch', '医养结合机构由20家增加到25家，增长30%。'],
  ['percentage-mismatch', '签约率由62%提高到70%，提高了6个百分点。'],
  ['hidden-denominator', '重点人群家庭医生签约率达到百分之七十五。'],
  ['hidden-denominator', '全市家庭医生签约服务覆盖率达六成以上。'],
  ['cohort-cannot-carry', '2022年招录大学生村医200人，使全市480个村卫生室每个都有1名大学生村医。'],
  ['cohort-cannot-carry', '全县19个乡镇卫生院全部配备彩超机，共购置彩超机15台。'],
  ['cohort-cannot-carry', '全市签约项目50个，已开工58个。'],
  ['same-noun-two-counts', '全市共有养老机构86家。全市92家养老机构均与医疗机构签约。'],
  ['same-noun-two-counts', '家庭医生签约率达到68%。目前基础扎实，家庭医生签约率为71%。'],
  ['same-noun-two-counts', '全市养老床位总数达1.2万张。截至目前，全市养老床位总数为13000张。'],
  [
    'time-order',
    '对市政协七届二次会议第8号提案的答复\n卫函〔2023〕5号\n一、工作情况\n2024年6月，我市已建成安宁疗护中心3个。',
  ],
  ['time-order', '该项目于2023年11月31日完工。'],
  ['time-order', '自2024年至2022年，共培训医师300人次。'],
  ['time-order', '2021年录取的定向医学生，经过五年培养，于2024年毕业。'],
  ['wrong-term', '关于对市政协五届二次会议第12号建议的答复'],
  ['wrong-term', '对市人大六届三次会议第45号提案的答复'],
];

/** Each is right, and most look like one of the above. */
const RIGHT: readonly string[] = [
  '全年共培训医务人员1200人次，其中医生500人次、护士600人次、药师100人次。',
  '全市60岁以上老年人共12万人，已建立健康档案9万人，建档率达75%。',
  '邀请35位国内知名专家，其中院士1位，特殊津贴专家4位。',
  '选取5家社区卫生服务中心开展试点，8家社区卫生服务中心建成国医堂。',
  '城东区建成床位300张，城西区建成床位200张。',
  '2022年全市养老机构80家，2023年全市养老机构86家。',
  '医养结合机构由20家增加到25家，增长25%。',
  '签约率由62%提高到70%，提高8个百分点。',
  '职工医保住院报销比例为85%，居民为70%。',
  '建成城市医疗集团2个，县域医共体7个。',
  '《关于印发〈十四五〉规划的通知》（国办发〔2022〕15号）要求，到2025年建成示范机构3家。',
  '市三院、市五院、市中医院3家医院开设了安宁疗护病区。',
  '发改、民政、财政、医保等8部门联合印发文件。',
  '拨打12345热线或0377-63166509咨询，24小时有人值守。',
  '按照“1+4+2+2”模式，打造15分钟医疗圈。',
  '全市签约项目122个，已开工71个。',
  '2021年录取，经过三年培养，于2024年毕业。',
  '二级以上医院12家，三级医院3家。',
  '全市共有养老床位8500张，其中公办床位3200张、民办床位5300张。',
  '我市常住人口210万人，其中60岁以上人口52万人，占24.8%。',
  '今年以来，上转患者3200人次，下转患者1100人次。',
  '县级医院派驻医师88名，使全县22个乡镇卫生院每个至少有1名医师。',
  '全县19个乡镇卫生院全部配备彩超机，共购置彩超机21台。',
  '新增床位50张，床位总数达到350张。',
  '门诊量同比增长12.5%，住院费用下降3.2%。',
  '中央资金200万元，省级资金150万元，市级资金150万元，共计500万元。',
  '每万名老年人拥有床位32张，每千人口执业医师2.8人。',
  '第一批3家，第二批5家，共8家机构通过验收。',
];

describe('the lint of a letter nobody here has seen', () => {
  test.each(WRONG)('says %s of “%s”', (kind, text) => {
    expect(kindsOf(text)).toContain(kind);
  });

  test.each(RIGHT)('is silent on “%s”', (text) => {
    expect(findings(text).map((finding) => `${finding.kind}: ${because(finding, 'zh')}`)).toEqual([]);
  });

  test('names every number that states something, and no date, document, telephone or name', () => {
    const text =
      '我委于2024年3月印发《三年行动方案》（宛政办〔2023〕40号），第四人民医院等12家二级医院参加“323”行动，联系电话2628802。';
    expect(lint(text).map(({ quotes }) => quotes)).toEqual([['第四人民医院等12家二级医院参加“323”行动']]);
  });

  test('reads full-width digits and line breaks of a scanned page as the same letter', () => {
    const plain = '全市共有养老床位8600张，其中公办床位3200张、民办床位5300张。';
    const scanned = '全市共有养老床位８６００张，其中公办床\n\n位３２００ 张、民办床位 ５３００张。';
    expect(kindsOf(scanned)).toEqual(kindsOf(plain));
  });

  test('says why in both languages, with the numbers', () => {
    const [finding] = findings('今年新建村卫生室35个，改建28个，共计65个。');
    if (!finding) throw new Error('nothing found');
    expect(because(finding, 'zh')).toBe('各部分相加为63个（35个 + 28个），文中写合计65个。');
    expect(because(finding, 'en')).toBe('The parts make 63个 (35个 + 28个); the letter says 65个 in all.');
  });

  test('reads 亿 and 万 in one sum', () => {
    expect(kindsOf('投入中央资金1.2亿元，省级资金3000万元，共计1.5亿元。')).toEqual([]);
    expect(kindsOf('投入中央资金1.2亿元，省级资金3000万元，共计1.6亿元。')).toEqual(['parts-do-not-sum']);
  });
});

describe('beside the letter of the year before', () => {
  const letter = (body: string): string =>
    `答复函\n您提出的《关于推进安宁疗护服务的提案》收悉。\n一、安宁疗护工作\n${body}安宁疗护、安宁疗护。`;

  test('a number that moved is told with its change, a cumulative one that fell as well', () => {
    const found = findings(letter('累计建成安宁疗护病区12个。'), letter('累计建成安宁疗护病区14个。'));
    expect(found.map(({ kind, reason }) => [kind, reason])).toEqual([['against-last-year', 'fell']]);
  });

  test('a unit that changed is told: 人次 is not 人', () => {
    const found = findings(letter('安宁疗护服务患者300人。'), letter('安宁疗护服务患者257人次。'));
    expect(found.map(({ kind, reason }) => [kind, reason])).toEqual([['unit-or-period-changed', 'unit']]);
  });

  test('the same number is not told', () => {
    expect(findings(letter('建成安宁疗护病区14个。'), letter('建成安宁疗护病区14个。'))).toEqual([]);
  });

  test('a figure of the topic that is left out is told', () => {
    const found = findings(letter('工作有序推进。'), letter('安宁疗护开放病床182张。'));
    expect(found.map(({ reason }) => reason)).toEqual(['not-carried-on']);
  });
});

test('no text whatever makes it fail, and every finding has words in both languages', () => {
  const piece = fc.oneof(
    fc.constantFrom(...WRONG.map(([, text]) => text), ...RIGHT),
    fc.constantFrom(
      '其中',
      '共计',
      '%',
      '百分之',
      '第',
      '〔',
      '》',
      '亿',
      '万',
      '。',
      '，',
      '\n',
      '\t',
      '每个',
      '均',
      '全覆盖',
    ),
    fc.nat(99999).map(String),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.array(piece, { maxLength: 4 }), (parts, earlier) => {
      for (const finding of lint(parts.join(''), { previous: earlier.join('') })) {
        expect(KINDS).toContain(finding.kind);
        expect(finding.quotes.every((quote) => quote !== '')).toBe(true);
        expect(`${because(finding, 'zh')}${because(finding, 'en')}`).not.toContain('{');
      }
    }),
    { numRuns: 300 },
  );
});
