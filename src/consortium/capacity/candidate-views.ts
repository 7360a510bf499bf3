/** A matching as it is answered and kept: the candidates of `/api/departments`, and the short form stored with a choice. */
import type { Candidate } from '../shapes.ts';
import type { CandidatePlace, CandidateQuestion, CandidateRow } from './departments.ts';
import type { MatchReason } from './match-shapes.ts';
import type { Matched, Matching } from './matching.ts';

/** Those that do not fit are told beside those that do: at least so many, where there are any. */
const OTHERS_SHOWN = 5;

const reasonsOf = (row: CandidateRow, room: boolean, inpatient: boolean): Candidate['reasons'] => [
  ...(row.same_consortium ? (['same-consortium'] as const) : []),
  ...(row.grade === null ? [] : (['key-specialty'] as const)),
  row.walk_in ? 'walk-in' : room ? 'free' : inpatient ? 'full' : 'no-slot',
];

const viewOf = (
  { place, fits, stale, because, against }: Matched<CandidatePlace>,
  kind: CandidateQuestion['kind'],
): Candidate => {
  const { row } = place;
  const inpatient = kind === 'inpatient';
  const slots = row.slots === null ? [] : (JSON.parse(row.slots) as Candidate['slots']);
  return {
    department: { id: row.id, name: row.name, specialty: row.specialty, phone: row.phone },
    organisation: {
      id: row.organisation,
      name: row.organisation_name,
      shortName: row.short_name,
      kind: row.kind,
      level: row.level,
    },
    quota:
      row.places === null
        ? null
        : {
            free: place.free,
            places: row.places,
            over: row.over,
            updatedAt: row.updated_at?.toISOString() ?? '',
            updatedBy: row.updated_by ?? '',
          },
    slots,
    keySpecialty: row.grade,
    sameConsortium: row.same_consortium,
    walkIn: row.walk_in,
    fits,
    reasons: reasonsOf(row, inpatient ? place.free > 0 : slots.length > 0, inpatient),
    heldHere: row.own_kind === (inpatient ? 'quota' : 'slot'),
    because: [...because],
    against: [...against],
    stale,
    km: place.km === null ? null : Math.round(place.km * 10) / 10,
    wait: place.wait,
  };
};

/** The best that fit and, nearest first, some of those that do not; `count` in all. */
export const candidateViews = (
  { offered, others }: Matching<CandidatePlace>,
  asked: CandidateQuestion,
): Candidate[] => {
  const kept = Math.min(
    others.length,
    Math.max(asked.count - offered.length, Math.min(OTHERS_SHOWN, asked.count >> 2)),
  );
  return [...offered.slice(0, asked.count - kept), ...others.slice(0, kept)].map((one) => viewOf(one, asked.kind));
};

/** A candidate as it is kept with the choice. */
export type ShownItem = {
  readonly department: string;
  readonly name: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly fits: boolean;
  readonly because: readonly MatchReason[];
  readonly against: readonly MatchReason[];
};
export const shownItem = ({ department, organisation, fits, because, against }: Candidate): ShownItem => ({
  department: department.id,
  name: department.name,
  organisation: organisation.id,
  organisationName: organisation.shortName,
  fits,
  because,
  against,
});
