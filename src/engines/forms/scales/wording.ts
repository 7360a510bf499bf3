/**
 * The wording of an instrument, as its holder licensed it to an operator: a file that is imported, never part of the project.
 * It replaces labels and nothing else; points and cut-offs stay those of the scale.
 */
import type { Label, Scale, ScaleItem } from './define.ts';

export type Wording = {
  readonly scale: string;
  readonly version: number;
  readonly language: 'zh' | 'en';
  /** Under which permission it is used; shown beside the form. */
  readonly licence: string;
  readonly items: Readonly<
    Record<string, { readonly label?: string; readonly options?: Readonly<Record<string, string>> }>
  >;
};

export type WordingFault = {
  readonly fault: 'other-scale' | 'other-version' | 'unknown-item' | 'unknown-option';
  readonly at: string;
};

const optionsOf = (item: ScaleItem): readonly string[] =>
  item.kind === 'choice' ? Object.keys(item.options) : item.kind === 'list' ? Object.keys(item.among) : [];

/** Every place of the file that does not fit the scale; empty when it may be used. */
export const wordingFaults = (scale: Scale, wording: Wording): readonly WordingFault[] => {
  if (wording.scale !== scale.code) return [{ fault: 'other-scale', at: wording.scale }];
  if (wording.version !== scale.version) return [{ fault: 'other-version', at: String(wording.version) }];
  return Object.entries(wording.items).flatMap(([code, { options }]): readonly WordingFault[] => {
    const item = scale.items[code];
    if (item === undefined) return [{ fault: 'unknown-item', at: code }];
    const known = optionsOf(item);
    return Object.keys(options ?? {})
      .filter((option) => !known.includes(option))
      .map((option) => ({ fault: 'unknown-option', at: `${code}.${option}` }));
  });
};

const reworded = (label: Label, language: 'zh' | 'en', text: string | undefined): Label =>
  text === undefined || text.trim() === '' ? label : { ...label, [language]: text.trim() };

/** The scale with the imported labels; throws where the file does not fit (ask `wordingFaults` first). */
export const worded = (scale: Scale, wording: Wording): Scale => {
  const [fault] = wordingFaults(scale, wording);
  if (fault !== undefined) throw new Error(`wording of ${scale.code}: ${fault.fault} at ${fault.at}`);
  const items = Object.fromEntries(
    Object.entries(scale.items).map(([code, item]): [string, ScaleItem] => {
      const given = wording.items[code];
      const label = reworded(item.label, wording.language, given?.label);
      if (item.kind !== 'choice') return [code, { ...item, label }];
      const options = Object.fromEntries(
        Object.entries(item.options).map(([option, chosen]) => [
          option,
          { ...chosen, label: reworded(chosen.label, wording.language, given?.options?.[option]) },
        ]),
      );
      return [code, { ...item, label, options }];
    }),
  );
  return { ...scale, items };
};
