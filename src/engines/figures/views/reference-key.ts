/** The id a reference points to, as SQL: null where it points to another type or is none. */
import type { Writing } from './writing.ts';

// how long an id may be is asked of what was found: `{1,64}` took two thirds of a millisecond for each reference, `+` a hundredth of it
const REFERENCE_END = '/([A-Za-z0-9.-]+)(?:/_history/.*)?$';
const LONGEST_ID = 64;
const ID_CHARACTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-';

/**
 * Most references are only the type and an id, which is told at a third of what the pattern takes (decision 0238).
 * @param reference SQL of the reference's text
 */
export const keyOf = (reference: string, type: string | undefined, out: Writing): string => {
  const matched = `substring(${reference} from ${out.add(`(?:^|/)${type ?? '[A-Z][A-Za-z]+'}${REFERENCE_END}`, 'text')})`;
  if (type === undefined) return matched;
  const rest = `substr(${reference}, ${type.length + 2})`;
  return `case when starts_with(${reference}, ${out.add(`${type}/`, 'text')}) and ltrim(${rest}, '${ID_CHARACTERS}') = '' then ${rest} else ${matched} end`;
};

/** Whether what was found is an id. */
export const isKey = (found: string): string => `length(${found}) between 1 and ${LONGEST_ID}`;
