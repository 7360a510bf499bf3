/** Rich Text Format, as pasted or saved by a word processor, as plain text. */

/** What a word processor's RTF says, without its control words; `\uN` and `\'hh` (GBK) are characters. */
export const withoutRtf = (text: string): string => {
  if (!text.startsWith('{\\rtf')) return text;
  const decoder = new TextDecoder('gb18030');
  return text
    .replace(/\{\\\*?\\?(?:fonttbl|colortbl|stylesheet|info|pict|generator)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '')
    .replace(/(?:\\'[0-9a-f]{2})+/gi, (run) =>
      decoder.decode(Uint8Array.from([...run.matchAll(/[0-9a-f]{2}/gi)].map(([hex]) => parseInt(hex, 16)))),
    )
    .replace(/\\u(-?\d+)\??/g, (_, code: string) => String.fromCharCode((Number(code) + 65536) % 65536))
    .replace(/\\(?:par|line|row|cell|tab)\b ?/g, '\n')
    .replace(/\\[a-z]+-?\d* ?|[{}]/gi, '');
};
