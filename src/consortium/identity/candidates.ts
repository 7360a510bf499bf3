/** Who in the region may be the same person as somebody: a few short ranges of indexes, never the whole list. */
import { rootOf } from '../../fhir/store/merged-residents.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Compared } from './scoring.ts';

const CARDS = `(select json_agg(json_build_object('system', c.system, 'value', c.value, 'unique', c.unique_card))
                  from resident_card c where c.resident = r.id and c.status <> 'entered-in-error')`;
const COMPARED = `r.id, r.name, r.pinyin, r.gender, r.birth_date, r.phone, r.address, r.catchment, r.household,
  ${rootOf('r.mother')} as mother, ${CARDS} as cards`;

/** One resident as it is compared. */
export const findCompared = (ids: readonly string[]): Statement => ({
  name: 'identity-compared',
  text: `select ${COMPARED} from resident r where r.id = any($1::text[])`,
  values: [ids],
});

/** How far a birth date that was written down wrongly is looked for under the same sound of a name, in days. */
const NEAR = 400;

/**
 * Blocks: the same birth date; the same sound of the name and a birth date within some 13 months, or unknown; the same
 * telephone; any card of the same number; the same mother. Whoever shares none of these is not found, however alike.
 */
export const findCandidates = (person: Compared): Statement => {
  const { id, birthDate, pinyin, phone, mother, cards } = person;
  const values: unknown[] = [id];
  const give = (value: unknown): string => `$${String(values.push(value))}`;
  const blocks: string[] = [];
  if (birthDate !== null) {
    const day = give(birthDate);
    blocks.push(`(select r.id from resident r where r.birth_date = ${day}::date limit 300)`);
    if (pinyin !== '') {
      const sound = give(pinyin);
      blocks.push(
        `(select r.id from resident r where r.pinyin collate "C" = ${sound}
            and r.birth_date between ${day}::date - ${String(NEAR)} and ${day}::date + ${String(NEAR)} limit 200)`,
        `(select r.id from resident r where r.pinyin collate "C" = ${sound} and r.birth_date is null limit 50)`,
      );
    }
  } else if (pinyin !== '')
    blocks.push(`(select r.id from resident r where r.pinyin collate "C" = ${give(pinyin)} limit 200)`);
  if (phone !== null)
    blocks.push(
      `(select r.id from resident r where r.phone collate "C" = ${give(phone)} and r.phone is not null limit 50)`,
    );
  if (cards.length > 0)
    blocks.push(
      `(select c.resident from resident_card c where c.value = any(${give(cards.map(({ value }) => value))}::text[]) limit 50)`,
    );
  if (mother !== null) blocks.push(`(select r.id from resident r where r.mother = ${give(mother)} limit 20)`);
  const shape = [birthDate === null ? '' : 'b', pinyin === '' ? '' : 'n', phone === null ? '' : 'p'];
  const rest = [cards.length === 0 ? '' : 'c', mother === null ? '' : 'm'];
  return {
    name: `identity-candidates-${[...shape, ...rest].join('')}`,
    text:
      blocks.length === 0
        ? `select ${COMPARED} from resident r where r.id = $1 and false`
        : `select ${COMPARED} from (${blocks.join(' union ')}) hit (id) join resident r on r.id = hit.id where r.id <> $1`,
    values,
  };
};

const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const comparedFrom = (rows: Rows): readonly Compared[] =>
  rows.map((row) => ({
    id: String(row['id']),
    name: String(row['name']),
    pinyin: String(row['pinyin']),
    gender: String(row['gender']),
    birthDate: textOr(row['birth_date']),
    phone: textOr(row['phone']),
    address: textOr(row['address']),
    catchment: textOr(row['catchment']),
    household: textOr(row['household']),
    mother: textOr(row['mother']),
    cards: JSON.parse(textOr(row['cards']) ?? '[]') as Compared['cards'],
  }));
