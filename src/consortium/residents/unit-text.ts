/** UCUM codes as readers write them, on screens and paper; a code without an entry is shown as recorded. A file alone: phones take it too. */
const WRITTEN: Readonly<Record<string, string>> = {
  'mm[Hg]': 'mmHg',
  '10*9/L': '×10⁹/L',
  '10*12/L': '×10¹²/L',
  '/min': '/min',
  Cel: '℃',
  umol: 'μmol',
  'umol/L': 'μmol/L',
  'mL/min/{1.73_m2}': 'mL/min/1.73m²',
  'kg/m2': 'kg/m²',
};
export const unitText = (ucum: string): string => WRITTEN[ucum] ?? ucum;
