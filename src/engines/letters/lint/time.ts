/** What cannot have come in this order: days, years, done and planned. */
import { clauseEnd, clauseStart } from './clause.ts';
import { dayOf, findDates, isImpossible } from './dates.ts';
import type { NamedDate } from './dates.ts';
import type { Finding, ReadLetter } from './finding.ts';
import { chineseValue } from './numerals.ts';
import { outOfSequence } from './sequence.ts';
import type { Sentence } from './text.ts';

const DAY = 86_400_000;

/**
 * Months a reply may take from hand-over. 政协提案 and 人大建议: three months, six at the latest with consent (reference rules of
 * several cities; not verified for the city of the letter).
 */
export type TimeRules = { readonly answerMonths: number };
export const DEFAULT_RULES: TimeRules = { answerMonths: 3 };

const clauseOf = ({ text }: Sentence, { start, end }: NamedDate): string =>
  text.slice(clauseStart(text, start - 1), clauseEnd(text, end)).trim();

const impossible = ({ text }: ReadLetter): readonly Finding[] =>
  text.sentences.flatMap((sentence) =>
    findDates(sentence.text)
      .filter((date) => date.text.includes('月') || date.year !== undefined)
      .filter(isImpossible)
      .map((date) => ({
        kind: 'time-order' as const,
        quotes: [clauseOf(sentence, date)],
        reason: 'impossible-day',
        with: { date: date.text },
      })),
  );

/** 自2024年至2022年, 2023-2021年. */
const backwards = ({ text }: ReadLetter): readonly Finding[] =>
  text.sentences.flatMap((sentence) =>
    [
      ...sentence.text.matchAll(
        /((?:19|20)?\d{2})年?[^，。；\d]{0,4}(?:至|到|-|—|–|~)[^，。；\d]{0,3}((?:19|20)?\d{2})年/g,
      ),
    ].flatMap((match) => {
      const [span, from = '', until = ''] = match;
      if (from.length !== until.length || Number(from) <= Number(until)) return [];
      return [{ kind: 'time-order' as const, quotes: [span], reason: 'backwards', with: { from, until } }];
    }),
  );

const WRITTEN = /(?:委员会|[局委会府])$|^(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$/;

/** The day under the letter: a whole date that ends a line of its own, behind the body. */
const letterDay = ({ text }: ReadLetter): { readonly date: NamedDate; readonly sentence: Sentence } | undefined => {
  for (const sentence of [...text.sentences].reverse()) {
    if (sentence.part === 'form' || sentence.part === 'foot' || /[。；]$/.test(sentence.text)) continue;
    const date = findDates(sentence.text).at(-1);
    if (!date || dayOf(date) === undefined || date.end < sentence.text.length) continue;
    if (WRITTEN.test(sentence.text.slice(0, date.start).trim()) || sentence.text.length === date.text.length)
      return { date, sentence };
  }
  return undefined;
};

/** The year of the document number, where no day is printed. */
const numberYear = ({ text }: ReadLetter): number | undefined => {
  const found = text.sentences
    .filter(({ part }) => part !== 'form')
    .slice(0, 8)
    .map(({ text: each }) => /[〔[](\d{4})[〕\]]\d+号/.exec(each)?.[1])
    .find((year) => year !== undefined);
  return found === undefined ? undefined : Number(found);
};

const PLANNED = /将|拟|计划|力争|预计|下一步|目标|到20\d\d年|规划|争取|确保|逐步|届时|有望/;

/** Something told as done on a day, or in a year, after the letter. */
const doneAfterLetter = (letter: ReadLetter): readonly Finding[] => {
  const written = letterDay(letter);
  const latest = written ? dayOf(written.date) : undefined;
  const year = written?.date.year ?? numberYear(letter);
  if (year === undefined) return [];
  return letter.text.sentences.flatMap((sentence) => {
    if (sentence.part !== 'body' || PLANNED.test(sentence.text) || /《[^》]*$/.test(sentence.text)) return [];
    const plain = sentence.text.replace(/《[^》]*》|“[^”]*”/g, (quoted) => '　'.repeat(quoted.length));
    return findDates(plain).flatMap((date) => {
      const day = dayOf(date);
      const after =
        date.year !== undefined && (date.year > year || (day !== undefined && latest !== undefined && day > latest));
      const clause = clauseOf(sentence, date);
      if (
        !after ||
        sentence === written?.sentence ||
        !/已|完成|建成|达到?|以来|实现|获|举办|签订|毕业|开展/.test(
          clause + sentence.text.slice(date.end, date.end + 20),
        )
      )
        return [];
      return [
        {
          kind: 'time-order' as const,
          quotes: [clause, ...(written ? [written.sentence.text] : [])],
          reason: 'done-after-letter',
          with: { date: date.text, letter: written?.date.text ?? `${year}年` },
        },
      ];
    });
  });
};

/** 2021年录取，经过三年培养，2024年底毕业: start, length and end agree. */
const lengthDisagrees = ({ text }: ReadLetter): readonly Finding[] =>
  text.sentences.flatMap((sentence) => {
    const found =
      /((?:19|20)\d{2})年[^。；]*?(?:经过|历时|为期|学制|通过)([一二两三四五六七八九十\d]+)年(?!级)[^。；\d]*?(?:于|至|到|在)?((?:19|20)\d{2})年/.exec(
        sentence.text,
      );
    if (!found) return [];
    const [span, from = '', length = '', until = ''] = found;
    const years = /^\d+$/.test(length) ? Number(length) : chineseValue(length);
    const between = Number(until) - Number(from);
    if (
      years === undefined ||
      Math.abs(between - years) === 0 ||
      (between - years === 1 &&
        /初|[1-6]月/.test(sentence.text.slice(found.index + span.length, found.index + span.length + 3)))
    )
      return [];
    return [
      {
        kind: 'time-order' as const,
        quotes: [span],
        reason: 'length',
        with: { from, until, years: `${years}`, between: `${between}` },
      },
    ];
  });

const addMonths = (day: number, months: number): number => {
  const date = new Date(day);
  const made = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0)).getUTCDate();
  return made + (Math.min(date.getUTCDate(), last) - 1) * DAY;
};

const isoDay = (day: number): string => new Date(day).toISOString().slice(0, 10);

/** Handed over, answered: later than the rule, or before it was handed over. Both days must be printed. */
const answeredLate = (letter: ReadLetter, rules: TimeRules): readonly Finding[] => {
  const form = letter.text.sentences.filter(({ part }) => part === 'form');
  const written = letterDay(letter);
  const answered = written ? dayOf(written.date) : undefined;
  const handed = form
    .filter(({ text }) => /交办|转办|转[^，。]{0,6}办理|^\d{4}年\d{1,2}月\d{1,2}日$/.test(text))
    .flatMap((sentence) => findDates(sentence.text).map((date) => ({ sentence, date, day: dayOf(date) })))
    .find(({ day }) => day !== undefined);
  if (!written || answered === undefined || handed?.day === undefined) return [];
  const due = addMonths(handed.day, rules.answerMonths);
  const quotes = [written.sentence.text, handed.sentence.text];
  if (answered < handed.day)
    return [
      {
        kind: 'time-order',
        quotes,
        reason: 'answered-before',
        with: { letter: isoDay(answered), handed: isoDay(handed.day) },
      },
    ];
  if (answered <= due || /延期|延长/.test(letter.text.whole)) return [];
  const days = (answered - due) / DAY;
  return [
    {
      kind: 'time-order',
      quotes,
      reason: 'answered-late',
      with: {
        handed: isoDay(handed.day),
        letter: isoDay(answered),
        due: isoDay(due),
        days: `${days}`,
        months: `${rules.answerMonths}`,
      },
    },
  ];
};

const TASK = /(?:列为|列入|作为|纳入)[^，。；]*(?:任务|清单|计划|目标)|(?:力争|计划|拟|将)[^，。；]{0,12}(?:实现|完成)/;
const DONE = /(?:均|已|都|全部|每[个家所])[^，。；]*(?:能够|实现|完成|达到|有|驻守|派驻)/;
const MATTER = /派驻|驻守|全覆盖|签约|建档|接种|配备|联网|上线|建成/;
const PLACES = /乡镇卫生院|社区卫生服务中心|村卫生室|医疗机构|养老机构|敬老院|县级医院|中心医院/g;
const ALIKE: Readonly<Record<string, string>> = { 派驻: '驻', 驻守: '驻' };

/** The same matter is a task of the year in one place and done for all in another. */
const plannedAndDone = ({ text }: ReadLetter): readonly Finding[] => {
  const body = text.sentences.filter(({ part }) => part === 'body');
  const matters = (each: string): ReadonlySet<string> =>
    new Set([...each.matchAll(new RegExp(MATTER, 'g'))].map(([word]) => ALIKE[word] ?? word));
  return body.flatMap((task) => {
    if (!TASK.test(task.text) || !task.text.includes('全覆盖')) return [];
    const places: ReadonlySet<string> = new Set(task.text.match(PLACES) ?? []);
    const done = body.find(
      (other) =>
        other !== task &&
        !TASK.test(other.text) &&
        DONE.test(other.text) &&
        (other.text.match(PLACES) ?? []).some((place) => places.has(place)) &&
        [...matters(other.text)].some((matter) => matter !== '全覆盖' && matters(task.text).has(matter)),
    );
    if (!done) return [];
    const clause = done.text.split(/[，,]/).find((each) => DONE.test(each)) ?? done.text;
    const planned = task.text.split(/[，,]/).find((each) => each.includes('全覆盖')) ?? task.text;
    return [{ kind: 'time-order' as const, quotes: [planned, clause], reason: 'planned-and-done', with: {} }];
  });
};

/** Everything of a letter that cannot have come in the order told. */
export const timeOrder = (letter: ReadLetter, rules: TimeRules = DEFAULT_RULES): readonly Finding[] => [
  ...impossible(letter),
  ...backwards(letter),
  ...doneAfterLetter(letter),
  ...lengthDisagrees(letter),
  ...outOfSequence(letter),
  ...answeredLate(letter, rules),
  ...plannedAndDone(letter),
];
