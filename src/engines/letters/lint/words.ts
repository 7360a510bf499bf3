/** Why a finding is one, in the reader's language. `{…}` is filled from the finding. */
import { words } from '../../../platform/words.ts';
import type { Language } from '../../../platform/words.ts';
import type { Finding } from './finding.ts';

export const lintWords = words(
  {
    nothing: '没有发现问题。',
    unbound: '“{value}”没有引用指标，读者查不到它的口径、日期和记录。',
    'two-counts': '“{noun}”在文中有两个数：{one}和{other}。请说明两者范围是否不同，或改为一致。',
    'sum-behind': '各部分相加为{sum}（{parts}），文中写合计{whole}。',
    'parts-over': '各部分相加为{sum}（{parts}），超过总数{whole}。',
    'part-over': '其中一部分为{parts}，超过总数{whole}。',
    'parts-under': '各部分相加为{sum}（{parts}），少于总数{whole}，差额没有说明。',
    'shares-over': '各部分占比相加为{sum}，超过100%。',
    'list-counted': '前面列出{named}个，文中写{whole}。',
    'percent-over': '{percent}超过100%，这类比率不可能大于100%。',
    'percent-of-pair': '{part}占{whole}的{right}，文中写{percent}。',
    'percent-of-nothing': '没有一个整数总数能使{part}占{percent}。',
    growth: '由{from}到{until}，变化为{right}，文中写{percent}。',
    'base-implied': '没有写出分母。按{part}和{percent}推算，总数只能是{base}。',
    'bases-implied': '没有写出分母。按{part}和{percent}推算，总数可能是{base}。',
    'no-base': '{percent}没有写出分子、分母和统计日期。',
    'coverage-without-base': '写了全覆盖，但没有写应覆盖多少；后面的“{noun}{count}”无从对照。',
    'one-for-each': '{set}至少需要{needed}，文中只有{cohort}，占{share}，还差{missing}。请说明其余来源。',
    'all-of-more': '{set}都要有，{noun}却只有{count}，少{missing}。',
    'later-stage-larger': '后一阶段{later}多于前一阶段{earlier}，多出{more}。',
    'more-than-there-are': '“{noun}”一共{all}，这里却有{some}，多出{more}。',
    'coverage-of-more':
      '写了全覆盖，通过或建成的只有{count}，而已知总数为{totals}。若按机构类别或按提供服务计，请写明。',
    'impossible-day': '没有“{date}”这一天。',
    backwards: '起始年份{from}晚于结束年份{until}。',
    'done-after-letter': '文中把{date}的事写成已经发生，而本函日期为{letter}。',
    length: '{from}年到{until}年为{between}年，文中写{years}年。',
    'followed-before': '{then}的事写在{first}之后、以它为前提，日期却更早。',
    'used-before-begun': '{first}已经建成或投用，{then}才开工。',
    'planned-before-done': '{first}的事写成已经做完，{then}的事写成还没有做，而{then}更早。',
    'answered-before': '答复日期{letter}早于交办日期{handed}。',
    'answered-late':
      '{handed}交办，按{months}个月应于{due}前答复，本函日期为{letter}，晚{days}天，文中没有写延期。（时限未经本地核实）',
    'planned-and-done': '一处列为要完成的任务，另一处写成已经做到，没有分清计划与结果。',
    'conference-item': '交政协的是提案，这里写成“{item}”。',
    'congress-item': '交人大的是建议或议案，这里写成“{item}”。',
    member: '政协的是委员，这里写成“{term}”。',
    deputy: '人大的是代表，这里写成“{term}”。',
    alliance: '“{term}”与文中其他处不一致，应为“{right}”。',
    tight: '一处写“紧密型”，一处没有写，口径可能不同。',
    population: '“{one}”和“{other}”用词不同，范围可能不同，不能直接对照。',
    titles: '题目在答复正文和办理表上不一致。',
    unit: '今年写{now}，去年写{then}，单位不同，不能直接比较。',
    period: '今年统计期为{period}，去年为{thenPeriod}，不能直接比较。',
    'noun-in-pair': '前面数的是{one}，后面数的是{other}，对象变了；若是同一对象，为{share}。',
    'population-changed': '今年数的是“{noun}”（{now}），去年数的是“{thenNoun}”（{then}），对象不同。',
    moved: '“{noun}”今年{now}，去年{then}，变化{change}。',
    restated: '“{noun}”上年的数，本函写{now}，上年的答复写{then}。',
    fell: '“{noun}”是累计数，今年{now}反而少于去年{then}（{change}）。',
    'not-comparable': '今年{now}，去年{then}（{change}），但对象不同，不能当作增减。',
    'not-carried-on': '去年写了“{noun}”{then}，今年没有再写。',
  },
  {
    nothing: 'Nothing was found.',
    unbound: '“{value}” refers to no figure: a reader finds neither its definition, nor its date, nor its records.',
    'two-counts':
      '“{noun}” has two counts in this letter: {one} and {other}. Say how their scopes differ, or make them one.',
    'sum-behind': 'The parts make {sum} ({parts}); the letter says {whole} in all.',
    'parts-over': 'The parts make {sum} ({parts}), more than the whole of {whole}.',
    'part-over': 'One part is {parts}, more than the whole of {whole}.',
    'parts-under': 'The parts make {sum} ({parts}), less than the whole of {whole}; the rest is not told.',
    'shares-over': 'The shares make {sum}, more than 100%.',
    'list-counted': '{named} are named, and {whole} are stated.',
    'percent-over': '{percent} is over 100%, which a rate of this kind cannot be.',
    'percent-of-pair': '{part} of {whole} is {right}; the letter says {percent}.',
    'percent-of-nothing': 'There is no whole number of which {part} is {percent}.',
    growth: 'From {from} to {until} the change is {right}; the letter says {percent}.',
    'base-implied': 'The denominator is not stated. {part} at {percent} leaves only {base}.',
    'bases-implied': 'The denominator is not stated. {part} at {percent} could be of {base}.',
    'no-base': '{percent} has no numerator, denominator or date.',
    'coverage-without-base':
      'Full coverage is stated without how many there are to cover; “{noun} {count}” cannot be set against it.',
    'one-for-each':
      '{set} need {needed} at least; the letter names {cohort}, {share}: {missing} are missing. Say where the others come from.',
    'all-of-more': 'Each of {set} is to have one, yet {noun} are only {count}: {missing} too few.',
    'later-stage-larger': 'The later stage ({later}) is larger than the earlier ({earlier}), by {more}.',
    'more-than-there-are': 'There are {all} of “{noun}”, and here {some}: {more} too many.',
    'coverage-of-more':
      'Full coverage is stated; {count} are accepted or built, and known totals are {totals}. Say so if kinds of institution are meant.',
    'impossible-day': 'There is no day “{date}”.',
    backwards: 'It begins in {from} and ends in {until}.',
    'done-after-letter': 'What happens on {date} is told as done; the letter is of {letter}.',
    length: '{from} to {until} is {between} years; the letter says {years}.',
    'followed-before': 'What happened in {then} is told as following from {first}, which is later.',
    'used-before-begun': 'In use or finished in {first}, and begun in {then}.',
    'planned-before-done': '{first} is told as done and {then} as still to come, though {then} is earlier.',
    'answered-before': 'Answered on {letter}, before it was handed over on {handed}.',
    'answered-late':
      'Handed over on {handed}, due within {months} months by {due}; the letter is of {letter}, {days} days later, and speaks of no extension. (Limit not verified here.)',
    'planned-and-done': 'A task to be done in one place, done already in another: plan and result are not told apart.',
    'conference-item': 'What a political conference is given is a 提案; here it is called “{item}”.',
    'congress-item': 'What a people’s congress is given is a 建议 or 议案; here it is called “{item}”.',
    member: 'A political conference has 委员; here “{term}”.',
    deputy: 'A people’s congress has 代表; here “{term}”.',
    alliance: '“{term}” is used nowhere else in the letter; “{right}” is meant.',
    tight: '紧密型 stands in one place and is missing in the other: two definitions, perhaps.',
    population: '“{one}” and “{other}” are worded differently and may be two populations.',
    titles: 'The title differs between the letter and the form.',
    unit: '{now} this year, {then} last year: the unit changed, and they cannot be compared.',
    period: 'The period is {period} this year and was {thenPeriod}: they cannot be compared.',
    'noun-in-pair': 'First {one} are counted, then {other}: another noun. If they are the same, it is {share}.',
    'population-changed': 'This year “{noun}” ({now}) are counted, last year “{thenNoun}” ({then}): something else.',
    moved: '“{noun}”: {now} this year, {then} last year, {change}.',
    restated: 'Last year’s “{noun}” is {now} in this letter and {then} in last year’s own.',
    fell: '“{noun}” adds up over the years, yet {now} is less than last year’s {then} ({change}).',
    'not-comparable': '{now} this year, {then} last year ({change}), but of something else: no increase or decrease.',
    'not-carried-on': 'Last year’s letter stated “{noun}” {then}; this one does not.',
  },
);

/** The sentence of a finding. */
export const because = (finding: Pick<Finding, 'reason' | 'with'>, language: Language): string => {
  const table: Readonly<Record<string, string>> = lintWords[language];
  const sentence = table[finding.reason];
  if (sentence === undefined) throw new Error(`no words for the finding ${finding.reason}`);
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => finding.with[name] ?? '');
};
