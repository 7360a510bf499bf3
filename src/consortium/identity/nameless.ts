/** 无名氏 and 某某之子 are no names: that two share one says nothing. Pure. */
const UNNAMED = /^(无名氏.*|未知)$/;
const NEWBORN = /^(.+之[子女婴][甲乙丙丁戊己庚辛壬]?|.*婴儿?)$/;

/** What somebody is called who has no name yet; null of everybody else. */
export const namelessOf = (name: string): 'unnamed' | 'newborn' | null =>
  UNNAMED.test(name.trim()) ? 'unnamed' : NEWBORN.test(name.trim()) ? 'newborn' : null;
export const isNameless = (name: string): boolean => namelessOf(name) !== null;

const ORDER = '甲乙丙丁戊己庚辛壬';

/** A child without a name is called after its mother; of several born together, by their order. */
export const newbornName = (mother: string, gender: string, order: number | null): string =>
  `${mother}之${gender === 'male' ? '子' : gender === 'female' ? '女' : '婴'}${order === null ? '' : ORDER.charAt(order - 1)}`;

/** Letters and digits that are not taken for one another when they are read out or written on a wrist band. */
const READABLE = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
/** A number to call somebody by of whom nothing is known: the day, and four characters made of an id that is new. */
export const temporaryNumber = (day: string, id: string): string => {
  let sum = 7;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 923_521;
  const signs = Array.from({ length: 4 }, (_, n) =>
    READABLE.charAt(Math.floor(sum / READABLE.length ** n) % READABLE.length),
  );
  return `W${day.replaceAll('-', '').slice(2)}-${signs.join('')}`;
};
export const unnamedName = (number: string): string => `无名氏${number.slice(-4)}`;
