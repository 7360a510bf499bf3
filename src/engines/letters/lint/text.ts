/**
 * The text of a letter made readable for the lint, whoever typed or pasted it: half-width digits and letters, no white space
 * between characters that belong together, lines of a page joined to sentences. Nothing else is changed, so that a quote is the
 * letter's own wording.
 */

/** One sentence, with where it stands. */
export type Sentence = {
  readonly text: string;
  /** Counted from 0 over the whole letter. */
  readonly index: number;
  /** Sentences of one paragraph share it. */
  readonly paragraph: number;
  /** Head, body, the form attached behind it, or the foot with copies and telephone numbers. */
  readonly part: 'head' | 'body' | 'foot' | 'form';
};

export type LetterText = {
  readonly sentences: readonly Sentence[];
  /** All sentences in one line, for questions about the whole letter. */
  readonly whole: string;
};

const CJK = '\\u3400-\\u9fff';
const FULL_WIDTH = /[！-～]/g;
/** Punctuation that stays as Chinese writes it, so that a comma of a sentence is never a thousands separator. */
const KEPT = new Set(['，', '：', '；', '？', '！', '（', '）']);

/** １２，３４６ has a separator; 在2021，326人 has a comma. */
const SEPARATED = /(?<=[０-９])，(?=[０-９]{3}(?![０-９]))/g;

const halfWidth = (text: string): string =>
  text
    .replace(SEPARATED, ',')
    .replace(FULL_WIDTH, (each) => (KEPT.has(each) ? each : String.fromCharCode(each.charCodeAt(0) - 0xfee0)));

/** Control characters but tab and line feed: form feeds of a scan, what is left of a binary format. */
const isControl = (each: string): boolean => each < ' ' && each !== '\t' && each !== '\n' && each !== '\r';

const withoutMarkup = (text: string): string =>
  Array.from(text, (each) => (isControl(each) ? '' : each))
    .join('')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u200b\ufeff]/g, '')
    .replace(/<[^<>\n]{0,200}>/g, '')
    .replace(/\*\*/g, '')
    .replace(/^[ \t]*#+[ \t]*/gm, '')
    .replace(/^[ \t]*>[ \t]?/gm, '')
    .replace(/^[ \t]*[-*][ \t]+/gm, '')
    .replace(/^[ \t]*-{3,}[ \t]*$/gm, '');

const closeUp = (line: string): string =>
  halfWidth(line)
    .replace(/[\u3000\u00a0 ]+/g, ' ')
    .trim()
    .replace(
      new RegExp(
        `(?<=[${CJK}，。；：、？！（）《》〈〉“”‘’〔〕%\\d)]) +(?=[${CJK}，。；：、？！（）《》〈〉“”‘’〔〕(\\d])`,
        'g',
      ),
      '',
    )
    .replace(new RegExp(`(?<=[${CJK}]) +(?=[(A-Za-z])|(?<=[A-Za-z)]) +(?=[${CJK}])`, 'g'), '');

/** Sentences end so, and so do titles and the names of offices that stand on a line of their own. */
const ENDS =
  /(?:[。；！？：;:]|答复函?|复函|的函|通知|文件|会议|委员会)$|(?:^|[会局府委])(?:19|20)\d{2}年\d{1,2}月\d{1,2}日$|^[(（].*[)）]$/;
/** A line that begins something new whatever stands before it. */
const BEGINS =
  /^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十\d]+[)）]|附件|抄送|类别|签发人|办理结果|承办人|[(（]?联系|注[：:]|提案号|提案编号|政协提案|邮政编码)/;
/** Short lines are titles, names and dates; a line of running text fills the page. */
const RUNNING = 16;

const joinLines = (lines: readonly string[]): readonly string[] => {
  const joined: string[] = [];
  let open = false;
  for (const line of lines) {
    if (line === '') continue;
    const last = joined.at(-1);
    const tables = line.includes('\t') || last?.includes('\t');
    if (last !== undefined && open && !tables && !BEGINS.test(line)) joined[joined.length - 1] = last + line;
    else joined.push(line);
    open = !ENDS.test(line) && (line.length >= RUNNING || (open && !BEGINS.test(line) && joined.at(-1) !== line));
  }
  return joined;
};

/** A sentence ends behind its mark, and behind the quotation mark that closes with it. */
const SENTENCE = /[^。！？；\t]*[。！？；]+[”’）)]*|[^。！？；\t]+/g;

const isFoot = (text: string): boolean => /^[(（]?(?:抄送|联系人|承办人|联系电话|电话|邮政编码)/.test(text);
const isForm = (text: string): boolean =>
  /(?:征求意见表|办理单|意见反馈表|登记表)$/.test(text) || /^附件\d*(?:政协|人大|提案|建议)/.test(text);

/** Reads a letter's text. Any text is read; an empty one has no sentences. */
export const readText = (raw: string): LetterText => {
  const lines = withoutMarkup(raw).split('\n').map(closeUp);
  const sentences: Sentence[] = [];
  let part: Sentence['part'] = 'head';
  for (const [paragraph, text] of joinLines(lines).entries()) {
    if (isForm(text)) part = 'form';
    else if (part !== 'form' && isFoot(text)) part = 'foot';
    else if (part === 'head' && (/[。；]/.test(text) || /^[一二三四五六七八九十]+、/.test(text))) part = 'body';
    for (const [match] of text.matchAll(SENTENCE)) {
      const trimmed = match.trim();
      if (trimmed !== '') sentences.push({ text: trimmed, index: sentences.length, paragraph, part });
    }
  }
  return { sentences, whole: sentences.map(({ text }) => text).join('') };
};
