/**
 * A letter as a Word document in the same layout as the PDF. The fonts an office has are named, not embedded; a number is kept with
 * its unit by the document's own rule of what may not begin a line.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TabStopType,
  TextRun,
} from 'docx';
import type { LetterDocument } from '../document.ts';
import { measure, signatureIndents } from '../layout.ts';
import { numbersOf } from '../levels.ts';
import { contactText, copiesText, dayText, linesOf } from '../plain.ts';
import { CHARACTER, LINE_TWIPS, blank, forms, half, imprint, line, run, runsOf, twip } from './docx-parts.ts';
import { wordFont } from './fonts.ts';
import type { Face } from './fonts.ts';
import { unitCharacters } from './glue.ts';
import type { PageOptions } from './page.ts';
import { LINE, markSize } from './style.ts';

const RED = 'D7000F';

const FACE_OF: Readonly<Record<number, Face>> = { 0: 'body', 1: 'first', 2: 'second', 3: 'body', 4: 'body' };

const rule = (thick: boolean, over: number): Paragraph =>
  new Paragraph({
    spacing: { line: 60, lineRule: LineRuleType.EXACT, before: thick ? 0 : twip(measure('lineUnderNumber') - 2) },
    ...(over === 0 ? {} : { indent: { left: -twip(over), right: -twip(over - 2) } }),
    border: {
      bottom: {
        style: thick ? BorderStyle.THICK_THIN_SMALL_GAP : BorderStyle.SINGLE,
        color: RED,
        size: thick ? 24 : 18,
        space: 0,
      },
    },
  });

const head = (letter: LetterDocument, { given, year }: PageOptions): readonly Paragraph[] => {
  const number = given.number ?? `${letter.prefix}〔${String(year)}〕\u3000\u3000号`;
  const reply = letter.reply === null ? '' : `${letter.reply.label}：${letter.reply.value}`;
  const mark = (before: number): Paragraph =>
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { before },
      children: [run(letter.mark, 'title', { size: half(markSize(letter.mark)), color: RED, bold: true })],
    });
  if (letter.layout === 'letter')
    return [
      mark(0),
      rule(true, 8),
      line([run(reply, 'first'), run(`\t${number}`, 'body')], {
        tabStops: [{ type: TabStopType.RIGHT, position: twip(measure('blockWidth')) }],
      }),
    ];
  const signer = letter.showsSigner
    ? [run('\t签发人：', 'body'), run(given.signer ?? '\u3000\u3000\u3000', 'second')]
    : [];
  return [
    line([run(reply, 'first')], { alignment: AlignmentType.RIGHT }),
    mark(twip(measure('markTop') - LINE)),
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
    rule(false, 0),
  ];
};

const title = (letter: LetterDocument): readonly Paragraph[] => [
  blank(),
  blank(),
  ...letter.title.split('\n').map(
    (part) =>
      new Paragraph({
        alignment: AlignmentType.CENTER,
        keepNext: true,
        spacing: { line: Math.round(LINE_TWIPS * 1.2), lineRule: LineRuleType.EXACT },
        children: [...runsOf(part, 'title', letter.claims, { size: half(measure('titleSize')), bold: true })],
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
        { alignment: AlignmentType.BOTH, indent: { firstLine: CHARACTER * 2 }, widowControl: true },
      );
    }),
    ...letter.attachments.map((name, at) =>
      line(
        [
          run(
            `${at === 0 ? '附件：' : '\u3000\u3000\u3000'}${letter.attachments.length > 1 ? `${String(at + 1)}.` : ''}${name}`,
            'body',
          ),
        ],
        {
          indent: { left: CHARACTER * 2 },
        },
      ),
    ),
  ];
};

const foot = (letter: LetterDocument, { given }: PageOptions): readonly Paragraph[] => {
  const { contact } = letter;
  const date = given.day === null ? '\u3000\u3000年\u3000月\u3000日' : dayText(given.day);
  const indents = signatureIndents(letter.signature, date);
  const right = (characters: number) => ({
    alignment: AlignmentType.RIGHT,
    indent: { right: Math.round(CHARACTER * characters) },
    keepLines: true,
    keepNext: true,
  });
  return [
    blank(),
    blank(),
    line([run(letter.signature, 'body')], right(indents.name)),
    line([run(date, 'body')], { ...right(indents.date), keepNext: contact !== null }),
    ...(contact === null
      ? []
      : contact.style === 'note'
        ? [line([run(contactText(contact), 'body')], { indent: { left: CHARACTER * 2 } })]
        : [
            `承\u2002办\u2002人：${contact.person}`,
            `联系电话：${contact.phone}`,
            ...(contact.postcode === '' ? [] : [`邮政编码：${contact.postcode}`]),
          ].map((text) => line([run(text, 'body')], { indent: { left: CHARACTER * 2 } }))),
  ];
};

const pageNumber = (side: 'left' | 'right'): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: side === 'left' ? AlignmentType.LEFT : AlignmentType.RIGHT,
        indent: side === 'left' ? { left: 280 } : { right: 280 },
        children: [
          new TextRun({
            size: half(measure('smallSize')),
            font: { eastAsia: wordFont('page'), ascii: wordFont('page'), hAnsi: wordFont('page') },
            children: ['— ', PageNumber.CURRENT, ' —'],
          }),
        ],
      }),
    ],
  });

/** The first page of the letter form: no number, but the second double rule. */
const letterFoot = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        spacing: { line: 60, lineRule: LineRuleType.EXACT },
        indent: { left: -twip(8), right: -twip(6) },
        border: { top: { style: BorderStyle.THIN_THICK_SMALL_GAP, color: RED, size: 24, space: 0 } },
      }),
    ],
  });

/** What may not begin a line: the usual marks, and every character that stands behind a number of this letter. */
const settings = (letter: LetterDocument): string => {
  const marks = '!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠';
  const units = unitCharacters([letter.title, ...linesOf(letter), copiesText(letter.copies)].join('\n')).replace(
    /[<>&"]/g,
    '',
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:noLineBreaksAfter w:lang="zh-CN" w:val="$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"/><w:noLineBreaksBefore w:lang="zh-CN" w:val="${[...new Set(marks + units)].join('').replace('>', '&gt;')}"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;
};

/** The letter as .docx. */
export const letterDocx = (letter: LetterDocument, given: Omit<PageOptions, 'imprintOn' | 'bare'>): Promise<Buffer> => {
  const options: PageOptions = { ...given, imprintOn: null };
  const letterForm = letter.layout === 'letter';
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
              top: twip(letterForm ? measure('letterMarkTop') : measure('top')),
              left: twip(measure('left')),
              right: twip(measure('pageWidth') - measure('left') - measure('blockWidth')),
              bottom: twip(measure('pageHeight') - measure('top') - measure('blockHeight')),
              footer: twip(letterForm ? measure('letterLineFromBottom') : 21),
            },
          },
        },
        footers: {
          default: pageNumber('right'),
          even: pageNumber('left'),
          ...(letterForm ? { first: letterFoot() } : {}),
        },
        children: [
          ...(options.across === null ? [] : [line([run(options.across, 'first')], { alignment: AlignmentType.LEFT })]),
          ...head(letter, options),
          ...title(letter),
          ...body(letter),
          ...foot(letter, options),
          ...imprint(letter, options),
          ...forms(letter),
        ],
      },
    ],
  });
  return Packer.toBuffer(document, false, [{ path: 'word/settings.xml', data: settings(letter) }]);
};
