/** Answers a matching: reads, ranks, and keeps what was shown where somebody is choosing for a draft or case. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { addDays, ageOn, civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isFamilyDoctor } from '../roles.ts';
import type { Candidate } from '../shapes.ts';
import { candidateViews, shownItem } from './candidate-views.ts';
import { keepShown } from './choices.ts';
import { findAsker, findCandidates, findNeedy, placesOf, readNeedy } from './departments.ts';
import type { CandidateQuestion, Needy } from './departments.ts';
import type { MatchedBy } from './match-shapes.ts';
import { matchedBy, rulesVersion } from './matching-data.ts';
import type { MatchingData } from './matching-data.ts';
import { match } from './matching.ts';

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

/**
 * One flight where nobody is chosen for; two where a draft or case is named (what was shown is kept) or a resident (that their
 * record was looked at is audited). Refusal: `record.no-relation`.
 */
export const candidatesFor = async (
  { db, clock, zone, matching }: MatchingOptions,
  actor: Actor,
  asked: CandidateQuestion,
): Promise<CandidatesFound | Refusal> => {
  const at = clock.now();
  const today = civilDay(at, zone);
  const rules = matching.rulesOn(today);
  const reads: readonly Statement[] = [
    findCandidates(asked, { organisation: actor.organisation, familyDoctor: isFamilyDoctor(actor.role), at, today }),
    findAsker(actor.organisation),
    ...(asked.resident === undefined
      ? []
      : [findNeedy(asked.resident, yearsBefore(today, rules.continuityYears), zone)]),
  ];
  const answer = (rows: Rows, asker: Rows, needy: Needy | undefined): CandidatesFound => {
    const places = placesOf(rows, asker, needy, matching);
    const birthDate = needy?.birthDate ?? null;
    const need = {
      kind: asked.kind,
      urgency: asked.urgency ?? 'routine',
      specialty: asked.specialty ?? null,
      device: asked.device ?? null,
      insurance: asked.insurance ?? null,
      age: birthDate === null ? null : Math.max(0, ageOn(birthDate, today)),
      at,
    } as const;
    return {
      items: candidateViews(match(need, places, rules), asked),
      matchedBy: matchedBy(rules, matching.file),
      serverTime: at.toISOString(),
    };
  };
  if (asked.subject === undefined && asked.resident === undefined) {
    const [rows = [], asker = []] = await db.read(actor, at, reads);
    return answer(rows, asker, undefined);
  }
  const { subject, resident } = asked;
  return db.write(actor, at, async (tx): Promise<CandidatesFound | Refusal> => {
    const [rows = [], asker = [], known = []] = await tx.flight(reads);
    const needy = readNeedy(known);
    const looked = resident === undefined ? [] : [resident];
    const target = resident === undefined ? null : `Patient/${resident}`;
    if (resident !== undefined && needy === undefined) {
      await tx.finish([auditStatement(auditRow(actor, at, { action: 'match', target, outcome: 'refused' }))]);
      return refuse('record.no-relation');
    }
    const found = answer(rows, asker, needy);
    await tx.finish([
      ...(subject === undefined
        ? []
        : [
            keepShown(
              {
                subject,
                asked,
                dataVersion: rulesVersion(rules),
                dataVerified: rules.verified,
                items: found.items.map(shownItem),
              },
              actor,
              at,
            ),
          ]),
      ...(resident === undefined
        ? []
        : [auditStatement(auditRow(actor, at, { action: 'match', target, residents: looked }))]),
    ]);
    return found;
  });
};
