/**
 * A letter as a Word document in the same layout as the PDF. The fonts an office has are named, not embedded; a number is kept with
 * its unit by the document's own rule of what may not begin a line.
 */
import {
  AlignmentType,
  Document,
  Footer,
  Header,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
} from 'docx';
import type { IParagraphOptions, Table } from 'docx';
import type { LetterDocument } from '../document.ts';
import { measure, signatureIndents } from '../layout.ts';
import { numbersOf } from '../levels.ts';
import { contactText, dayText } from '../plain.ts';
import {
  CHARACTER,
  LINE_TWIPS,
  blank,
  forms,
  half,
  imprint,
  line,
  lookUpLine,
  ruled,
  run,
  runsOf,
  twip,
} from './docx-parts.ts';
import { wordFont } from './fonts.ts';
import type { Face } from './fonts.ts';
import { fontTable, settings } from './docx-settings.ts';
import type { PageOptions } from './page.ts';
import { DOUBLE_RULE, LINE, markSize } from './style.ts';

const RED = 'D7000F';

const FACE_OF: Readonly<Record<number, Face>> = { 0: 'body', 1: 'first', 2: 'second', 3: 'body', 4: 'body' };

const HALF_LEADING = (LINE - (measure('bodySize') * 25.4) / 72) / 2;
/** What the rules of the letter form have beyond the text, left and right. */
const SIDE = (measure('pageWidth') - measure('letterLineWidth')) / 2;
const OVER = [measure('left') - SIDE, measure('pageWidth') - measure('left') - measure('blockWidth') - SIDE] as const;
const { thick, thin } = DOUBLE_RULE;

const markOf = (mark: string, before: number): Paragraph =>
  new Paragraph({
    alignment: AlignmentType.CENTER,
    spacing: { before, line: Math.round(markSize(mark) * 20), lineRule: LineRuleType.EXACT },
    children: [
      run(mark, 'title', {
        size: half(markSize(mark)),
        color: RED,
        bold: true,
        characterSpacing: Math.round(markSize(mark) * 20 * 0.06),
      }),
    ],
  });

const head = (letter: LetterDocument, { given, year }: PageOptions): readonly Paragraph[] => {
  const number = given.number ?? `${letter.prefix}〔${String(year)}〕\u3000\u3000号`;
  const reply = letter.reply === null ? '' : `${letter.reply.label}：${letter.reply.value}`;
  if (letter.layout === 'letter')
    return [
      line([run(reply, 'first'), run(`\t${number}`, 'body')], {
        tabStops: [{ type: TabStopType.RIGHT, position: twip(measure('blockWidth')) }],
        spacing: {
          before: CHARACTER * measure('letterNumberUnderLine') - twip(HALF_LEADING),
          line: LINE_TWIPS,
          lineRule: LineRuleType.EXACT,
        },
      }),
    ];
  const signer = letter.showsSigner
    ? [run('\t签发人：', 'body'), run(given.signer ?? '\u3000\u3000\u3000', 'second')]
    : [];
  return [
    line([run(reply, 'first')], { alignment: AlignmentType.RIGHT }),
    markOf(letter.mark, twip(measure('markTop') - LINE)),
    blank(),
    blank(),
    line(
      [run(number, 'body'), ...signer],
      letter.showsSigner
        ? {
            indent: { left: CHARACTER, right: CHARACTER },
            tabStops: [{ type: TabStopType.RIGHT, position: twip(measure('blockWidth')) - CHARACTER }],
          }
        : { alignment: AlignmentType.CENTER },
    ),
    ruled([0.6], { color: RED, before: twip(measure('lineUnderNumber') - HALF_LEADING) }),
  ];
};

/** The first page of the letter form begins above the text of the others: mark and double rule stand in its header. */
const letterHead = ({ mark }: LetterDocument): Header =>
  new Header({
    children: [
      markOf(mark, 0),
      ruled([thick, thin], { color: RED, over: OVER, before: twip(measure('letterLineUnderMark')) }),
    ],
  });
/** Of the other pages: lower than what stands between it and the text. */
const noHead = (): Header => new Header({ children: [bare(20)] });

const title = (letter: LetterDocument): readonly Paragraph[] => [
  blank(),
  blank(),
  ...letter.title.split('\n').map(
    (part) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT },
        children: [
          ...runsOf(part, 'title', letter.claims, {
            size: half(measure('titleSize')),
            bold: true,
            characterSpacing: 0,
          }),
        ],
      }),
  ),
  blank(),
];

const body = (letter: LetterDocument): readonly Paragraph[] => {
  const numbers = numbersOf(letter.paragraphs);
  return [
    ...(letter.addressee === '' ? [] : [line([run(`${letter.addressee}：`, 'body')])]),
    ...letter.paragraphs.map(({ level, heading, text }, at) => {
      const face = FACE_OF[level] ?? 'body';
      return line(
        [
          ...(level === 0 ? [] : [run(numbers[at] ?? '', face), ...runsOf(heading, face, letter.claims)]),
          ...runsOf(text, 'body', letter.claims),
        ],
        {
          alignment: AlignmentType.BOTH,
          indent: { firstLine: CHARACTER * 2 },
          widowControl: true,
          keepNext: at === letter.paragraphs.length - 1,
        },
      );
    }),
    ...(letter.attachments.length === 0 ? [] : [line([run('', 'body')], { keepNext: true })]),
    ...letter.attachments.map((name, at) => {
      const before = at === 0 ? '附件：' : '\u3000\u3000\u3000';
      const numbered = letter.attachments.length > 1;
      const own = numbered ? 4 : 3;
      return line([run(`${before}${numbered ? `${String(at + 1)}.\t` : ''}${name}`, 'body')], {
        indent: { left: CHARACTER * (2 + own), hanging: CHARACTER * own },
        ...(numbered ? { tabStops: [{ type: TabStopType.LEFT, position: CHARACTER * (2 + own) }] } : {}),
        keepNext: true,
      });
    }),
  ];
};

const foot = (letter: LetterDocument, options: PageOptions): readonly (Paragraph | Table)[] => {
  const { contact } = letter;
  const { day } = options.given;
  const date = day === null ? '\u3000\u3000年\u3000月\u3000日' : dayText(day);
  const indents = signatureIndents(letter.signature, date);
  const lookUp = lookUpLine(options);
  const right = (text: string, characters: number): IParagraphOptions => ({
    children: [run(text, 'body')],
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round(CHARACTER * characters) },
  });
  const note = (text: string): IParagraphOptions => ({
    children: [run(text, 'body')],
    indent: { left: CHARACTER * 2 },
  });
  const said: readonly IParagraphOptions[] = [
    { children: [] },
    { children: [] },
    right(letter.signature, indents.name),
    right(date, indents.date),
    ...(contact === null
      ? []
      : contact.style === 'note'
        ? [note(contactText(contact))]
        : [
            { children: [] },
            note(`承\u2002办\u2002人：${contact.person}`),
            note(`联系电话：${contact.phone}`),
            ...(contact.postcode === '' ? [] : [note(`邮政编码：${contact.postcode}`)]),
          ]),
    ...(letter.disclosure === 'public' ? [note('（此件主动公开）')] : []),
    ...(lookUp === '' ? [] : [{ ...note(lookUp), children: [run(lookUp, 'page', { size: 21 })] }]),
  ];
  return [
    ...said.map(
      (each) =>
        new Paragraph({
          spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT },
          keepLines: true,
          keepNext: true,
          ...each,
        }),
    ),
    // the imprint belongs to the page of the paragraph behind it, which has no height and is kept with the last note
    ...imprint(letter, options),
    bare(20),
  ];
};

/** An empty paragraph of a height in twips. */
const bare = (height: number): Paragraph =>
  new Paragraph({ spacing: { line: height, lineRule: LineRuleType.EXACT }, children: [run('', 'page', { size: 2 })] });

const NUMBER_LINE = 6;
const BOTTOM = measure('pageHeight') - measure('top') - measure('blockHeight');
/** From the page's lower edge to the page number's. */
const UNDER_NUMBER = BOTTOM - measure('pageNumberUnder') - NUMBER_LINE / 2;

/** The dashes stand seven millimetres under the text, with `above` millimetres from the footer's lower edge. */
const pageNumber = (side: 'left' | 'right', above: number): Footer => {
  const character = measure('smallSize') * 20;
  return new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: side === 'left' ? { left: character } : { right: character },
        spacing: { line: twip(NUMBER_LINE), lineRule: LineRuleType.EXACT },
        children: [
          new TextRun({
            size: half(measure('smallSize')),
            font: { eastAsia: wordFont('page'), ascii: wordFont('page'), hAnsi: wordFont('page') },
            children: ['— ', PageNumber.CURRENT, ' —'],
          }),
        ],
      }),
      ...(above === 0 ? [] : [bare(twip(above))]),
    ],
  });
};

/** The first page of the letter form: no number, but the second double rule. */
const letterFoot = (): Footer => new Footer({ children: [ruled([thin, thick], { color: RED, over: OVER })] });

/** The letter as .docx. */
export const letterDocx = (letter: LetterDocument, given: Omit<PageOptions, 'imprintOn' | 'bare'>): Promise<Buffer> => {
  const options: PageOptions = { ...given, imprintOn: null };
  const letterForm = letter.layout === 'letter';
  const above = letterForm ? UNDER_NUMBER - measure('letterLineFromBottom') : 0;
  const document = new Document({
    title: letter.title.replace(/\s+/g, ''),
    creator: letter.signature,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { size: half(measure('bodySize')), language: { eastAsia: 'zh-CN' } } } } },
    sections: [
      {
        properties: {
          titlePage: letterForm,
          page: {
            size: { width: twip(measure('pageWidth')), height: twip(measure('pageHeight')) },
            margin: {
              top: twip(measure('top')),
              left: twip(measure('left')),
              right: twip(measure('pageWidth') - measure('left') - measure('blockWidth')),
              bottom: twip(BOTTOM),
              ...(letterForm ? { header: twip(measure('letterMarkTop')) } : {}),
              footer: twip(letterForm ? measure('letterLineFromBottom') : UNDER_NUMBER),
            },
          },
        },
        ...(letterForm ? { headers: { first: letterHead(letter), default: noHead(), even: noHead() } } : {}),
        footers: {
          default: pageNumber('right', above),
          even: pageNumber('left', above),
          ...(letterForm ? { first: letterFoot() } : {}),
        },
        children: [
          ...(options.across === null ? [] : [line([run(options.across, 'first')], { alignment: AlignmentType.LEFT })]),
          ...head(letter, options),
          ...title(letter),
          ...body(letter),
          ...foot(letter, options),
          ...forms(letter),
        ],
      },
    ],
  });
  return Packer.toBuffer(document, false, [
    { path: 'word/settings.xml', data: settings(letter) },
    { path: 'word/fontTable.xml', data: fontTable() },
  ]);
};
