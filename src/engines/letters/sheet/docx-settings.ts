/** Parts of a Word document that the library does not write: where lines may break, and which fonts stand in for which. Pure. */
import type { LetterDocument } from '../document.ts';
import { copiesText, linesOf } from '../plain.ts';
import { FACE_NAMES } from './fonts.ts';
import { unitCharacters } from './glue.ts';

/** What may not begin a line: the usual marks, and every character that stands behind a number of this letter. */
export const settings = (letter: LetterDocument): string => {
  const marks = '!%),.:;>?]}¢¨°·ˇˉ―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞︶︺︾﹀﹄﹚﹜﹞！＂％＇），．：；？］｀｜｝～￠';
  const units = unitCharacters([letter.title, ...linesOf(letter), copiesText(letter.copies)].join('\n')).replace(
    /[<>&"]/g,
    '',
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/><w:noLineBreaksAfter w:lang="zh-CN" w:val="$([{£¥·‘“〈《「『【〔〖〝﹙﹛﹝＄（．［｛￡￥"/><w:noLineBreaksBefore w:lang="zh-CN" w:val="${[...new Set(marks + units)].join('').replace('>', '&gt;')}"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>`;
};

/** The faces by the names offices know, and what may stand in for each where it is not installed. */
export const fontTable = (): string => {
  const fonts = FACE_NAMES.map(
    ([name, others]) =>
      `<w:font w:name="${name}"><w:altName w:val="${others.join(',')}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
};
