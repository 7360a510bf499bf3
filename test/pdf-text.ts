/**
 * What a PDF made by Chromium says, page by page: enough of ISO 32000-1 (§7.3 objects, §9.4.3 text showing, §9.10.3
 * ToUnicode) to read our own papers back. Not a reader of any PDF.
 */
import { inflateSync } from 'node:zlib';

type PdfObject = { readonly head: string; readonly stream: Buffer | undefined };

const objectsOf = (pdf: Buffer): ReadonlyMap<string, PdfObject> => {
  const text = pdf.toString('latin1');
  const objects = new Map<string, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf('\nendobj', start);
    const body = text.slice(start, end);
    const at = body.indexOf('stream\n');
    const head = at < 0 ? body : body.slice(0, at);
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const bytes = at < 0 ? undefined : pdf.subarray(start + at + 7, start + at + 7 + length);
    const stream = bytes !== undefined && head.includes('/FlateDecode') ? inflateSync(bytes) : bytes;
    objects.set(String(match[1]), { head, stream });
  }
  return objects;
};

const number = (hex: string): number => Number.parseInt(hex, 16);
const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph code (hexadecimal) → text, from a ToUnicode map. */
const glyphsOf = (map: string): ReadonlyMap<number, string> => {
  const glyphs = new Map<number, string>();
  for (const [, block = ''] of map.matchAll(/beginbfchar\n([\s\S]*?)endbfchar/g))
    for (const [, code = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)>/g)) glyphs.set(number(code), utf16(text));
  for (const [, block = ''] of map.matchAll(/beginbfrange\n([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', text = ''] of block.matchAll(/<(\w+)> <(\w+)> <(\w+)>/g))
      for (let code = number(from); code <= number(to); code++)
        glyphs.set(code, String.fromCodePoint((utf16(text).codePointAt(0) ?? 0) + code - number(from)));
  return glyphs;
};

const referred = (head: string, name: string): string => new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? '';

const fontsOf = (
  objects: ReadonlyMap<string, PdfObject>,
  head: string,
): ReadonlyMap<string, ReadonlyMap<number, string>> => {
  const fonts = new Map<string, ReadonlyMap<number, string>>();
  for (const [, name = '', id = ''] of (/\/Font <<([^>]*)>>/.exec(head)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)) {
    const map = objects.get(referred(objects.get(id)?.head ?? '', 'ToUnicode'))?.stream;
    if (map !== undefined) fonts.set(name, glyphsOf(map.toString('latin1')));
  }
  return fonts;
};
const contentOf = (objects: ReadonlyMap<string, PdfObject>, head: string): string =>
  objects.get(referred(head, 'Contents'))?.stream?.toString('latin1') ?? '';

const pageText = (objects: ReadonlyMap<string, PdfObject>, head: string): string => {
  const fonts = fontsOf(objects, head);
  const drawn = contentOf(objects, head);
  let font: ReadonlyMap<number, string> | undefined;
  let said = '';
  for (const [, name, shown] of drawn.matchAll(/\/(\w+) [\d.]+ Tf|((?:<[0-9A-F]+>|\[[^\]]*\]) T[jJ])/gi)) {
    if (name !== undefined) font = fonts.get(name);
    for (const [, hex = ''] of (shown ?? '').matchAll(/<([0-9A-F]+)>/gi))
      for (const code of hex.match(/.{4}/g) ?? []) said += font?.get(number(code)) ?? '\ufffd';
  }
  return said;
};

const pageHeads = (objects: ReadonlyMap<string, PdfObject>): readonly string[] => {
  const kids = [...objects.values()].find(({ head }) => head.includes('/Type /Pages'))?.head ?? '';
  return [...(/\/Kids \[([^\]]*)\]/.exec(kids)?.[1] ?? '').matchAll(/(\d+) 0 R/g)].map(
    ([, id = '']) => objects.get(id)?.head ?? '',
  );
};

const read = (pdf: Buffer): ReadonlyMap<string, PdfObject> => {
  if (pdf.toString('latin1', 0, 5) !== '%PDF-') throw new Error('not a PDF');
  return objectsOf(pdf);
};

/** The text of each page without white space, in the order drawn; a glyph without a meaning is U+FFFD. */
export const pagesOf = (pdf: Buffer): readonly string[] => {
  const objects = read(pdf);
  return pageHeads(objects).map((head) => pageText(objects, head).replace(/\s/g, ''));
};

/** A filled rectangle, in millimetres from the page's upper left corner; cut off where a clip of its page cuts it. */
export type Bar = {
  readonly red: boolean;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};
/** One character: where it begins, its base line in millimetres from above, its size in points. */
export type Glyph = { readonly text: string; readonly left: number; readonly base: number; readonly size: number };
export type DrawnPage = { readonly bars: readonly Bar[]; readonly glyphs: readonly Glyph[] };

type Matrix = readonly [number, number, number, number, number, number];
/** §8.3.4: `inner` is applied first. */
const times = (inner: Matrix, outer: Matrix): Matrix => [
  inner[0] * outer[0] + inner[1] * outer[2],
  inner[0] * outer[1] + inner[1] * outer[3],
  inner[2] * outer[0] + inner[3] * outer[2],
  inner[2] * outer[1] + inner[3] * outer[3],
  inner[4] * outer[0] + inner[5] * outer[2] + outer[4],
  inner[4] * outer[1] + inner[5] * outer[3] + outer[5],
];
const MM = 25.4 / 72;
const UNMOVED: Matrix = [1, 0, 0, 1, 0, 0];
type Box = Omit<Bar, 'red'>;
type State = { readonly matrix: Matrix; readonly red: boolean; readonly clip: Box | null };

const drawnPage = (objects: ReadonlyMap<string, PdfObject>, head: string): DrawnPage => {
  const fonts = fontsOf(objects, head);
  const height = Number(/\/MediaBox \[0 0 [\d.]+ ([\d.]+)/.exec(head)?.[1]);
  const bars: Bar[] = [];
  const glyphs: Glyph[] = [];
  const kept: State[] = [];
  let state: State = { matrix: UNMOVED, red: false, clip: null };
  let boxes: Box[] = [];
  let line = UNMOVED;
  let font: ReadonlyMap<number, string> | undefined;
  let size = 0;
  let operands: string[] = [];
  const numbers = (): Matrix => operands.map(Number) as unknown as Matrix;
  const boxAt = ([x, y, wide, high]: Matrix): Box => {
    const corners = [
      [x, y],
      [x + wide, y + high],
    ].map(([across = 0, up = 0]) => times([1, 0, 0, 1, across, up], state.matrix));
    const across = corners.map((corner) => corner[4] * MM);
    const down = corners.map((corner) => (height - corner[5]) * MM);
    return { left: Math.min(...across), right: Math.max(...across), top: Math.min(...down), bottom: Math.max(...down) };
  };
  const within = (box: Box, clip: Box | null): Box =>
    clip === null
      ? box
      : {
          left: Math.max(box.left, clip.left),
          right: Math.min(box.right, clip.right),
          top: Math.max(box.top, clip.top),
          bottom: Math.min(box.bottom, clip.bottom),
        };
  const does: Readonly<Record<string, () => void>> = {
    q: () => kept.push(state),
    Q: () => {
      state = kept.pop() ?? state;
    },
    cm: () => {
      state = { ...state, matrix: times(numbers(), state.matrix) };
    },
    rg: () => {
      const [red, green, blue] = numbers();
      state = { ...state, red: red > 0.6 && green < 0.2 && blue < 0.2 };
    },
    re: () => boxes.push(boxAt(numbers())),
    f: () => {
      bars.push(...boxes.map((box) => ({ red: state.red, ...within(box, state.clip) })));
      boxes = [];
    },
    n: () => {
      boxes = [];
    },
    W: () => {
      const [box] = boxes;
      if (box !== undefined) state = { ...state, clip: within(box, state.clip) };
    },
    Tf: () => {
      font = fonts.get((operands[0] ?? '').slice(1));
      size = Number(operands[1]);
    },
    Tm: () => {
      line = numbers();
    },
    Td: () => {
      const [across, up] = numbers();
      line = times([1, 0, 0, 1, across, up], line);
    },
    Tj: () => {
      const at = times(line, state.matrix);
      for (const code of (operands[0] ?? '').slice(1, -1).match(/.{4}/g) ?? [])
        glyphs.push({
          text: font?.get(number(code)) ?? '\ufffd',
          left: at[4] * MM,
          base: (height - at[5]) * MM,
          size: size * Math.hypot(at[0], at[1]),
        });
    },
  };
  for (const [token] of contentOf(objects, head).matchAll(/<<[^]*?>>|<[0-9A-F]*>|\[[^\]]*\]|[^\s<[]+/gi)) {
    if (!/^[A-Za-z]+\*?$/.test(token)) operands.push(token);
    else {
      does[token.replace('*', '')]?.();
      operands = [];
    }
  }
  return { bars, glyphs };
};

/** What each page shows and where: enough to hold a ruler to it. */
export const drawnIn = (pdf: Buffer): readonly DrawnPage[] => {
  const objects = read(pdf);
  return pageHeads(objects).map((head) => drawnPage(objects, head));
};
