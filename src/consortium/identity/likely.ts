/** Those who may be somebody that is being written down: found, scored, and shown as far as comparing needs. */
import { GENDERS } from '../shapes.ts';
import type { LikelyResident } from '../residents/shapes.ts';
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { relationsTo } from '../relations/relations.ts';
import { identifying } from '../residents/find.ts';
import { maskCard, maskName, maskPhone } from '../residents/masks.ts';
import { comparedFrom, findCandidates } from './candidates.ts';
import type { Compared, Score } from './scoring.ts';
import { gradeOf, scoreOf } from './scoring.ts';

export type Likely = { readonly person: Compared; readonly score: Score };

/** More than these are never put before anybody at once. */
export const MOST_LIKELY = 5;

/** Those worth a person's look, the likeliest first. */
export const likelyOf = (person: Compared, candidates: readonly Compared[]): readonly Likely[] =>
  candidates
    .map((candidate) => ({ person: candidate, score: scoreOf(person, candidate) }))
    .filter(({ score }) => gradeOf(score) !== 'certainly-not')
    .sort((left, right) => right.score.score - left.score.score || (left.person.id < right.person.id ? -1 : 1));

/** Nobody's id: what is asked about is not a resident yet. */
export const NOBODY = 'asked';

export const findLikely = async (
  db: Database,
  actor: Actor,
  at: Date,
  person: Compared,
): Promise<readonly Likely[]> => {
  const [rows = []] = await db.read(identifying(actor), at, [findCandidates(person)]);
  return likelyOf(person, comparedFrom(rows)).slice(0, MOST_LIKELY);
};

const findPlaces = (ids: readonly string[]): Statement => ({
  name: 'identity-likely-places',
  text: `select r.id, r.deceased_at, o.short_name from resident r left join organisation o on o.id = r.catchment
          where r.id = any($1::text[])`,
  values: [ids],
});

const viewOf = (
  { person, score }: Likely,
  asked: Compared,
  place: Rows[number] | undefined,
  related: boolean,
): LikelyResident => {
  const { id, name, gender, birthDate, phone, cards } = person;
  const number = cards.find(({ system }) => system === IDENTITY_NUMBER)?.value;
  return {
    id,
    name: related || name === asked.name ? name : maskName(name),
    gender: GENDERS.find((each) => each === gender) ?? 'unknown',
    birthDate: birthDate === null || related || birthDate === asked.birthDate ? birthDate : birthDate.slice(0, 4),
    cardMasked: number === undefined ? null : maskCard(number),
    phoneMasked: phone === null ? null : maskPhone(phone),
    catchment: typeof place?.['short_name'] === 'string' ? place['short_name'] : null,
    deceased: place?.['deceased_at'] instanceof Date,
    related,
    score: score.score,
    grade: gradeOf(score),
    reasons: [...score.reasons],
  };
};

/** Read for the purpose `identify`: of whoever the own house has no reason to know, masked. */
export const likelyViews = async (
  db: Database,
  actor: Actor,
  at: Date,
  asked: Compared,
  likely: readonly Likely[],
): Promise<readonly LikelyResident[]> => {
  const ids = likely.map(({ person }) => person.id);
  const [places = [], relations = []] = await db.read(identifying(actor), at, [
    findPlaces(ids),
    relationsTo(ids, actor.organisation, at),
  ]);
  const related = new Set(relations.map((each) => String(each['resident'])));
  return likely.map((each) =>
    viewOf(
      each,
      asked,
      places.find((row) => row['id'] === each.person.id),
      related.has(each.person.id),
    ),
  );
};
