/** How a name is typed on a keyboard: pinyin without tones and its initials; Latin names in lower case. */
import { pinyin } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;

const spelled = new Map<string, string>();
/** Spelling one character costs tens of microseconds; a region's names use some thousand characters. */
const spell = (character: string): string => {
  const known = spelled.get(character);
  if (known !== undefined) return known;
  const made = HAN.test(character) ? pinyin(character, { toneType: 'none', v: true }) : character.toLowerCase();
  spelled.set(character, made);
  return made;
};

const surnames = new Map<string, readonly string[]>();
/** A family name is read as one: 单 is shan, 尉迟 yuchi. */
const spellSurname = (family: string): readonly string[] => {
  const known = surnames.get(family);
  if (known) return known;
  const made = pinyin(family, { toneType: 'none', v: true, mode: 'surname', type: 'array' });
  if (surnames.size < 10_000) surnames.set(family, made);
  return made;
};

export type Spelling = { readonly pinyin: string; readonly initials: string };

/**
 * `张伟` → `zhangwei`, `zw`; `Ada Palme` → `ada palme`, `ap`.
 * @param name the whole name as shown @param family the family name if known, read in its own way at the beginning
 */
export const spellName = (name: string, family: string | undefined): Spelling => {
  if (!HAN.test(name)) {
    const lower = name.toLowerCase();
    return {
      pinyin: lower,
      initials: lower
        .split(/[\s·.-]+/)
        .map((part) => part.slice(0, 1))
        .join(''),
    };
  }
  const ownFamily = family !== undefined && family !== '' && HAN.test(family) && name.startsWith(family) ? family : '';
  const syllables = [
    ...(ownFamily === '' ? [] : spellSurname(ownFamily)),
    ...Array.from(name.slice(ownFamily.length)).map(spell),
  ].filter((syllable) => syllable.trim() !== '');
  return { pinyin: syllables.join(''), initials: syllables.map((syllable) => syllable.slice(0, 1)).join('') };
};
