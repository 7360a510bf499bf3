/** Residents by id and by card. A connection that declares the purpose `identify` sees them without a relation. */
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import { RESIDENT_COLUMNS } from './rows.ts';

/** The same person asking who somebody is, not what they suffer from. */
export const identifying = (actor: Actor): Actor => ({ ...actor, purpose: 'identify' });

export const findResident = (id: string): Statement => ({
  name: 'resident-by-id',
  text: `select ${RESIDENT_COLUMNS} from resident r where r.id = $1`,
  values: [id],
});

const MOST = 10;

/** By a whole card number, of one system or of any: the beginning of a number finds nobody. */
export const findByCard = (value: string, system: string | undefined): Statement => ({
  name: 'resident-by-card',
  text: `select ${RESIDENT_COLUMNS} from resident r
 where r.id in (select resident from resident_card where value = any($1::text[]) and ($2::text is null or system = $2))
 order by r.id limit ${String(MOST)}`,
  // an identity number's last letter is typed either way
  values: [[...new Set([value, value.toUpperCase()])], system ?? null],
});

export const findByIdentityNumber = (number: string): Statement => findByCard(number, IDENTITY_NUMBER);
