/** A letter as the text a reader sees, for the lint and for comparing versions; and which of its numbers are claims. Pure. */
import { digitsAt, printClaim } from './claims.ts';
import type { Claim, LetterDocument, Paragraph } from './document.ts';
import { piecesOf } from './document.ts';
import { numbersOf } from './levels.ts';
import type { Mention } from './lint/mention.ts';

/** What a claim that the letter does not hold looks like: it is a finding of its own. */
const UNKNOWN = '（数据引用已失效）';

export const printedIn = (claims: LetterDocument['claims'], id: string): string => {
  const claim: Claim | undefined = claims[id];
  return claim === undefined ? UNKNOWN : printClaim(claim);
};

/** Words of a text with its claims as printed. */
export const wordsOf = (text: string, claims: LetterDocument['claims']): string =>
  piecesOf(text)
    .map((piece) => ('text' in piece ? piece.text : printedIn(claims, piece.claim)))
    .join('');

/** One paragraph as it reads, with its number. */
export const lineOf = (paragraph: Paragraph, number: string, claims: LetterDocument['claims']): string =>
  `${number}${wordsOf(paragraph.heading, claims)}${wordsOf(paragraph.text, claims)}`;

export const linesOf = ({ paragraphs, claims }: Pick<LetterDocument, 'paragraphs' | 'claims'>): readonly string[] => {
  const numbers = numbersOf(paragraphs);
  return paragraphs.map((paragraph, at) => lineOf(paragraph, numbers[at] ?? '', claims));
};

/** 汉卫函〔2025〕127号: no 第, no leading zero, the year in full. */
export const numberText = (prefix: string, year: number, number: number): string =>
  `${prefix}〔${String(year)}〕${String(number)}号`;

export const copiesText = (copies: LetterDocument['copies']): string =>
  copies.length === 0
    ? ''
    : `抄送：${copies.map(({ to, count }) => (count === null ? to : `${to}（${String(count)}份）`)).join('，')}。`;

export const contactText = (contact: LetterDocument['contact']): string =>
  contact === null ? '' : `（联系人：${contact.person}，电话：${contact.phone}）`;

/** 2025-07-30 as a letter dates itself. */
export const dayText = (day: string): string => {
  const [year = '', month = '', date = ''] = day.split('-');
  return `${year}年${String(Number(month))}月${String(Number(date))}日`;
};

export type Given = {
  /** 汉卫函〔2025〕127号, null until it is signed. */
  readonly number: string | null;
  readonly signer: string | null;
  /** Civil day of signing. */
  readonly day: string | null;
};

/** The whole letter as text, in reading order: what the lint reads. */
export const plainText = (letter: LetterDocument, given: Given): string =>
  [
    letter.reply === null ? '' : `${letter.reply.label}：${letter.reply.value}`,
    letter.mark,
    letter.showsSigner && given.signer !== null ? `签发人：${given.signer}` : '',
    given.number ?? '',
    wordsOf(letter.title, letter.claims),
    letter.addressee === '' ? '' : `${letter.addressee}：`,
    ...linesOf(letter),
    letter.signature,
    given.day === null ? '' : dayText(given.day),
    contactText(letter.contact),
    copiesText(letter.copies),
  ]
    .filter((line) => line !== '')
    .join('\n\n');

const squeezed = (text: string): string =>
  text.replace(/\s+/g, '').replace(/[０-９．％]/g, (each) => String.fromCharCode(each.charCodeAt(0) - 0xfee0));

type Place = { readonly before: string; readonly from: string };

/** Where each claim's digits stand: what goes before them in the line, and what follows from them on. */
const placesOf = (letter: LetterDocument): readonly Place[] => {
  const numbers = numbersOf(letter.paragraphs);
  const texts = [
    { lead: '', text: letter.title },
    ...letter.paragraphs.map(({ heading, text }, at) => ({ lead: numbers[at] ?? '', text: heading + text })),
  ];
  return texts.flatMap(({ lead, text }) => {
    const pieces = piecesOf(text);
    const said = pieces.map((piece) => ('text' in piece ? piece.text : printedIn(letter.claims, piece.claim)));
    return pieces.flatMap((piece, at): readonly Place[] => {
      if ('text' in piece || letter.claims[piece.claim] === undefined) return [];
      const printed = said[at] ?? '';
      const digits = digitsAt(printed);
      return [
        {
          before: squeezed(lead + said.slice(0, at).join('') + printed.slice(0, digits)),
          from: squeezed(printed.slice(digits) + said.slice(at + 1).join('')),
        },
      ];
    });
  });
};

/** So many characters around a number tell it from every other of a letter that does not repeat its own sentences. */
const AROUND = 14;

/** Whether a number the lint found in this letter's text is a claim and not typed. */
export const boundIn = (letter: LetterDocument): ((mention: Mention) => boolean) => {
  const places = placesOf(letter);
  return ({ sentence, start }) => {
    const before = squeezed(sentence.text.slice(Math.max(0, start - AROUND), start));
    const from = squeezed(sentence.text.slice(start, start + AROUND));
    return places.some((place) => place.before.endsWith(before) && place.from.startsWith(from));
  };
};
