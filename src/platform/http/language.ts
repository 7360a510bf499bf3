import type { Language } from '../words.ts';

/** `x-language` (the switch on the screen) before `Accept-Language`; Chinese when neither asks for one of the two. */
export const languageOf = (headers: Readonly<Record<string, string | readonly string[] | undefined>>): Language => {
  const chosen = headers['x-language'];
  if (chosen === 'zh' || chosen === 'en') return chosen;
  const accepted = String(headers['accept-language'] ?? '')
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';');
      const weight = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ language, weight }) => (language === 'zh' || language === 'en') && weight > 0)
    .sort((one, other) => other.weight - one.weight);
  return accepted[0]?.language === 'en' ? 'en' : 'zh';
};
