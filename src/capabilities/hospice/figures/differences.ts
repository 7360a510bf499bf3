/**
 * What insurers pay otherwise than was claimed, as figures: each difference a fact from the day its case was opened until it ended,
 * with the sums that stood at the moment asked for. They are read from the case's own steps, so that a past moment answers as then.
 */
import { factsElsewhere } from '../../../engines/figures/facts.ts';
import type { FactView, Given, KeptElsewhere, ToldAt } from '../../../engines/figures/facts.ts';
import type { FigureDefinition, Measure } from '../../../engines/figures/define.ts';
import { define } from './definitions.ts';

/**
 * What the ledger asks stays the same while a case is open, and each statement about it is one round further: the round that stood at
 * a moment is the last less the steps after it. Of each case the steps until the moment: when it was found, the sums of the insurer's latest statement that differed, whether the
 * limit was passed since the state last changed, and how it ended.
 */
const cases = ({ moment, past, zone }: ToldAt, out: Given): string => {
  const until = past ? ` and s.at <= ${out.add(moment, 'timestamptz')}` : '';
  const day = (column: string): string => `(${column} at time zone ${out.add(zone, 'text')})::date`;
  return `select k.case_id, c.version, l.resident, k.organisation, m.payer, first.at as found_at, ${day('first.at')} as found_on,
      ended.at as ended_at, ${day('ended.at')} as ended_on, ended.step as ended_by, k.owed - r.fen as fen,
      exists (select 1 from case_step s where s.case_id = k.case_id and s.step = 'escalate' and s.version > turned.version${until}) as late
    from care_dispute k join cases c on c.id = k.case_id join care_claim m on m.id = k.claim
    join care_claim_line l on l.claim = k.claim and l.number = k.line
    join lateral (select s.at from case_step s where s.case_id = k.case_id and s.step = 'find-difference'${until}
                   order by s.version limit 1) first on true
    join lateral (select max(s.version) as version from case_step s
                   where s.case_id = k.case_id and s.step in ('find-difference', 'restate')${until}) said on true
    join care_statement_row r on r.claim = k.claim and r.line = k.line
     and r.round = k.round - (select count(*) from case_step s
                               where s.case_id = k.case_id and s.step in ('restate', 'correct') and s.version > said.version)
    join lateral (select max(s.version) as version from case_step s where s.case_id = k.case_id${until}
                     and s.step in ('find-difference', 'restate', 'dispute', 'record-answer')) turned on true
    left join lateral (select s.at, s.step from case_step s where s.case_id = k.case_id
                          and s.step in ('accept-difference', 'correct')${until} limit 1) ended on true`;
};
const ROW = `'Task/' || d.case_id as record, d.version, d.resident, d.organisation`;
const AMOUNT = `abs(d.fen)::numeric / 100 as amount, '{}'::jsonb as cell, 0 as place`;
const LESS = `case when d.fen > 0 then 'less' else 'more' end`;

const standing = (at: ToldAt, out: Given): string =>
  `select 'care-difference'::text as view, ${ROW}, d.found_on as day, d.ended_on as end_day, d.found_at as start_at,
      d.ended_at as end_at, ${AMOUNT},
      jsonb_build_object('payer', d.payer, 'pays', ${LESS}, 'late', case when d.late then 'yes' else 'no' end) as attributes,
      d.found_at as known_from, 'infinity'::timestamptz as known_until
    from (${cases(at, out)}) d`;
/** The insurer corrected itself, or the house took its sum: whoever's sum did not stand has yielded. */
const settled = (at: ToldAt, out: Given): string =>
  `select 'care-difference-settled'::text as view, ${ROW}, d.ended_on as day, null::date as end_day, d.ended_at as start_at,
      null::timestamptz as end_at, ${AMOUNT},
      jsonb_build_object('payer', d.payer, 'for',
        case when (d.fen > 0) = (d.ended_by = 'correct') then 'house' else 'insurer' end) as attributes,
      d.ended_at as known_from, 'infinity'::timestamptz as known_until
    from (${cases(at, out)}) d where d.ended_at is not null`;
/** A case whose row says another sum than the statement it is about, or another end than its steps. */
const differences: KeptElsewhere['differences'] = () => ({
  text: `select 'kept' as side, 'Task/' || k.case_id as record, k.found_on as day from care_dispute k join cases c on c.id = k.case_id
          where (k.ended is null) <> (c.closed_at is null)
             or not exists (select 1 from care_statement_row r where r.claim = k.claim and r.line = k.line
                               and r.round = k.round and r.fen = k.paid)
             or (select count(*) from case_step s where s.case_id = k.case_id and s.step in ('restate', 'correct')) >= k.round
          limit 20`,
  values: [],
});
const view = (code: string, rows: KeptElsewhere['rows']): FactView =>
  factsElsewhere({ code, version: 1, resource: 'Task', table: 'care_dispute' }, { rows, differences });
export const DIFFERENCE_VIEWS: readonly FactView[] = [
  view('care-difference', standing),
  view('care-difference-settled', settled),
];

const of = (
  name: 'care-difference' | 'care-difference-settled',
  count: Measure['count'],
  when: Measure['when'],
  where?: Measure['where'],
): Measure => ({ view: name, count, when, ...(where === undefined ? {} : { where }) });

const OPEN_ZH = '已办结的不计；金额为应付减医保支付，取绝对值，按最近一次回执。';
const OPEN_EN = 'Those ended. Sums are what is owed less what is paid, without a sign, by the latest statement.';
const DONE_ZH = '仍在办理的不计；金额为办结前最后一次不一致的差额。';
const DONE_EN = 'Those still open. Sums are the last that differed.';

export const DIFFERENCE_FIGURES: readonly FigureDefinition[] = [
  define(
    'hospice.differences-found',
    ['期内新增医保差额', '笔', '期内因医保回执与申报不一致而立案的差额。', '一行申报办结后再次不一致的，另计一笔。'],
    [
      'Differences found',
      'cases',
      'Differences between claim and insurer’s statement, opened in the period.',
      'A line that differs again after it ended is another.',
    ],
    { kind: 'number', of: of('care-difference', 'rows', 'during') },
  ),
  define(
    'hospice.differences-open',
    ['期末在办医保差额', '笔', '期末尚未办结的医保差额。', OPEN_ZH],
    ['Differences open', 'cases', 'Differences not ended on the last day.', OPEN_EN],
    { kind: 'number', of: of('care-difference', 'rows', 'at-end') },
    { better: 'lower' },
  ),
  ...(
    [
      ['less', '少付', 'less'],
      ['more', '多付', 'more'],
    ] as const
  ).map(([pays, zh, en]) =>
    define(
      `hospice.differences-open-yuan-${pays}`,
      [`期末在办医保差额（${zh}）金额`, '元', `期末尚未办结的差额中，医保比应付${zh}的金额。`, OPEN_ZH],
      [
        `Open differences, paid ${en}`,
        'yuan',
        `Of open differences, what the insurer pays ${en} than is owed.`,
        OPEN_EN,
      ],
      { kind: 'number', of: of('care-difference', 'amount', 'at-end', { pays }) },
      { decimals: 2, better: 'lower' },
    ),
  ),
  define(
    'hospice.differences-overdue',
    [
      '在办医保差额超时率',
      '%',
      '期末在办的差额中，本阶段已超过办理期限的笔数，除以在办笔数。',
      '期限未核实；转入下一阶段后重新计时。',
    ],
    [
      'Open differences past their limit',
      '%',
      'Of the differences open on the last day, those past the limit of their present state.',
      'The limits are unverified; the next state begins anew.',
    ],
    {
      kind: 'rate',
      numerator: of('care-difference', 'rows', 'at-end', { late: 'yes' }),
      denominator: of('care-difference', 'rows', 'at-end'),
      per: 100,
    },
    { decimals: 1, better: 'lower' },
  ),
  define(
    'hospice.differences-settled-for-house',
    [
      '医保差额办结中机构主张成立率',
      '%',
      '期内办结的差额中，最后按机构主张支付的笔数（少付后更正补足，或多付后不追回），除以办结笔数。',
      DONE_ZH,
    ],
    [
      'Differences settled for the house',
      '%',
      'Of the differences ended in the period, those in which the house’s sum stood, or it kept more.',
      DONE_EN,
    ],
    {
      kind: 'rate',
      numerator: of('care-difference-settled', 'rows', 'during', { for: 'house' }),
      denominator: of('care-difference-settled', 'rows', 'during'),
      per: 100,
    },
    { decimals: 1 },
  ),
  ...(
    [
      ['house', '机构', '按机构主张办结的差额金额', 'the house'],
      ['insurer', '医保', '按医保金额办结、由机构承担或退回的差额金额', 'the insurer'],
    ] as const
  ).map(([favour, zh, what, en]) =>
    define(
      `hospice.differences-settled-yuan-${favour}`,
      [`办结医保差额（有利于${zh}）金额`, '元', `期内${what}。`, DONE_ZH],
      [`Settled for ${en}`, 'yuan', `Sums of differences ended in the period in favour of ${en}.`, DONE_EN],
      { kind: 'number', of: of('care-difference-settled', 'amount', 'during', { for: favour }) },
      { decimals: 2 },
    ),
  ),
];
