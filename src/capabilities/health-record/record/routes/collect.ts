/** What a summary is made of, for the printed sheet and for the document alike: one flight under the reader's own fence. */
import { findResident } from '../../../../consortium/residents/find.ts';
import { storedResidents } from '../../../../consortium/residents/rows.ts';
import type { StoredResident } from '../../../../consortium/residents/rows.ts';
import type { Actor, Database, Rows, Statement } from '../../../../platform/postgres/database.ts';
import { isVoid } from '../records/entries.ts';
import { directoryOf, keptOf, placesBy } from '../records/rows.ts';
import type { Directory, Kept, PlaceOf } from '../records/rows.ts';
import { saidBy } from '../records/values.ts';
import { panelPlace } from '../rules/values.ts';
import { codesOf, wordOf } from '../../../../fhir/concepts.ts';
import * as ask from './statements.ts';

/** At most so many entries of a section; what is left out is counted in it. */
export const MOST = { problems: 200, medicines: 200, results: 60, others: 60 } as const;

export type Section = { readonly rows: readonly Kept[]; readonly more: number };
export type Collected = {
  readonly resident: StoredResident;
  readonly patient: Kept;
  readonly allergies: readonly Kept[];
  readonly problems: Section;
  readonly medicines: Section;
  /** The newest of each kind of value. */
  readonly results: Section;
  readonly procedures: Section;
  readonly immunizations: Section;
  readonly directory: Directory;
  readonly placeOf: PlaceOf;
  /** The reader's own organisation as it is stored. */
  readonly organisation: Kept | undefined;
};

const one = (type: string, id: string): Statement => ({
  name: 'record-one',
  text: `select type, id, version, updated_at, author, organisation, date, content from resource
 where type = $1 and id = $2 and not deleted`,
  values: [type, id],
});

/** The newest value of each kind, the panels' in their order, then the others as they come. */
const newestOfEach = (rows: readonly Kept[]): readonly Kept[] => {
  const found = new Map<string, { place: number; kept: Kept }>();
  for (const kept of rows) {
    const codes = codesOf(kept.resource['code']);
    const place = panelPlace(codes);
    const key = place === undefined ? (codes[0] ?? wordOf(kept.resource['code']) ?? kept.id) : `panel ${String(place)}`;
    const known = found.get(key);
    const newer = known === undefined || (kept.date?.getTime() ?? 0) > (known.kept.date?.getTime() ?? 0);
    if (newer && !isVoid(kept.resource) && saidBy(kept.resource) !== undefined)
      found.set(key, { place: place ?? 1000, kept });
  }
  return [...found.values()].sort((a, b) => a.place - b.place).map(({ kept }) => kept);
};

const cut = (rows: readonly Kept[], most: number, total = rows.length): Section => ({
  rows: rows.slice(0, most),
  more: Math.max(0, total - Math.min(rows.length, most)),
});

const standing = (rows: Rows): number => Number(rows[0]?.['standing'] ?? 0);

/** Undefined where the reader may not see the resident, or nobody has that id. */
export const collect = async (db: Database, actor: Actor, id: string, at: Date): Promise<Collected | undefined> => {
  const [found = [], patients, newest, problems = [], medicines = [], panels, organisations, own] = await db.read(
    actor,
    at,
    [
      findResident(id),
      one('Patient', id),
      ask.newestOf(id, [
        ['AllergyIntolerance', 100],
        ['Encounter', 300],
        ['Observation', 300],
        ['Procedure', MOST.others + 1],
        ['Immunization', MOST.others + 1],
      ]),
      ask.problems(id, MOST.problems),
      ask.medicines(id, MOST.medicines),
      ask.panelValues(id, 1),
      ask.organisations(id),
      one('Organization', actor.organisation),
    ],
  );
  const [resident] = storedResidents(found);
  const [patient] = keptOf(patients);
  if (resident === undefined || patient === undefined) return undefined;
  const rows = keptOf(newest);
  const of = (type: string): readonly Kept[] => rows.filter((kept) => kept.type === type && !isVoid(kept.resource));
  const directory = directoryOf(organisations);
  const stand = (held: Rows): readonly Kept[] => keptOf(held.filter((row) => row['stands'] === true));
  return {
    resident,
    patient,
    allergies: of('AllergyIntolerance'),
    problems: cut(stand(problems), MOST.problems, standing(problems)),
    medicines: cut(stand(medicines), MOST.medicines, standing(medicines)),
    results: cut(newestOfEach([...keptOf(panels), ...of('Observation')]), MOST.results),
    procedures: cut(of('Procedure'), MOST.others),
    immunizations: cut(of('Immunization'), MOST.others),
    directory,
    placeOf: placesBy(directory, of('Encounter')),
    organisation: keptOf(own)[0],
  };
};
