/** 大写金额: an amount as banks and treasuries write it out, by the rules of the People's Bank for bills (正确填写票据和结算凭证的基本规定). Pure. */
const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;

const digit = (n: number): string => DIGITS[n] ?? '';

/** Four digits, 0 to 9999, with one 零 for a run of noughts inside. */
const groupWords = (group: number): string => {
  let said = '';
  let nought = false;
  for (const [at, place] of [3, 2, 1, 0].entries()) {
    const one = Math.floor(group / 10 ** place) % 10;
    if (one === 0) nought = at > 0 && said !== '';
    else {
      said += `${nought ? '零' : ''}${digit(one)}${PLACES[place] ?? ''}`;
      nought = false;
    }
  }
  return said;
};

const yuanWords = (yuan: number): string => {
  let said = '';
  let nought = false;
  for (const at of [3, 2, 1, 0]) {
    const group = Math.floor(yuan / 10_000 ** at) % 10_000;
    if (group === 0) nought = said !== '';
    else {
      said += `${said !== '' && (nought || group < 1000) ? '零' : ''}${groupWords(group)}${GROUPS[at] ?? ''}`;
      nought = false;
    }
  }
  return said;
};

/**
 * Whole fen: 107_000_53 → 壹拾万柒仟元伍角叁分; whole yuan and whole jiao end in 整; below nought begins with 负.
 * @throws RangeError where the amount is no whole fen, or ten quadrillion yuan and more.
 */
export const capitalAmount = (fen: number): string => {
  if (!Number.isSafeInteger(fen)) throw new RangeError('an amount is whole fen');
  const [yuan, jiao, cent] = [Math.floor(Math.abs(fen) / 100), Math.floor(Math.abs(fen) / 10) % 10, Math.abs(fen) % 10];
  const sign = fen < 0 ? '负' : '';
  if (fen === 0) return '零元整';
  const whole = yuan === 0 ? '' : `${yuanWords(yuan)}元`;
  if (jiao === 0 && cent === 0) return `${sign}${whole}整`;
  const gap = yuan > 0 && jiao === 0 ? '零' : '';
  const tenths = jiao === 0 ? '' : `${digit(jiao)}角`;
  return `${sign}${whole}${gap}${tenths}${cent === 0 ? '整' : `${digit(cent)}分`}`;
};
