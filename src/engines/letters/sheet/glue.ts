/** Keeps a number together with its unit at the end of a line. Pure. */

/** 350余台, 45.1亿元, 68%以上, 约300张, 12 846条, 2025年, 〔2025〕127号, 第347号. */
const UNIT =
  '(?:余|多)?(?:万|亿|千)?(?:人次|场次|床日|个百分点|平方米|公里|小时|个月|%|％|[家张个人名位所项件条座处部期册份场次例户床类种支辆台套间届批元天日岁分倍年月号层级])?';
const NUMBER = new RegExp(`(?:第|约|近|超过?|〔)?\\d[\\d.,，]*(?:(?<=\\d)〕\\d+)?${UNIT}(?:以上|以下|左右)?`, 'g');

export type Glued = { readonly text: string; readonly kept: boolean };

/** A text in stretches; those `kept` may not be broken over a line. */
export const glued = (text: string): readonly Glued[] => {
  const stretches: Glued[] = [];
  let from = 0;
  for (const match of text.matchAll(NUMBER)) {
    // a lone digit string without a unit has nothing to be parted from; a comma at its end belongs to the sentence
    const kept = match[0].replace(/[.,，]+$/, '');
    if (match.index > from) stretches.push({ text: text.slice(from, match.index), kept: false });
    stretches.push({ text: kept, kept: true });
    from = match.index + kept.length;
  }
  if (from < text.length) stretches.push({ text: text.slice(from), kept: false });
  return stretches;
};

/** The characters that stand behind a number somewhere in a text: a line may not begin with one of them. */
export const unitCharacters = (text: string): string =>
  [
    ...new Set(
      glued(text)
        .filter(({ kept }) => kept)
        .flatMap((stretch) =>
          Array.from(stretch.text.replace(/^[^\d]*/, '')).filter((each) => /[^\d.,〔〕]/.test(each)),
        ),
    ),
  ].join('');
