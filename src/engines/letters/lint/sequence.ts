/** One sentence that tells what followed from what, on days that did not follow: 于6月印发办法，并于3月依据该办法考核. */
import { findDates } from './dates.ts';
import type { NamedDate } from './dates.ts';
import type { Finding, ReadLetter } from './finding.ts';

/** What comes second by the letter's own words. */
const FOLLOWS =
  /随后|之后|此后|其后|继而|接着|再于|又于|据此|(?:依据|按照|根据|依托|利用|对)(?:该|此|上述|这一)|(?:该|此|上述)(?:办法|方案|规划|意见|通知|细则|制度|中心|平台|项目)/;
const DONE = /已(?:经)?(?:于|在)[^，,。；]{0,2}$/;
const PLANNED = /(?:将|拟|计划|预计|定|力争)(?:于|在)[^，,。；]{0,2}$/;

/** What is in use was begun before; another stage of building is another matter. */
const IN_USE = /投入使用|投入运[行营]|投用|启用|竣工|完工|建成|交付/;
const BEGUN = /开工|动工|奠基|破土|立项/;
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

const clauseFrom = (text: string, start: number): number =>
  Math.max(...['，', ',', '；', '。'].map((mark) => text.lastIndexOf(mark, start - 1))) + 1;
const clauseUntil = (text: string, end: number): number => {
  const ends = ['，', ',', '；', '。'].map((mark) => text.indexOf(mark, end)).filter((at) => at >= 0);
  return Math.min(...ends, text.length);
};

/** What is told to have followed, or to be still to come, on an earlier day than what it follows. */
export const outOfSequence = ({ text }: ReadLetter): readonly Finding[] =>
  text.sentences.flatMap((sentence) => {
    if (sentence.part === 'form' || sentence.part === 'foot') return [];
    const plain = hidden(sentence.text);
    const dates = findDates(plain).filter(({ year }) => year !== undefined);
    const clause = ({ start, end }: NamedDate): string =>
      plain.slice(clauseFrom(plain, start), clauseUntil(plain, end));
    return dates.flatMap((then, place) => {
      const first = dates[place - 1];
      if (!first) return [];
      const order = compared(then, first);
      const tail = plain.slice(first.end, clauseUntil(plain, then.end));
      const planned = DONE.test(plain.slice(0, first.start)) && PLANNED.test(plain.slice(0, then.start));
      const begunAfter = order > 0 && IN_USE.test(clause(first)) && BEGUN.test(clause(then)) && !ANOTHER.test(plain);
      if (!begunAfter && (order >= 0 || (!planned && !FOLLOWS.test(tail)))) return [];
      const quote = sentence.text.slice(clauseFrom(plain, first.start), clauseUntil(plain, then.end)).trim();
      return [
        {
          kind: 'time-order' as const,
          quotes: [quote],
          reason: begunAfter ? 'used-before-begun' : planned ? 'planned-before-done' : 'followed-before',
          with: { first: first.text, then: then.text },
        },
      ];
    });
  });
