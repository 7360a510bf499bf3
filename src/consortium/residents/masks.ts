/** What is shown of numbers and names that point to a person: enough to compare with a card in the hand, not enough to use. */

/** `220399196803140063` → `2203**********0063`; a shorter number keeps two characters at each end. */
export const maskCard = (number: string): string => {
  const kept = number.length >= 15 ? 4 : number.length >= 8 ? 2 : 0;
  return number.slice(0, kept) + '*'.repeat(number.length - 2 * kept) + (kept === 0 ? '' : number.slice(-kept));
};

/** `13800006021` → `138****6021`; other numbers keep their last two digits. */
export const maskPhone = (phone: string): string => {
  const digits = phone.replace(/[\s-]/g, '');
  return /^1\d{10}$/.test(digits)
    ? `${digits.slice(0, 3)}****${digits.slice(-4)}`
    : '*'.repeat(Math.max(0, phone.length - 2)) +
        (phone.length > 4 ? phone.slice(-2) : '*'.repeat(Math.min(2, phone.length)));
};

/** `吴淑琴` → `吴*琴`, `李强` → `李*`. */
export const maskName = (name: string): string => {
  const characters = Array.from(name);
  return characters
    .map((character, n) => (n === 0 || (n === characters.length - 1 && n > 1) || character === ' ' ? character : '*'))
    .join('');
};
