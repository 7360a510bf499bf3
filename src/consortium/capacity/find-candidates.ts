/** Answers a matching: reads, ranks, and keeps what was shown where somebody is choosing for a draft or case. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, ageOn, civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows, Statement, Transaction } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isFamilyDoctor } from '../roles.ts';
import type { Candidate } from '../shapes.ts';
import { candidateViews, shownItem, shownOf } from './candidate-views.ts';
import { keepShown } from './choices.ts';
import { findDetails, findHouses, findNeedy, findPlaces, findSpecialty, placesOf, readNeedy } from './departments.ts';
import type { Asker, CandidateQuestion, Needy } from './departments.ts';
import type { MatchedBy } from './match-shapes.ts';
import { matchedBy, rulesVersion } from './matching-data.ts';
import type { MatchingData } from './matching-data.ts';
import { match } from './matching.ts';
import type { Need } from './matching.ts';

export type MatchingOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly zone: string;
  readonly matching: MatchingData;
};

export type CandidatesFound = {
  readonly items: Candidate[];
  readonly matchedBy: MatchedBy;
  readonly serverTime: string;
};

const yearsBefore = (day: string, years: number): string => addDays(day, -Math.round(years * 365.25));

const needOf = (asked: CandidateQuestion, needy: Needy | undefined, { at, today }: Asker): Need => {
  const birthDate = needy?.birthDate ?? null;
  return {
    kind: asked.kind,
    urgency: asked.urgency ?? 'routine',
    specialty: asked.specialty ?? null,
    device: asked.device ?? null,
    insurance: asked.insurance ?? null,
    age: birthDate === null ? null : Math.max(0, ageOn(birthDate, today)),
    at,
  };
};

/** A department there is none of has no specialty either: then every one is looked at. */
const withSpecialty = async (
  tx: Pick<Transaction, 'flight'>,
  question: CandidateQuestion,
): Promise<CandidateQuestion> => {
  if (question.like === undefined || question.specialty !== undefined) return question;
  const [[row] = []] = await tx.flight([findSpecialty(question.like)]);
  return { ...question, specialty: typeof row?.['specialty'] === 'string' ? row['specialty'] : undefined };
};

/**
 * One transaction: every department and the resident are read and ranked, then what is shown is read closer; where a draft or
 * case is named it is kept, and where a resident is, that their record was looked at is audited. Two flights, one more
 * where something is kept, one where the specialty is that of a department, and one where nobody has the wanted specialty, so that
 * the nearest others can be told. Refusal: `record.no-relation`.
 */
export const candidatesFor = async (
  { db, clock, zone, matching }: MatchingOptions,
  actor: Actor,
  question: CandidateQuestion,
): Promise<CandidatesFound | Refusal> => {
  const at = clock.now();
  const today = civilDay(at, zone);
  const rules = matching.rulesOn(today);
  const by: Asker = { organisation: actor.organisation, familyDoctor: isFamilyDoctor(actor.role), at, today };
  const { subject, resident } = question;
  const audit = (outcome: 'done' | 'refused'): readonly Statement[] =>
    resident === undefined
      ? []
      : [
          auditStatement(
            auditRow(actor, at, {
              action: 'match',
              target: `Patient/${resident}`,
              residents: outcome === 'done' ? [resident] : [],
              outcome,
            }),
          ),
        ];
  return db.write(actor, at, async (tx): Promise<CandidatesFound | Refusal> => {
    const asked = await withSpecialty(tx, question);
    const [houses = [], known = [], first = []] = await tx.flight([
      findHouses(actor.organisation, today),
      findNeedy(resident ?? '', yearsBefore(today, rules.continuityYears), zone),
      findPlaces(asked, by),
    ]);
    const needy = readNeedy(known);
    if (resident !== undefined && needy === undefined) {
      await tx.finish(audit('refused'));
      return refuse('record.no-relation');
    }
    let places = placesOf(first, houses, actor.organisation, needy, matching);
    if (places.length === 0 && asked.specialty !== undefined) {
      const [others = []] = await tx.flight([findPlaces({ ...asked, specialty: undefined }, by)]);
      places = placesOf(others, houses, actor.organisation, needy, matching);
    }
    const shown = shownOf(match(needOf(asked, needy, by), places, rules, asked.count), asked.count);
    const closer = findDetails(
      shown.map(({ place }) => place.id),
      asked,
      by,
    );
    const answer = (details: Rows): CandidatesFound => ({
      items: candidateViews(shown, details, asked.kind),
      matchedBy: matchedBy(rules, matching.file),
      serverTime: at.toISOString(),
    });
    if (subject === undefined) return answer((await tx.finish([closer, ...audit('done')]))[0] ?? []);
    const [details = []] = await tx.flight([closer]);
    const found = answer(details);
    const kept = { subject, asked, dataVersion: rulesVersion(rules), dataVerified: rules.verified };
    await tx.finish([keepShown({ ...kept, items: found.items.map(shownItem) }, actor, at), ...audit('done')]);
    return found;
  });
};
