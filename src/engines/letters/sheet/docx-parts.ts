/** What a Word document of a letter is made of: runs and lines in the letter's faces, the imprint, and forms sent along. */
import {
  AlignmentType,
  BorderStyle,
  LineRuleType,
  PageBreak,
  Paragraph,
  TabStopType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
  convertMillimetersToTwip,
} from 'docx';
import type { IParagraphOptions, IRunOptions } from 'docx';
import type { LetterDocument } from '../document.ts';
import { piecesOf } from '../document.ts';
import { measure } from '../layout.ts';
import { copiesText, dayText, printedIn } from '../plain.ts';
import { wordFont } from './fonts.ts';
import type { Face } from './fonts.ts';
import type { PageOptions } from './page.ts';
import { LINE } from './style.ts';

export const twip = (mm: number): number => Math.round(convertMillimetersToTwip(mm));
/** Word counts half points, and line heights in twentieths of a point. */
export const half = (points: number): number => Math.round(points * 2);
export const LINE_TWIPS = twip(LINE);
export const CHARACTER = Math.round(measure('bodySize') * 20);

export const run = (text: string, face: Face, more: IRunOptions = {}): TextRun =>
  new TextRun({
    text,
    size: half(measure('bodySize')),
    font: { eastAsia: wordFont(face), ascii: wordFont(face), hAnsi: wordFont(face) },
    ...more,
  });

export const line = (children: readonly TextRun[], more: IParagraphOptions = {}): Paragraph =>
  new Paragraph({
    children: [...children],
    spacing: { line: LINE_TWIPS, lineRule: LineRuleType.EXACT },
    ...more,
  });
export const blank = (): Paragraph => line([run('', 'body')]);

export const runsOf = (
  text: string,
  face: Face,
  claims: LetterDocument['claims'],
  more: IRunOptions = {},
): readonly TextRun[] =>
  piecesOf(text).map((piece) => run('text' in piece ? piece.text : printedIn(claims, piece.claim), face, more));

const NONE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' } as const;
const edge = (mm: number) => ({ style: BorderStyle.SINGLE, size: Math.round((mm / 25.4) * 72 * 8), color: '000000' });

/** 版记 stands at the foot of the last page: a table that is tied to the bottom of the page's text. */
export const imprint = (letter: LetterDocument, { issued, lookUp }: PageOptions): readonly (Paragraph | Table)[] => {
  const small = half(measure('smallSize'));
  const copies = copiesText(letter.copies);
  const general = letter.layout === 'general';
  const outer = general ? edge(measure('imprintOuterLine')) : NONE;
  const rows = [
    ...(copies === '' ? [] : [[copies]]),
    ...(issued === null || !general ? [] : [[`${issued.by}\t${dayText(issued.day)}印发`]]),
  ].map(([text = '']) => text);
  const told = [
    ...(letter.disclosure === 'public' ? [line([run('（此件主动公开）', 'body')])] : []),
    ...(lookUp === null
      ? []
      : [
          line([
            run(`文中数据的口径、日期与分子分母可在 ${lookUp.address} 查阅，查阅码 ${lookUp.code}`, 'page', {
              size: 21,
            }),
          ]),
        ]),
  ];
  if (rows.length === 0) return told;
  const cells = rows.map(
    (text, at) =>
      new TableRow({
        cantSplit: true,
        children: [
          new TableCell({
            borders: {
              top: at === 0 ? outer : general ? edge(measure('imprintInnerLine')) : NONE,
              bottom: at === rows.length - 1 ? outer : NONE,
              left: NONE,
              right: NONE,
            },
            children: [
              new Paragraph({
                indent: { left: small * 10, right: small * 10 },
                tabStops: [{ type: TabStopType.RIGHT, position: twip(measure('blockWidth')) - small * 20 }],
                spacing: { line: Math.round(LINE_TWIPS * 0.9), lineRule: LineRuleType.EXACT },
                children: [run(text, 'body', { size: small })],
              }),
            ],
          }),
        ],
      }),
  );
  const table = new Table({
    width: { size: twip(measure('blockWidth')), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    columnWidths: [twip(measure('blockWidth'))],
    float: {
      horizontalAnchor: 'margin',
      verticalAnchor: 'margin',
      relativeHorizontalPosition: 'left',
      relativeVerticalPosition: 'bottom',
      leftFromText: 0,
      rightFromText: 0,
      overlap: 'never',
    },
    rows: cells,
  });
  return [...told, table];
};

export const forms = (letter: LetterDocument): readonly (Paragraph | Table)[] =>
  letter.forms.flatMap(({ label, title: named, rows, note }) => {
    const box = edge(0.3);
    const borders = { top: box, bottom: box, left: box, right: box };
    const quarter = twip(measure('blockWidth')) / 4;
    const cell = (text: string, span: number, centred: boolean): TableCell =>
      new TableCell({
        borders,
        columnSpan: span,
        verticalAlign: VerticalAlignTable.CENTER,
        margins: { top: 100, bottom: 100, left: 120, right: 120 },
        children: text.split('\n').map(
          (part) =>
            new Paragraph({
              alignment: centred ? AlignmentType.CENTER : AlignmentType.LEFT,
              children: [run(part, 'body', { size: 28 })],
            }),
        ),
      });
    return [
      new Paragraph({ children: [new PageBreak(), run(label, 'first')] }),
      new Paragraph({
        alignment: AlignmentType.CENTER,
        spacing: { before: LINE_TWIPS / 2, after: LINE_TWIPS / 2 },
        children: [run(named, 'title', { size: half(measure('titleSize')), bold: true })],
      }),
      new Table({
        layout: TableLayoutType.FIXED,
        width: { size: quarter * 4, type: WidthType.DXA },
        columnWidths: [quarter * 0.8, quarter * 1.2, quarter * 0.8, quarter * 1.2],
        rows: rows.map((cells) => {
          const span = Math.max(1, Math.floor(4 / cells.length) - 1);
          return new TableRow({
            children: cells.flatMap(({ label: said, value }) => [cell(said, 1, true), cell(value, span, false)]),
          });
        }),
      }),
      new Paragraph({ children: [run(note, 'body', { size: 24 })] }),
    ];
  });
