/** Letters: the checks of ten pages, and a letter's PDF with a browser that runs already. Milliseconds of wall clock, the median of several. */
import { checkLetter } from '../src/engines/letters/checks.ts';
import type { LetterDocument } from '../src/engines/letters/document.ts';
import { printLetter } from '../src/engines/letters/print.ts';
import { startBrowser } from '../src/platform/pdf/browser.ts';
import { pdfPrinter } from '../src/platform/pdf/printer.ts';
import { isRefusal } from '../src/platform/refusal.ts';

export type LettersMeasured = {
  readonly characters: number;
  readonly findings: number;
  readonly lintMs: number;
  readonly pdfMs: number;
  /** Its pages, and the quickest of the rounds: what others do to the machine is least in it. */
  readonly pdf: string;
};

const SENTENCES = [
  '全市共有医养结合机构19家，总床位7840张，其中护理型床位5120张。',
  '二级以上公立综合医院设立老年医学科24个，覆盖率达85.71%。',
  '各县区组织开展培训12期，培训医务人员1486人次，编印手册2000余册。',
  '紧密型县域医共体7个，乡镇卫生院和社区卫生服务中心88家均达到服务能力基本标准。',
  '累计完成投资45.1亿元，其中财政资金3200万元，社会投资41.9亿元。',
];
/** 22 lines of 28 characters. */
const PAGE = 616;

const tenPages = (): LetterDocument => {
  const paragraphs = Array.from({ length: 60 }, (_, at) => ({
    level: at % 6 === 0 ? (1 as const) : (0 as const),
    heading: at % 6 === 0 ? `关于第${String(at / 6 + 1)}项工作` : '',
    text: SENTENCES.map((sentence, place) => sentence.replace(/\d+/, (number) => String(Number(number) + at + place)))
      .join('')
      .slice(0, Math.ceil((10 * PAGE) / 60)),
  }));
  return {
    layout: 'general',
    template: { code: 'bench', version: 1 },
    mark: '云岭市卫生健康委员会文件',
    reply: { label: '类别', value: 'A类' },
    prefix: '云卫函',
    showsSigner: true,
    title: '对市政协五届五次会议第118号提案的答复',
    addressee: '沈委员',
    paragraphs,
    attachments: [],
    signature: '云岭市卫生健康委员会',
    contact: { style: 'note', person: '何', phone: '0434-1234567', postcode: '' },
    disclosure: 'public',
    copies: [{ to: '市政协提案委', count: 3 }],
    forms: [],
    claims: {},
    promises: [],
  };
};

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

export const measureLetters = async (rounds: number): Promise<LettersMeasured> => {
  const letter = tenPages();
  const given = { number: '云卫函〔2026〕1号', signer: '邱', day: '2026-11-30' };
  const lints: number[] = [];
  let findings = 0;
  for (let round = 0; round < rounds; round++) {
    const from = performance.now();
    findings = checkLetter(letter, { given, observations: {} }).length;
    lints.push(performance.now() - from);
  }
  const printer = pdfPrinter({
    startMs: 300_000,
    pageMs: 120_000,
    start: () => startBrowser({ named: process.env['CHROMIUM_PATH'], mayLeaveSandbox: true }),
  });
  const page = {
    given,
    year: 2026,
    across: null,
    lookUp: null,
    issued: { by: '云岭市卫生健康委员会', day: '2026-11-30' },
  };
  const prints: number[] = [];
  let pages = 0;
  try {
    for (let round = 0; round <= rounds; round++) {
      const from = performance.now();
      const made = await printLetter(printer, letter, page);
      if (isRefusal(made)) throw new Error(made.refused);
      pages = made.pages;
      // the first starts the browser
      if (round > 0) prints.push(performance.now() - from);
    }
  } finally {
    await printer.close();
  }
  return {
    characters: letter.paragraphs.reduce((sum, { heading, text }) => sum + heading.length + text.length, 0),
    findings,
    lintMs: median(lints),
    pdfMs: median(prints),
    pdf: `${String(pages)} pages, counted and drawn; least ${Math.min(...prints).toFixed(0)} ms`,
  };
};
