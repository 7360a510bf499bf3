/** Words that name another thing than is meant, or one thing in two ways. */
import { clauseEnd, clauseStart } from './clause.ts';
import type { Finding, ReadLetter } from './finding.ts';
import type { Sentence } from './text.ts';

const clauseWith = ({ text }: Sentence, at: number): string =>
  text.slice(clauseStart(text, at, ['，', ',', '；', '。', '：']), clauseEnd(text, at)).trim();

const finding = (quotes: readonly string[], reason: string, values: Readonly<Record<string, string>>): Finding => ({
  kind: 'wrong-term',
  quotes: [...new Set(quotes)],
  reason,
  with: values,
});

/** The item that a title answers: whose it is, and what it is called. */
const TITLED = /(政协|人大|人民代表大会)[^，。；]{0,16}?第?\s*\d+号[^，。；]{0,6}?(建议|提案|议案)/;
/** Titles in 《》 are the proposer's. */
const withoutTitles = (text: string): string => text.replace(/《[^》]*》/g, (title) => '　'.repeat(title.length));

/** A conference (政协) receives 提案 of 委员, a congress (人大) receives 建议 of 代表. */
const bodies = ({ text }: ReadLetter): readonly Finding[] => {
  for (const sentence of text.sentences) {
    const found = TITLED.exec(withoutTitles(sentence.text));
    if (!found) continue;
    const [, body = '', item = ''] = found;
    const wrong = body === '政协' ? item !== '提案' : item === '提案';
    if (!wrong) continue;
    const field = body === '政协' ? '提案编号' : '建议编号';
    const form = text.sentences.find((other) => other !== sentence && other.text.includes(field));
    const beside = form?.text.endsWith(field) ? (text.sentences[form.index + 1]?.text ?? '') : '';
    return [
      finding(
        [clauseWith(sentence, found.index), ...(form ? [form.text + beside] : [])],
        body === '政协' ? 'conference-item' : 'congress-item',
        { item, right: body === '政协' ? '提案' : '建议' },
      ),
    ];
  }
  return [];
};

/** The item answered, called by the other body's word. */
const OTHER_BODYS_WORD = {
  政协: /(?:在|该|此|本件|您的)建议(?:中|收悉|已收悉|办理)/,
  人大: /(?:在|该|此|本件|您的)提案(?:中|收悉|已收悉|办理)/,
} as const;

/** The title says whose it is; the body calls the same item by the other body's word. 意见建议 is what an item contains. */
const calledOtherwise = ({ text }: ReadLetter): readonly Finding[] => {
  const titled = text.sentences
    .slice(0, 6)
    .map((sentence) => TITLED.exec(withoutTitles(sentence.text)))
    .find((found) => found !== null);
  const body = titled?.[1] === '政协' ? '政协' : titled ? '人大' : undefined;
  // an item that its own title calls wrongly is told by `bodies`
  if (body === undefined || (body === '政协') !== (titled?.[2] === '提案')) return [];
  return text.sentences.flatMap((sentence) => {
    const found = OTHER_BODYS_WORD[body].exec(withoutTitles(sentence.text));
    if (!found || sentence.part === 'form') return [];
    const [item, right] = body === '政协' ? ['建议', '提案'] : ['提案', '建议'];
    const reason = body === '政协' ? 'conference-item' : 'congress-item';
    return [finding([clauseWith(sentence, found.index)], reason, { item, right })];
  });
};

/** 县域 has 医共体, 城市 has 医疗集团. A word that is neither occurs where the letter uses both. */
const alliances = ({ text }: ReadLetter): readonly Finding[] => {
  const both = /县域医共体|县域医疗卫生共同体/.test(text.whole) && /城市医疗集团/.test(text.whole);
  return text.sentences.flatMap((sentence) => {
    const found = /县域医疗集团|城市医共体/.exec(sentence.text);
    if (
      !found ||
      (found[0] === '城市医共体' && !both) ||
      (found[0] === '县域医疗集团' && !text.whole.includes('医共体'))
    )
      return [];
    const right = found[0] === '县域医疗集团' ? '县域医共体' : '城市医疗集团';
    return [finding([clauseWith(sentence, found.index)], 'alliance', { term: found[0], right })];
  });
};

/** 紧密型 in one place and not in another that speaks of the same coverage or count. */
const tight = ({ text }: ReadLetter): readonly Finding[] => {
  const near = (pattern: RegExp): { readonly sentence: Sentence; readonly at: number } | undefined => {
    for (const sentence of text.sentences) {
      const at = sentence.text.search(pattern);
      if (at >= 0 && sentence.part === 'body') return { sentence, at };
    }
    return undefined;
  };
  const loose = near(/(?<!紧密型)(?:县域医共体|城市医疗集团)[^，。；]{0,8}全覆盖/);
  const close = near(/紧密型(?:县域医共体|城市医疗集团)[^，。；]{0,8}全覆盖/);
  if (!loose || !close) return [];
  return [finding([clauseWith(close.sentence, close.at), clauseWith(loose.sentence, loose.at)], 'tight', {})];
};

/** 二级及以上 and 二级以上, 公立 and not, in statements of the same letter that a reader will set side by side. */
const populations = ({ text }: ReadLetter): readonly Finding[] => {
  const found = text.sentences.flatMap((sentence) =>
    [...sentence.text.matchAll(/([一二三])级(及以上|以上)(公立)?[\u4e00-\u9fff]{0,6}?医院/g)].map((match) => ({
      sentence,
      match,
    })),
  );
  for (const [place, one] of found.entries())
    for (const other of found.slice(place + 1)) {
      const [, grade, wording, owned] = one.match;
      if (other.match[1] !== grade || (other.match[2] === wording && other.match[3] === owned)) continue;
      return [
        finding(
          [clauseWith(one.sentence, one.match.index), clauseWith(other.sentence, other.match.index)],
          'population',
          { one: one.match[0], other: other.match[0] },
        ),
      ];
    }
  return [];
};

const plainTitle = (title: string): string => title.replace(/[\s，、,。“”"'：:（）()]/g, '');

/** The title of the item in the letter and on the form behind it. */
const titles = ({ text }: ReadLetter): readonly Finding[] => {
  const cited = /《(关于[^》]{4,60}|[^》]{6,60})》[^，。]{0,16}(?:收悉|提案|建议)/.exec(text.whole)?.[1];
  const form = text.sentences
    .filter(({ part }) => part === 'form')
    .map(({ text: each }) => each)
    .join('');
  const onForm = /(?:提案题目|题目|案由)\s*((?:关于)[\s\S]{4,60}?(?:建议|提案|议案))/.exec(form)?.[1];
  if (cited === undefined || onForm === undefined || plainTitle(cited) === plainTitle(onForm)) return [];
  return [finding([cited, onForm], 'titles', {})];
};

/** Deputies are 代表, members of a conference 委员. */
const persons = ({ text }: ReadLetter): readonly Finding[] => {
  const conference = /政协[^，。；]{0,16}号/.test(text.whole) && !/人大[^，。；]{0,16}号/.test(text.whole);
  const congress =
    /(?:人大|人民代表大会)[^，。；]{0,16}号/.test(text.whole) && !/政协[^，。；]{0,16}号/.test(text.whole);
  for (const sentence of text.sentences) {
    const found = /^(?:尊敬的)?[\u4e00-\u9fff]{2,8}(代表|委员)(?:们)?[：:]$/.exec(sentence.text);
    if (!found) continue;
    if (conference && found[1] === '代表') return [finding([sentence.text], 'member', { term: '代表', right: '委员' })];
    if (congress && found[1] === '委员') return [finding([sentence.text], 'deputy', { term: '委员', right: '代表' })];
  }
  return [];
};

/** All words of a letter that say another thing than is meant. */
export const wrongTerms = (letter: ReadLetter): readonly Finding[] => [
  ...bodies(letter),
  ...calledOtherwise(letter),
  ...persons(letter),
  ...alliances(letter),
  ...tight(letter),
  ...populations(letter),
  ...titles(letter),
];
