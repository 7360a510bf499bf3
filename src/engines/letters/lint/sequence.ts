/** One sentence that tells what followed from what, on days that did not follow: 于6月印发办法，并于3月依据该办法考核. */
import { clauseEnd, clauseStart } from './clause.ts';
import { findDates } from './dates.ts';
import type { NamedDate } from './dates.ts';
import type { Finding, ReadLetter } from './finding.ts';

/** What comes second by the letter's own words. */
const FOLLOWS =
  /随后|之后|此后|其后|继而|接着|再于|又于|据此|(?:依据|按照|根据|依托|利用|对)(?:该|此|上述|这一)|(?:该|此|上述)(?:办法|方案|规划|意见|通知|细则|制度|中心|平台|项目)/;
const DONE = /已(?:经)?(?:于|在)[^，,。；]{0,2}$/;
const PLANNED = /(?:将|拟|计划|预计|定|力争)(?:于|在)[^，,。；]{0,2}$/;

/** What is in use was begun before; another stage of building is another matter. */
const IN_USE = /投入使用|投入运[行营]|投用|启用|竣工|完工|建成|交付|挂牌|揭牌|开诊/;
const BEGUN = /开工|动工|奠基|破土|立项|(?:批复|批准|同意)[^，,。；]{0,4}(?:设立|成立|组建|建设)/;
const ANOTHER = /[二三四]期|扩建|改建|迁建|另|新(?:一|址|建)/;

/** -1, 0 or 1 as far as both are printed; a year alone is neither before nor after a month of it. */
const compared = (one: NamedDate, other: NamedDate): number => {
  for (const [a, b] of [
    [one.year, other.year],
    [one.month, other.month],
    [one.day, other.day],
  ] as const) {
    if (a === undefined || b === undefined) return 0;
    if (a !== b) return Math.sign(a - b);
  }
  return 0;
};

const hidden = (text: string): string =>
  text.replace(/《[^》]*》|“[^”]*”|（[^）]*）|\([^)]*\)|〔[^〕]*〕/g, (aside) => '　'.repeat(aside.length));

/** The end of what is said of a date; 2025年3月，市政府批复设立…: of one that stands alone, that of the next clause. */
const saidUntil = (text: string, end: number): number => {
  const mark = clauseEnd(text, end);
  return mark - end <= 1 && mark < text.length ? clauseEnd(text, mark + 1) : mark;
};

type Passage = { readonly text: string; readonly part: string };

/** Sentences, those that a semicolon divides as one. */
const passages = ({ text }: ReadLetter): readonly Passage[] => {
  const joined: { text: string; part: string; paragraph: number }[] = [];
  for (const { text: each, part, paragraph } of text.sentences) {
    const last = joined.at(-1);
    if (last?.paragraph === paragraph && /[；;]$/.test(last.text)) last.text += each;
    else joined.push({ text: each, part, paragraph });
  }
  return joined;
};

const reasonOf = (plain: string, first: NamedDate, then: NamedDate): string | undefined => {
  const clause = ({ start, end }: NamedDate): string =>
    plain.slice(clauseStart(plain, start - 1), saidUntil(plain, end));
  const order = compared(then, first);
  if (order === 0) return undefined;
  const [earlier, later] = order > 0 ? [first, then] : [then, first];
  if (IN_USE.test(clause(earlier)) && BEGUN.test(clause(later)) && !ANOTHER.test(plain)) return 'used-before-begun';
  if (order > 0) return undefined;
  if (DONE.test(plain.slice(0, first.start)) && PLANNED.test(plain.slice(0, then.start))) return 'planned-before-done';
  return FOLLOWS.test(plain.slice(first.end, saidUntil(plain, then.end))) ? 'followed-before' : undefined;
};

/** What is told to have followed, or to be still to come, on an earlier day than what it follows. */
export const outOfSequence = (letter: ReadLetter): readonly Finding[] =>
  passages(letter).flatMap(({ text, part }) => {
    if (part === 'form' || part === 'foot') return [];
    const plain = hidden(text);
    const dates = findDates(plain).filter(({ year }) => year !== undefined);
    return dates.flatMap((then, place) => {
      const first = dates[place - 1];
      const reason = first && reasonOf(plain, first, then);
      if (!first || reason === undefined) return [];
      const [earlier, later] =
        reason === 'used-before-begun' && compared(then, first) < 0 ? [then, first] : [first, then];
      const quote = text.slice(clauseStart(plain, first.start - 1), saidUntil(plain, then.end)).trim();
      return [
        { kind: 'time-order' as const, quotes: [quote], reason, with: { first: earlier.text, then: later.text } },
      ];
    });
  });
