/** Every scale there is, by code. A capability names the ones it uses; the answers it keeps name scale and version. */
import { ability } from './ability.ts';
import { constitution } from './constitution.ts';
import type { Scale } from './define.ts';
import { disability } from './disability.ts';
import { barthel, braden, morse } from './nursing.ts';
import { mna, nrs2002 } from './nutrition.ts';
import { kps, pps } from './performance.ts';
import { selfCare } from './self-care.ts';
import { distress, esas, nrs, ppi } from './symptoms.ts';

export const SCALES: readonly Scale[] = [
  kps,
  pps,
  ppi,
  nrs,
  esas,
  distress,
  braden,
  morse,
  barthel,
  mna,
  nrs2002,
  selfCare,
  ability,
  disability,
  constitution,
];

export const findScale = (code: string): Scale | undefined => SCALES.find((scale) => scale.code === code);
