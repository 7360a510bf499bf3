/** Holding a place for a draft: what is missing is said first, then the guards decide the race. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { refusalOf } from '../refusals.ts';
import { isFamilyDoctor } from '../roles.ts';
import type { HoldView } from '../shapes.ts';
import type { HoldRow, PlaceRow } from './hold-views.ts';
import { findHold, findPlace, heldBy, holdRows, holdView } from './hold-views.ts';
import type { NewHold, Place } from './holds.ts';
import { expireHolds, holdPlace, moveHold } from './holds.ts';

export type HoldOptions = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
  /** Of a draft: minutes it is held, minutes and number of its extensions (region limits `hold.draft`, `hold.draft-extension`). */
  readonly times?: { readonly minutes: number; readonly extension: number; readonly extensions: number };
};
export const DRAFT_TIMES = { minutes: 15, extension: 15, extensions: 1 } as const;

export type AskedHold = {
  readonly kind: 'quota' | 'slot' | 'bed';
  readonly department: string;
  readonly slot?: string | undefined;
  readonly bed?: string | undefined;
  readonly draft: string;
};

const placeOf = (asked: AskedHold): Place | Refusal => {
  const { kind, department, slot, bed } = asked;
  if (kind === 'quota') return { kind, department };
  if (kind === 'slot') return slot === undefined ? refuse('hold.which-slot') : { kind, department, slot };
  return bed === undefined ? refuse('hold.which-bed') : { kind, department, bed };
};

// A draft of somebody else's, or a case of other organisations: no place is put into another's hands.
const findSubject = (subject: string, actor: Actor): Statement => ({
  name: 'hold-subject-find',
  text: `select exists (select 1 from draft where id = $1 and actor <> $2) as others_draft,
    exists (select 1 from cases where id = $1) as is_case,
    exists (select 1 from case_party where case_id = $1 and organisation = $3 and not closed) as own_case`,
  values: [subject, actor.id, actor.organisation],
});
const isOthers = (row: Rows[number] | undefined): boolean =>
  row?.['others_draft'] === true || (row?.['is_case'] === true && row['own_case'] !== true);

const whyNot = (
  place: Place,
  found: PlaceRow | undefined,
  held: HoldRow | undefined,
  actor: Actor,
  at: Date,
): Refusal | undefined => {
  if (found === undefined || !found.open) return refuse('department.unknown');
  if (found.organisation === actor.organisation) return refuse('hold.own-organisation');
  if (place.kind === 'quota' && !found.has_quota) return refuse('hold.no-quota');
  if (place.kind === 'slot' && found.starts_at === null) return refuse('hold.slot-unknown');
  if (place.kind === 'slot' && found.starts_at !== null && found.starts_at <= at) return refuse('hold.slot-past');
  if (
    place.kind === 'slot' &&
    found.family_doctors_until !== null &&
    found.family_doctors_until > at &&
    !isFamilyDoctor(actor.role)
  )
    return refuse('hold.slot-for-family-doctors');
  if (place.kind === 'bed' && !found.has_bed) return refuse('hold.bed-unknown');
  if (held !== undefined && held.actor !== actor.id) return refuse('hold.not-yours');
  // the place of a case moves by the case's steps only
  if (held?.of_case === true) return refuse('hold.belongs-to-case');
  return undefined;
};

const samePlace = (place: Place, held: HoldRow): boolean =>
  held.kind === place.kind &&
  held.department === place.department &&
  (place.kind !== 'slot' || held.slot === place.slot) &&
  (place.kind !== 'bed' || held.bed === place.bed);

/**
 * Holds the place, or swaps the draft's present one for it in one act. Asking again for the place one has answers it.
 * Refusals: `department.unknown`, `hold.*` (words in errors.ts).
 */
export const makeHold = async (options: HoldOptions, actor: Actor, asked: AskedHold): Promise<HoldView | Refusal> => {
  const { db, clock, ids, zone, times = DRAFT_TIMES } = options;
  const place = placeOf(asked);
  if (isRefusal(place)) return place;
  const at = clock.now();
  const id = ids();
  const hold: NewHold = {
    id,
    subject: asked.draft,
    organisation: actor.organisation,
    actor: actor.id,
    from: at,
    until: new Date(at.getTime() + times.minutes * 60_000),
  };
  try {
    return await db.write(actor, at, async (tx) => {
      const [, places = [], mine = [], subjects = []] = await tx.flight([
        expireHolds(at, { department: place.department }),
        findPlace(place.department, asked.slot ?? null, asked.bed ?? null, civilDay(at, zone)),
        heldBy(asked.draft),
        findSubject(asked.draft, actor),
      ]);
      if (isOthers(subjects[0])) return refuse('hold.not-yours');
      const held = holdRows(mine).find((row) => row.until_at !== null && row.until_at > at);
      const refusal = whyNot(place, places[0] as PlaceRow | undefined, held, actor, at);
      if (refusal !== undefined) return refusal;
      if (held !== undefined && samePlace(place, held)) {
        await tx.finish([]);
        return holdView(held, at);
      }
      // one that ran out and was not swept yet is still the draft's only hold
      const old = holdRows(mine)[0];
      const answers = await tx.finish([
        ...(old === undefined ? [holdPlace(place, hold)] : moveHold(old.id, place, hold)),
        auditStatement(
          auditRow(actor, at, { action: 'hold', target: `department/${place.department}`, reason: asked.draft }),
        ),
        findHold(id),
      ]);
      const [made] = holdRows(answers.at(-1) ?? []);
      if (made === undefined) throw new Error('a hold that was made cannot be read');
      return holdView(made, at);
    });
  } catch (fault) {
    return refusalOf(fault);
  }
};
