/** What two nouns have in common. */

/** Whether two nouns speak of the same people or things: a word of two characters in common. */
export const haveWordInCommon = (one: string, other: string): boolean => {
  for (let at = 0; at + 2 <= one.length; at++) if (other.includes(one.slice(at, at + 2))) return true;
  return false;
};
