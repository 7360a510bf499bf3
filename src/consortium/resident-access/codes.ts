/**
 * The one-time code: twelve digits made from its row's id and the installation's secret. The database keeps a keyed digest, so
 * whoever copies it can neither read a code nor try all of them; the program can say a code again while it is valid.
 */
import { createHmac } from 'node:crypto';

export type Codes = {
  /** The code of a row, `4821 0937 5566`. */
  readonly codeOf: (id: string) => string;
  /** What is stored of a code; blanks and hyphens play no part. Undefined for what cannot be a code. */
  readonly digestOf: (code: string) => string | undefined;
};

const DIGITS = 12;

export const residentCodes = (secret: string): Codes => {
  const keyed = (text: string): Buffer => createHmac('sha256', secret).update(text).digest();
  const digest = (digits: string): string => keyed(`digest ${digits}`).toString('hex');
  return {
    codeOf: (id) => {
      // 16 bytes for 12 digits: no digit is likelier than another to any measurable degree
      const number = BigInt(`0x${keyed(`code ${id}`).toString('hex').slice(0, 32)}`) % 10n ** BigInt(DIGITS);
      return (number.toString().padStart(DIGITS, '0').match(/.{4}/g) ?? []).join(' ');
    },
    digestOf: (code) => {
      // a keyboard set to Chinese may type full-width digits
      const digits = code.normalize('NFKC').replace(/[\s-]/g, '');
      return /^\d{12}$/.test(digits) ? digest(digits) : undefined;
    },
  };
};
