/** `acceptances.json`: which institutions a document says were accepted for how many beds, before the platform kept the acceptance itself. */
import { z } from 'zod';
import { isCivilDay } from '../../platform/civil-time.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);
const day = z.string().refine(isCivilDay, 'not a day of the calendar, YYYY-MM-DD expected');
export const AcceptancesFile = z.strictObject({
  source: z.string().trim().min(1).max(300),
  /** Whether which institution, how many beds of it and since when were made up: a document often states only the sums. */
  madeUp: z.boolean(),
  note: z.string().optional(),
  terms: z.array(
    z.strictObject({
      organisation: id,
      /** The code of the ward whose numbered beds they are. */
      department: id,
      standard: id,
      beds: z.int().min(1).max(5000),
      from: day,
      /** The last day; absent where the document names none. */
      until: day.optional(),
    }),
  ),
});
