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
import { DOUBLE_RULE, LINE, PITCH } from './style.ts';

export const twip = (mm: number): number => Math.round(convertMillimetersToTwip(mm));
/** Word counts half points, and line heights in twentieths of a point. */
export const half = (points: number): number => Math.round(points * 2);
/** Never more than its share: twenty-two of them have to stand on a page. */
export const LINE_TWIPS = Math.floor(convertMillimetersToTwip(LINE * 1000) / 1000);
export const CHARACTER = Math.round(measure('bodySize') * 20);

/**
 * What characters of the body stand closer than they are wide, in twentieths of a point, so that twenty-eight fill a line. Not by a grid of
 * characters, which word processors understand differently.
 */
const CLOSER = Math.floor(convertMillimetersToTwip(PITCH * 1000) / 1000 - measure('bodySize') * 20);

export const run = (text: string, face: Face, more: IRunOptions = {}): TextRun =>
  new TextRun({
    text,
    size: half(measure('bodySize')),
    characterSpacing: CLOSER,
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

const eighths = (mm: number): number => Math.round((mm / 25.4) * 72 * 8);
const edge = (mm: number, color = '000000') => ({ style: BorderStyle.SINGLE, size: eighths(mm), color, space: 0 });

/** A line of its own: the upper edge, and where it is double the lower one, of a paragraph that is hardly one. */
export const ruled = (
  [upper, lower]: readonly [number, number?],
  more: {
    readonly color: string;
    /** How far it goes beyond the text, left and right, in millimetres. */
    readonly over?: readonly [number, number];
    readonly before?: number;
  },
): Paragraph => {
  const [left, right] = more.over ?? [0, 0];
  return new Paragraph({
    spacing: { line: twip(DOUBLE_RULE.gap), lineRule: LineRuleType.EXACT, before: more.before ?? 0 },
    indent: { left: -twip(left), right: -twip(right) },
    border: {
      top: edge(upper, more.color),
      ...(lower === undefined ? {} : { bottom: edge(lower, more.color) }),
    },
    children: [run('', 'body', { size: 2 })],
  });
};

const NONE = { style: BorderStyle.NONE, size: 0, color: 'FFFFFF' } as const;

/** 版记 stands at the foot of the last page: a table tied to the foot of the page on which the paragraph behind it stands. */
export const imprint = (letter: LetterDocument, { issued }: PageOptions): readonly Table[] => {
  const small = half(measure('smallSize'));
  const character = small * 10;
  const copies = copiesText(letter.copies);
  const general = letter.layout === 'general';
  const outer = general ? edge(measure('imprintOuterLine')) : NONE;
  const inner = general ? edge(measure('imprintInnerLine')) : NONE;
  const said = (text: string, more: IParagraphOptions): Paragraph =>
    new Paragraph({
      spacing: { line: Math.round(LINE_TWIPS * 0.9), lineRule: LineRuleType.EXACT },
      children: [run(text, 'body', { size: small, characterSpacing: 0 })],
      ...more,
    });
  const rows = [
    ...(copies === ''
      ? []
      : [said(copies, { indent: { left: character * 4, right: character, hanging: character * 3 } })]),
    ...(issued === null || !general
      ? []
      : [
          said(`${issued.by}\t${dayText(issued.day)}印发`, {
            indent: { left: character, right: character },
            tabStops: [{ type: TabStopType.RIGHT, position: twip(measure('blockWidth')) - character }],
          }),
        ]),
  ];
  if (rows.length === 0) return [];
  const width = twip(measure('blockWidth'));
  return [
    new Table({
      width: { size: width, type: WidthType.DXA },
      layout: TableLayoutType.FIXED,
      columnWidths: [width],
      margins: { left: 0, right: 0, top: 0, bottom: 0 },
      // the page's edge and not the text's: what is as wide as the text and measured from it some word processors leave where it is written
      float: {
        horizontalAnchor: 'page',
        absoluteHorizontalPosition: twip(measure('left')),
        verticalAnchor: 'margin',
        relativeVerticalPosition: 'bottom',
        leftFromText: 0,
        rightFromText: 0,
        overlap: 'never',
      },
      rows: rows.map(
        (row, at) =>
          new TableRow({
            cantSplit: true,
            children: [
              new TableCell({
                borders: {
                  top: at === 0 ? outer : inner,
                  bottom: at === rows.length - 1 ? outer : inner,
                  left: NONE,
                  right: NONE,
                },
                children: [row],
              }),
            ],
          }),
      ),
    }),
  ];
};

/** Where the figures of the text may be looked up: below the notes, since what stands in the imprint's frame is its box. */
export const lookUpLine = ({ lookUp }: PageOptions): string =>
  lookUp === null ? '' : `文中数据的口径、日期与分子分母可在 ${lookUp.address} 查阅，查阅码 ${lookUp.code}`;

export const forms = (letter: LetterDocument): readonly (Paragraph | Table)[] =>
  letter.forms.flatMap(({ label, title: named, rows, note }) => {
    const box = edge(0.3);
    const borders = { top: box, bottom: box, left: box, right: box };
    const quarter = Math.floor(twip(measure('blockWidth')) / 20) * 5;
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
        // Word calls a document damaged where a measure is no whole number
        spacing: { before: Math.round(LINE_TWIPS / 2), after: Math.round(LINE_TWIPS / 2) },
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
