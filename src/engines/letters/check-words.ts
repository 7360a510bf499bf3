/** Why a finding is one, where only the system can say so; the lint has its own words. */
import { words } from '../../platform/words.ts';
import type { Language } from '../../platform/words.ts';
import type { CheckFinding } from './checks.ts';
import { because } from './lint/words.ts';

export const checkWords = words(
  {
    kinds: {
      unbound: '数字未绑定',
      'same-noun-two-counts': '同一事物两个数',
      'parts-do-not-sum': '分项之和不等于合计',
      'percentage-mismatch': '百分比与数字不符',
      'hidden-denominator': '比率没有分母',
      'cohort-cannot-carry': '所列对象不足以支撑结论',
      'time-order': '时间前后不符',
      'unit-or-period-changed': '单位或统计期变了',
      'against-last-year': '与上年口径不同',
      'wrong-term': '用词不当',
      'figure-changed': '起草后指标有变化',
      'figure-removed': '指标已不存在',
      'figure-missing': '指标没有数据',
      'figure-disputed': '指标有争议',
      'does-not-bear': '指标不支持这个写法',
      'unit-differs': '单位与指标不同',
      unfilled: '模板内容未填',
      'unknown-claim': '数据引用已失效',
      'promise-gone': '承诺原句已不在文中',
      'promise-open': '承诺未写明责任和时限',
    },
    because: {
      'figure-changed':
        '“{name}”起草时为{from}，现在为{to}，文中写“{printed}”。可更新为现在的数，或说明为什么仍用原来的数。',
      'definition-changed': '“{name}”的口径在起草后换了版本，数值仍为{to}。请核对口径是否仍适用。',
      'records-changed': '“{name}”数值未变（{to}），但构成它的记录在起草后有变动。',
      'figure-removed': '指标“{figure}”已停用或不存在，无法核对。请改引其他指标或改写。',
      'figure-missing': '“{name}”在{asOf}没有数据；没有数据不等于零。',
      'figure-disputed': '“{name}”的部分记录有争议，文中写“{printed}”。',
      'does-not-bear': '文中写“{printed}”，“{name}”现在为{now}。',
      'not-all': '文中写“{printed}”，而“{name}”为{now}，不是全部。',
      'unit-differs': '文中单位是“{said}”，“{name}”的单位是“{own}”，不是同一回事。',
      unfilled: '模板中的“{token}”还没有填写。',
      'unknown-claim': '这里的数据引用已不在文中，请重新插入或改写。',
      'promise-gone': '标为承诺的这句话已改动或删去，请重新标注，或取消这项承诺。',
      'promise-open': '标为承诺的句子须写明由谁落实、何时完成，发出后才能跟踪。',
      'milestone-after-due': '节点的日期晚于承诺的完成日期，请核对。',
    },
  },
  {
    kinds: {
      unbound: 'Number without a source',
      'same-noun-two-counts': 'Two counts of one thing',
      'parts-do-not-sum': 'Parts do not make the whole',
      'percentage-mismatch': 'Percentage and numbers disagree',
      'hidden-denominator': 'Rate without its denominator',
      'cohort-cannot-carry': 'The group named cannot carry the claim',
      'time-order': 'Out of order in time',
      'unit-or-period-changed': 'Unit or period changed',
      'against-last-year': 'Not as last year',
      'wrong-term': 'Wrong term',
      'figure-changed': 'Figure changed since drafting',
      'figure-removed': 'The figure is gone',
      'figure-missing': 'The figure has no data',
      'figure-disputed': 'The figure is disputed',
      'does-not-bear': 'The figure does not bear this',
      'unit-differs': 'Another unit than the figure’s',
      unfilled: 'Not filled in',
      'unknown-claim': 'Broken reference',
      'promise-gone': 'Promise no longer in the text',
      'promise-open': 'Promise without keeper or day',
    },
    because: {
      'figure-changed':
        '“{name}” was {from} when drafted and is {to} now; the letter says “{printed}”. Take the new value, or say why the old one stands.',
      'definition-changed': 'The definition of “{name}” has a new version since drafting; its value is still {to}.',
      'records-changed': '“{name}” is unchanged ({to}), but the records behind it have changed since drafting.',
      'figure-removed': 'There is no figure “{figure}” any more; refer to another or reword.',
      'figure-missing': '“{name}” has no data on {asOf}; no data is not zero.',
      'figure-disputed': 'Some records behind “{name}” are disputed; the letter says “{printed}”.',
      'does-not-bear': 'The letter says “{printed}”; “{name}” is {now}.',
      'not-all': 'The letter says “{printed}”, but “{name}” is {now}: not all.',
      'unit-differs': 'The letter counts in “{said}”, “{name}” in “{own}”: not the same thing.',
      unfilled: '“{token}” of the template has not been filled in.',
      'unknown-claim': 'This reference is no longer part of the letter: insert it again or reword.',
      'promise-gone': 'The sentence marked as a promise was changed or removed: mark it again, or drop the promise.',
      'promise-open': 'Say who keeps the promise and until when; it is followed once the letter is sent.',
      'milestone-after-due': 'A milestone is later than the promise itself.',
    },
  },
);

/** The sentence of a finding, the lint's or the system's. */
export const whyOf = (finding: Pick<CheckFinding, 'reason' | 'with'>, language: Language): string => {
  const own: Readonly<Record<string, string>> = checkWords[language].because;
  const sentence = own[finding.reason];
  return sentence === undefined
    ? because(finding, language)
    : sentence.replace(/\{(\w+)\}/g, (_, name: string) => finding.with[name] ?? '');
};
