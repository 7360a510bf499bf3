/** How the figures of hospice care are written down: the platform's own, unverified, since no national definition was found. */
import { figure } from '../../../engines/figures/define.ts';
import type { FigureDefinition, FigureValue } from '../../../engines/figures/define.ts';

export type Text = readonly [name: string, unit: string, definition: string, leavesOut: string];

type More = {
  readonly version?: number;
  readonly validFrom?: string;
  readonly decimals?: number;
  readonly better?: FigureDefinition['better'];
};

export const define = (
  code: string,
  zh: Text,
  en: Text,
  value: FigureValue,
  { version = 1, validFrom = '2000-01-01', decimals = 0, better = 'neither' }: More = {},
): FigureDefinition => {
  const worded = ([name, unit, definition, leavesOut]: Text) => ({ name, unit, definition, leavesOut });
  return figure({
    ...{ code, version, theme: 'hospice', words: { zh: worded(zh), en: worded(en) } },
    value,
    dimensions: ['organisation', 'level', 'consortium', 'district', 'month'],
    ...{ better, decimals, validFrom, evidence: 'none' },
    source: { title: '平台自定口径，未见国家定义', verified: false },
  });
};
