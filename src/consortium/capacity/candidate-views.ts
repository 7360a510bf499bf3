/** A matching as it is answered and kept: the candidates of `/api/departments`, and the short form stored with a choice. */
import type { Rows } from '../../platform/postgres/database.ts';
import type { Candidate } from '../shapes.ts';
import type { CandidatePlace, CandidateQuestion, Detail } from './departments.ts';
import type { MatchReason } from './match-shapes.ts';
import type { Matched, Matching } from './matching.ts';

/** Those that do not fit are told beside those that do: at least so many, where there are any. */
const OTHERS_SHOWN = 5;

/** The best that fit and, nearest first, some of those that do not; `count` in all. */
export const shownOf = (
  { offered, others }: Matching<CandidatePlace>,
  count: number,
): readonly Matched<CandidatePlace>[] => {
  const kept = Math.min(others.length, Math.max(count - offered.length, Math.min(OTHERS_SHOWN, count >> 2)));
  return [...offered.slice(0, count - kept), ...others.slice(0, kept)];
};

const reasonsOf = (place: CandidatePlace, room: boolean, inpatient: boolean): Candidate['reasons'] => [
  ...(place.sameConsortium ? (['same-consortium'] as const) : []),
  ...(place.grade === null ? [] : (['key-specialty'] as const)),
  place.walkIn ? 'walk-in' : room ? 'free' : inpatient ? 'full' : 'no-slot',
];

const viewOf = (
  { place, fits, stale, because, against }: Matched<CandidatePlace>,
  detail: Detail,
  kind: CandidateQuestion['kind'],
): Candidate => {
  const inpatient = kind === 'inpatient';
  const slots = detail.slots === null ? [] : (JSON.parse(detail.slots) as Candidate['slots']);
  return {
    department: { id: detail.id, name: detail.name, specialty: detail.specialty, phone: detail.phone },
    organisation: {
      id: detail.organisation,
      name: detail.organisation_name,
      shortName: detail.short_name,
      kind: detail.kind,
      level: detail.level,
    },
    quota:
      place.places === null
        ? null
        : {
            free: place.free,
            places: place.places,
            over: detail.over ?? 0,
            updatedAt: detail.updated_at?.toISOString() ?? '',
            updatedBy: detail.updated_by ?? '',
          },
    slots,
    keySpecialty: place.grade,
    sameConsortium: place.sameConsortium,
    walkIn: place.walkIn,
    fits,
    reasons: reasonsOf(place, inpatient ? place.free > 0 : slots.length > 0, inpatient),
    heldHere: place.ownHold === (inpatient ? 'quota' : 'slot'),
    because: [...because],
    against: [...against],
    stale,
    km: place.km === null ? null : Math.round(place.km * 10) / 10,
    wait: place.wait,
  };
};

/** In the order of the matching, whatever the order of the details. */
export const candidateViews = (
  shown: readonly Matched<CandidatePlace>[],
  details: Rows,
  kind: CandidateQuestion['kind'],
): Candidate[] => {
  const byId = new Map((details as unknown as readonly Detail[]).map((detail) => [detail.id, detail]));
  return shown.flatMap((one) => {
    const detail = byId.get(one.place.id);
    return detail === undefined ? [] : [viewOf(one, detail, kind)];
  });
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
