/** Code 128, code set B (ISO/IEC 15417): a referral's number as bars that the desk's scanner reads. */
import { html } from '../../../../platform/pdf/html.ts';
import type { Html } from '../../../../platform/pdf/html.ts';

/** Widths of bar, space, bar, space, bar, space of each value; 104 starts set B, 106 stops. */
export const PATTERNS: readonly string[] = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const START_B = 104;
const STOP = 106;

/** The values of a text, start and check value and stop included; undefined when it has a character set B lacks. */
export const valuesOf = (text: string): readonly number[] | undefined => {
  if (!/^[ -~]{1,40}$/.test(text)) return undefined;
  const values = Array.from(text, (character) => (character.codePointAt(0) ?? 0) - 32);
  const sum = values.reduce((total, value, index) => total + value * (index + 1), START_B);
  return [START_B, ...values, sum % 103, STOP];
};

const QUIET = 10; // modules left blank at each side

/** The bars, 10 mm high and a third of a millimetre a module; nothing for a text that cannot be drawn so. */
export const bars = (text: string, label: string): Html | null => {
  const values = valuesOf(text);
  if (values === undefined) return null;
  const widths = values.flatMap((value) => Array.from(PATTERNS[value] ?? '', Number));
  let at = QUIET;
  const drawn = widths.flatMap((width, index) => {
    const from = at;
    at += width;
    return index % 2 === 0 ? [html`<rect x="${from}" y="0" width="${width}" height="30" />`] : [];
  });
  const modules = at + QUIET;
  return html`<svg
    class="bars"
    role="img"
    aria-label="${label}"
    width="${(modules * 0.3).toFixed(1)}mm"
    height="9mm"
    viewBox="0 0 ${modules} 30"
    preserveAspectRatio="none"
    shape-rendering="crispEdges"
  >
    ${drawn}
  </svg>`;
};
