/** `institutions.json`: what institutions of care are registered and designated as, and which are managed as one, before the platform kept it. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';
import { INSTITUTION_KINDS, INSTITUTION_LINES } from '../organisations/lines.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const day = z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected');
const period = {
  from: day,
  /** The last day; absent where the document names none. */
  until: day.optional(),
};
export const InstitutionsFile = z.strictObject({
  source: z.string().trim().min(1).max(300),
  madeUp: z.boolean(),
  note: z.string().optional(),
  lines: z.array(
    z.strictObject({
      organisation: id,
      line: z.enum(INSTITUTION_LINES),
      kind: z.enum(INSTITUTION_KINDS),
      number: z.string().trim().min(1).max(60).optional(),
      issuer: z.string().trim().min(1).max(100),
      ...period,
    }),
  ),
  joint: z.array(
    z.strictObject({
      hospital: id,
      home: id,
      /** What was handed over to the hospital: 人, 财, 物. */
      handedOver: z.array(z.enum(['people', 'money', 'things'])),
      ...period,
    }),
  ),
});
