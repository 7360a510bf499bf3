/**
 * A letter (公文) as data: what stands on the page, in the order of GB/T 9704-2012, with its numbers as claims. Nothing here is
 * markup: fonts, lines and places are the layout's (`sheet/`).
 */
import { z } from 'zod';

/** 文件格式 and 信函格式: the two forms in which commissions answer proposals. */
export const LAYOUTS = ['general', 'letter'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** exactly 恰为, at-least 以上, over 余, about 约, all 均 or 全部: the last claims a whole and shows no number. */
export const COMPARATORS = ['exactly', 'at-least', 'over', 'about', 'all'] as const;
export type Comparator = (typeof COMPARATORS)[number];

/** 主动公开, 依申请公开, 不予公开. */
export const DISCLOSURES = ['public', 'on-request', 'not-public'] as const;
export type Disclosure = (typeof DISCLOSURES)[number];

/** What a figure said when it was asked. `digest` is of the records that make it. */
export const Observed = z.strictObject({
  /** Missing is missing, never zero. */
  value: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  /** The figure's own unit: 家, 张, 人次, 元, %. */
  unit: z.string(),
  name: z.string(),
  definition: z.string(),
  definitionVersion: z.string(),
  asOf: z.string(),
  /** Whether records bear it, or an entry by hand with a document. */
  evidence: z.enum(['records', 'by-hand', 'disputed', 'none']),
  digest: z.string(),
});
export type Observed = z.infer<typeof Observed>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const word = z.string().max(200);

/** A number in the text, bound to a figure. */
export const Claim = z.strictObject({
  figure: z.string().min(1).max(120),
  /** Code of the scope within the region; empty: the region. */
  scope: z.string().max(120),
  scopeName: z.string().max(120),
  /** Day, month or year the figure is of; null: as of the day. */
  period: z.string().max(40).nullable(),
  asOf: day,
  comparator: z.enum(COMPARATORS),
  /** The number as the letter states it, in `unit`: 350 of 350余台, 45.1 of 45.1亿元. Null for `all`. */
  value: z.number().nullable(),
  decimals: z.int().min(0).max(4),
  /** 家, 张, 人次, 万元, 亿元, % … */
  unit: z.string().max(12),
  /** The word of `all`: 均, 全部, 全覆盖. */
  word: z.string().max(12).default(''),
  /** What the figure said when the claim was put in, or when its change was taken over. */
  drafted: Observed.nullable(),
});
export type Claim = z.infer<typeof Claim>;

/** 0 正文, then 一、（一）1.（1）. The number is counted, not typed. */
export const LEVELS = [0, 1, 2, 3, 4] as const;
export type Level = (typeof LEVELS)[number];

export const Paragraph = z.strictObject({
  level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  /** The heading of a level; the text runs on behind it. */
  heading: z.string().max(500).default(''),
  /** `[[id]]` stands for a claim. */
  text: z.string().max(60_000),
});
export type Paragraph = z.infer<typeof Paragraph>;

/** A form sent with the letter (征求意见表): rows of label and value, as printed. */
export const AttachedForm = z.strictObject({
  label: word,
  title: word,
  rows: z
    .array(
      z
        .array(z.strictObject({ label: word, value: z.string().max(2000) }))
        .min(1)
        .max(4),
    )
    .max(40),
  note: z.string().max(1000),
});
export type AttachedForm = z.infer<typeof AttachedForm>;

/** A sentence of the letter that says what is to come: who keeps it, until when, and which figure will show it. */
export const LetterPromise = z.strictObject({
  sentence: z.string().trim().min(2).max(1000),
  /** The organisation that keeps it, by id; empty until somebody says. */
  keeper: z.string().max(64),
  due: day.nullable(),
  figure: z.string().max(120).nullable(),
  milestones: z.array(z.strictObject({ what: z.string().trim().min(2).max(300), due: day })).max(12),
});
export type LetterPromise = z.infer<typeof LetterPromise>;

export const LetterDocument = z.strictObject({
  layout: z.enum(LAYOUTS),
  template: z.strictObject({ code: z.string(), version: z.int() }),
  /** 发文机关标志, as it stands in red. */
  mark: z.string().min(1).max(60),
  /** 类别：A类 at the top right; null where the region prints none. */
  reply: z.strictObject({ label: word, value: word }).nullable(),
  /** Prefix of the number: 汉卫函. The number itself is given at signing. */
  prefix: z.string().min(1).max(20),
  /** Whether 签发人 is printed; who it is, signing says. */
  showsSigner: z.boolean(),
  title: z.string().max(300),
  addressee: z.string().max(300),
  paragraphs: z.array(Paragraph).max(2000),
  /** Names of what is attached. */
  attachments: z.array(word).max(20),
  signature: z.string().max(120),
  contact: z
    .strictObject({ style: z.enum(['note', 'lines']), person: word, phone: word, postcode: word.default('') })
    .nullable(),
  disclosure: z.enum(DISCLOSURES),
  copies: z.array(z.strictObject({ to: word, count: z.int().min(1).max(99).nullable() })).max(30),
  forms: z.array(AttachedForm).max(5),
  claims: z.record(z.string().regex(/^c\d{1,4}$/), Claim),
  promises: z.array(LetterPromise).max(30).default([]),
});
export type LetterDocument = z.infer<typeof LetterDocument>;

/** What stands in a text: words, or a claim by its id. */
export type Piece = { readonly text: string } | { readonly claim: string };

const TOKEN = /\[\[(c\d{1,4})\]\]/g;

/** A text as its pieces, in order. */
export const piecesOf = (text: string): readonly Piece[] => {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ claim: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
};

/** The claims a letter really states, in reading order; one stated twice is there once. */
export const claimsIn = ({ paragraphs, title }: Pick<LetterDocument, 'paragraphs' | 'title'>): readonly string[] => [
  ...new Set(
    [title, ...paragraphs.flatMap(({ heading, text }) => [heading, text])].flatMap((text) =>
      piecesOf(text).flatMap((piece) => ('claim' in piece ? [piece.claim] : [])),
    ),
  ),
];

/** How large a letter may be: 500 pages of 28 × 22 characters, pasted by mistake, are no letter. */
export const MOST_CHARACTERS = 60_000;

export const lengthOf = ({ paragraphs }: Pick<LetterDocument, 'paragraphs'>): number =>
  paragraphs.reduce((sum, { heading, text }) => sum + heading.length + text.length, 0);
