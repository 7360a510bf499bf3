/** The sentences of what the engine of days refuses: stays that cannot be, tables unfit for use, money that does not add up. */
import type { ErrorWords } from '../../platform/errors.ts';
import { refusals } from '../../platform/errors.ts';

export const CARE_DAY_ERRORS: ErrorWords = {
  ...refusals(409, {
    'stay-not-open': [
      '此人现在没有正在进行的照护，可能已转出或已结束，请刷新。',
      'The resident has no open stay; it may have been ended or moved. Please reload.',
    ],
    'stay-changed': ['这段照护刚被更正过，请刷新后再办。', 'The stay was just corrected; reload and try again.'],
    'statement-printed-meanwhile': [
      '这份对账单刚由他人打印，请再打印一次。',
      'Somebody has just printed this statement; print it again.',
    ],
    'nothing-to-claim': ['到这一天为止没有未申报的账目。', 'Nothing through that day is left to be claimed.'],
    'no-difference': [
      '这一行没有差额，或医保尚未回执，不能确认。',
      'There is no difference on this line, or the insurer has not answered it yet.',
    ],
    'difference-worked': ['这一行的差额已经确认过。', 'The difference on this line has been accepted already.'],
    'claim-unknown': ['没有这次申报。', 'There is no such claim.'],
    'ledger-moved-on': [
      '账目刚由另一次结算更新，本次未记账，请重新结算。',
      'Another settlement has just changed the ledger; nothing was written. Settle again.',
    ],
  }),
  ...refusals(404, {
    'statement-unknown': [
      '没有这份对账单：本机构没有这个对象，或不在可查看的范围内。',
      'There is no such statement: it is not of this institution, or not yours to see.',
    ],
  }),
  ...refusals(422, {
    'statement-month-to-come': ['这个月还没有开始，没有对账单。', 'This month has not begun; there is no statement.'],
    'statement-moment-to-come': ['截至时间晚于现在，请改选。', 'The moment asked for is still to come.'],
    'stay-ends-before-it-begins': [
      '离开时间早于或等于入住时间，请核对后再填。',
      'The stay would end before it begins; check the two times.',
    ],
    'stay-without-an-end': [
      '这段照护的结束时间和结束方式要么都填，要么都不填。',
      'A stay has both a time of ending and a way of ending, or neither.',
    ],
    'stays-overlap': [
      '这段时间此人已在另一处接受照护，同一时刻只能有一处。',
      'The resident is cared for elsewhere at that time; there is one place at any moment.',
    ],
    'stay-gap': [
      '同一次收治期间，前后两段照护之间有空缺，请补齐中间这段在哪里。',
      'There is a gap between two parts of one admission; say where the resident was in between.',
    ],
    'care-after-death': [
      '此人已离世，离世之后不能再有照护记录；如离世时间有误，请先更正。',
      'The resident has died; there can be no care afterwards. If the time of death is wrong, correct it first.',
    ],
    'rate-ends-before-it-begins': [
      '标准“{code}”自{day}起的一版，结束日期不晚于开始日期。',
      'The version of “{code}” from {day} ends before it begins.',
    ],
    'rate-versions-overlap': [
      '标准“{code}”在{day}有两版同时有效，请改其中一版的日期。',
      'Two versions of “{code}” are valid on {day}; change the dates of one.',
    ],
    'rate-version-missing': [
      '标准“{code}”从{day}起中断，前后两版之间没有有效的标准。',
      'From {day} no version of “{code}” is valid until the next begins.',
    ],
    'rate-hole': [
      '标准“{code}”缺少：机构类别{class}、病情{severity}、住院第{day}天起没有床日标准。',
      'The table “{code}” has a hole: class {class}, severity {severity}, from day {day} of the stay.',
    ],
    'rate-overlap': [
      '标准“{code}”重叠：机构类别{class}、病情{severity}、住院第{day}天有两个床日标准。',
      'The table “{code}” has two rates for class {class}, severity {severity}, day {day} of the stay.',
    ],
    'rate-for-nobody': [
      '标准“{code}”里有一行的机构类别{class}或病情{severity}不在本表所列之内。',
      'A row of “{code}” is for class {class}, severity {severity}, which the table does not know.',
    ],
    'rate-negative': [
      '标准“{code}”里有不是整数分或小于零的金额。',
      'The table “{code}” has an amount that is negative or not whole fen.',
    ],
    'rate-tables-overlap': [
      '标准“{code}”与“{other}”在同一时期管同样的机构、险种和地点，只能留一个。',
      'The tables “{code}” and “{other}” cover the same institutions, schemes and places at the same time.',
    ],
    'share-out-of-bounds': [
      '标准“{code}”里有一个支付比例不在0～100%之间。',
      'A share in “{code}” is not between 0 and 100 %.',
    ],
    'share-hole': [
      '标准“{code}”缺少：机构类别{class}、险种{scheme}没有支付比例。',
      'The table “{code}” has no share for class {class} and scheme {scheme}.',
    ],
    'share-overlap': [
      '标准“{code}”重叠：机构类别{class}、险种{scheme}有两个支付比例。',
      'The table “{code}” has two shares for class {class} and scheme {scheme}.',
    ],
    'cover-hole': [
      '长护险标准“{code}”缺少：地点{place}、机构类别{class}、失能等级{level}没有待遇。',
      'The long-term-care table “{code}” says nothing for {place}, class {class}, level {level}.',
    ],
    'cover-overlap': [
      '长护险标准“{code}”重叠：地点{place}、机构类别{class}、失能等级{level}有两种待遇。',
      'The long-term-care table “{code}” has two benefits for {place}, class {class}, level {level}.',
    ],
    'money-negative': ['金额须是大于零的整数分。', 'An amount is whole fen above zero.'],
    'money-not-whole': ['记账金额须是整数分。', 'Amounts in the ledger are whole fen.'],
    'entry-out-of-balance': [
      '这笔账借贷不平（差{by}分），未记账。',
      'The entry does not balance (by {by} fen) and was not written.',
    ],
    'fund-unknown': ['没有这项救助资金。', 'There is no such fund.'],
    'grant-ends-before-it-begins': ['救助的截止日期须晚于开始日期。', 'The aid would end before it begins.'],
    'donation-against-purpose': [
      '{donor}的这笔资金限定了用途，不能用于这项个人救助。',
      'The gift of {donor} was made for another purpose and cannot be used for this.',
    ],
    'donation-used-up': [
      '{donor}的这笔资金可用余额为{left}分，不够这次救助。',
      'Only {left} fen are left of the gift of {donor}; that is not enough.',
    ],
    'grant-over-limit': ['超过了每人救助上限{most}分。', 'This is more than one person may be given ({most} fen).'],
    'aided-twice': [
      '此人从{from}起已有另一项救助，同一时段不重复救助。',
      'The resident has other aid from {from}; the same days are not aided twice.',
    ],
    'statement-row-unknown': [
      '回执第{line}行在我方申报中没有对应，未导入。',
      'Row {line} of the statement answers nothing that was claimed; nothing was imported.',
    ],
    'statement-row-twice': [
      '回执第{line}行出现了两次，未导入。',
      'Row {line} is in the statement twice; nothing was imported.',
    ],
    'statement-money': [
      '回执第{line}行的金额不是整数分或小于零，未导入。',
      'The amount in row {line} is negative or not whole fen; nothing was imported.',
    ],
  }),
};
