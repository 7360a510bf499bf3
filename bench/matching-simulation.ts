/**
 * `npm run simulate`: does matching help? A seeded simulation of a county's referrals for beds, once with every house referring
 * to its own county hospital as it always did, once with the real ranking function. Assumptions and limits are written down in
 * docs/matching-simulation.md; everything is invented, and nothing here says how long anybody waits in a real region.
 */
import { parseArgs } from 'node:util';
import { match } from '../src/consortium/capacity/matching.ts';
import type { MatchingRules, Place } from '../src/consortium/capacity/matching.ts';
import { matchingDataOf } from '../src/consortium/capacity/matching-data.ts';
import { readPack } from '../src/consortium/region/read.ts';
import type { Pack } from '../src/consortium/region/read.ts';
import { drawing } from './simulated-draws.ts';
import type { Draw } from './simulated-draws.ts';

const { values: asked } = parseArgs({
  options: {
    region: { type: 'string', default: 'siping' },
    days: { type: 'string', default: '180' },
    runs: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const DAYS = Number(asked.days);
const RUNS = Number(asked.runs);
const HOUR = 1 / 24;
/** The first days fill empty wards and are not counted. */
const WARM_UP = 30;
/** Who was refused is referred again after so long. */
const AGAIN = 0.5;
/** After so many refusals one waits at the last house until a bed is free. */
const MOST_REFUSALS = 4;
const STAY_DAYS = 8;
/** Share of beds in use on average, were everybody spread evenly. */
const LOADS = [0.7, 0.85, 0.95] as const;
/** How uneven the demand is: the busiest house sends so many times as much as the quietest. */
const UNEVEN = 6;
/** Hours between two words of a department about its beds; what happens between is unknown to the sender. */
const STATED_EVERY = 6;

type Ward = {
  readonly id: string;
  readonly organisation: string;
  readonly specialty: string;
  readonly beds: number;
  readonly grade: Place['grade'];
  occupied: number;
  /** What the platform knows: the free beds when last stated, and when. */
  saidFree: number;
  saidAt: number;
  /** Those who wait here for a bed: they take the next one. */
  readonly waiting: Patient[];
  readonly waits: number[];
};
type Patient = { readonly sender: string; readonly specialty: string; readonly begun: number; refusals: number };
type Happening =
  | { readonly at: number; readonly what: 'refer'; readonly patient: Patient; readonly tried: readonly string[] }
  | { readonly at: number; readonly what: 'leave'; readonly ward: Ward }
  | { readonly at: number; readonly what: 'state'; readonly ward: Ward };

export type Policy = 'fixed' | 'matching';
type Outcome = { readonly waits: number[]; refusals: number; referred: number; km: number };

/** Happenings in the order of their time: a binary heap. */
const agenda = () => {
  const heap: Happening[] = [];
  const at = (n: number): number => heap[n]?.at ?? Infinity;
  const swap = (one: number, other: number): void => {
    const [left, right] = [heap[one], heap[other]];
    if (left === undefined || right === undefined) return;
    heap[one] = right;
    heap[other] = left;
  };
  return {
    add: (happening: Happening): void => {
      let n = heap.push(happening) - 1;
      for (let up = (n - 1) >> 1; n > 0 && at(n) < at(up); up = (n - 1) >> 1) {
        swap(n, up);
        n = up;
      }
    },
    next: (): Happening | undefined => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined || heap.length === 0) return first;
      heap[0] = last;
      for (let n = 0; ; ) {
        const down = at(2 * n + 1) <= at(2 * n + 2) ? 2 * n + 1 : 2 * n + 2;
        if (at(down) >= at(n)) return first;
        swap(n, down);
        n = down;
      }
    },
  };
};

/** The region's hospital wards with places for referrals, and who refers to whom by custom: the lead of the own consortium. */
const regionOf = (pack: Pack) => {
  const hospitals = new Set(pack.organisations.filter(({ kind }) => kind === 'hospital').map(({ id }) => id));
  const wards = pack.departments.filter(({ organisation, quota }) => hospitals.has(organisation) && (quota ?? 0) > 0);
  const leadOf = new Map(
    pack.affiliations
      .filter(({ role }) => role === 'lead')
      .map(({ consortium, organisation }) => [consortium, organisation]),
  );
  const consortiaOf = new Map<string, string[]>();
  for (const { consortium, organisation } of pack.affiliations)
    consortiaOf.set(organisation, [...(consortiaOf.get(organisation) ?? []), consortium]);
  const senders = pack.organisations
    .filter(({ kind }) => kind === 'township-hospital' || kind === 'community-centre')
    .flatMap(({ id }) => {
      const lead = leadOf.get(consortiaOf.get(id)?.[0] ?? '');
      return lead === undefined ? [] : [{ id, lead }];
    });
  const grades = new Map(pack.keySpecialties.map(({ department, grade }) => [department, grade as Place['grade']]));
  return { wards, senders, grades, consortiaOf };
};

const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
};

/** One year of one region under one policy. The same draw makes the same patients under both. */
const simulate = (pack: Pack, policy: Policy, load: number, draw: Draw): Outcome => {
  const { wards: given, senders, grades, consortiaOf } = regionOf(pack);
  const data = matchingDataOf(pack.files.matching);
  const rules: MatchingRules = data.rulesOn('2026-01-01');
  const epoch = Date.UTC(2026, 0, 1);
  const instant = (day: number): Date => new Date(epoch + day * 86_400_000);
  const wards = given.map(
    (ward): Ward => ({
      id: ward.id,
      organisation: ward.organisation,
      specialty: ward.specialty,
      beds: ward.quota ?? 0,
      grade: grades.get(ward.id) ?? null,
      occupied: 0,
      saidFree: ward.quota ?? 0,
      saidAt: 0,
      waiting: [],
      waits: [],
    }),
  );
  const ofSpecialty = new Map<string, Ward[]>();
  for (const ward of wards) ofSpecialty.set(ward.specialty, [...(ofSpecialty.get(ward.specialty) ?? []), ward]);
  const fixed = new Map(wards.map((ward) => [`${ward.organisation} ${ward.specialty}`, ward]));
  const beds = wards.reduce((sum, ward) => sum + ward.beds, 0);
  const perDay = (beds * load) / STAY_DAYS;
  const todo = agenda();
  // demand differs from house to house by a fixed factor, drawn once
  const shares = senders.map(() => 1 + draw() * (UNEVEN - 1));
  const allShares = shares.reduce((sum, share) => sum + share, 0);
  const specialties = [...ofSpecialty].map(([specialty, list]) => ({
    specialty,
    beds: list.reduce((sum, ward) => sum + ward.beds, 0),
  }));
  for (const [n, sender] of senders.entries()) {
    const rate = (perDay * (shares[n] ?? 0)) / allShares;
    for (let day = draw.exponential(1 / rate); day < DAYS; day += draw.exponential(1 / rate)) {
      let left = draw() * beds;
      const specialty = specialties.find((one) => (left -= one.beds) < 0)?.specialty ?? '';
      const patient: Patient = { sender: sender.id, specialty, begun: day, refusals: 0 };
      todo.add({ at: day, what: 'refer', patient, tried: [] });
    }
  }
  for (const ward of wards) todo.add({ at: draw() * STATED_EVERY * HOUR, what: 'state', ward });

  const outcome: Outcome = { waits: [], refusals: 0, referred: 0, km: 0 };
  const kmTo = (sender: string, organisation: string): number =>
    data.km({ organisation: sender, partOf: null }, { organisation, partOf: null }) ?? 0;
  const admit = (ward: Ward, patient: Patient, now: number): void => {
    ward.occupied += 1;
    ward.waits.push(now - patient.begun);
    if (ward.waits.length > 60) ward.waits.shift();
    todo.add({ at: now + draw.exponential(STAY_DAYS), what: 'leave', ward });
    if (patient.begun < WARM_UP) return;
    outcome.waits.push(now - patient.begun);
    outcome.referred += 1;
    outcome.km += kmTo(patient.sender, ward.organisation);
  };
  const byCustom = (patient: Patient, tried: readonly string[]): Ward | undefined => {
    const lead = senders.find(({ id }) => id === patient.sender)?.lead ?? '';
    const own = fixed.get(`${lead} ${patient.specialty}`);
    if (own !== undefined && !tried.includes(own.id)) return own;
    // refused, or no such ward there: the largest one that has not been tried, which is where everybody sends then
    return [...(ofSpecialty.get(patient.specialty) ?? [])]
      .filter(({ id }) => !tried.includes(id))
      .sort((one, other) => other.beds - one.beds || (one.id < other.id ? -1 : 1))[0];
  };
  const byMatching = (patient: Patient, tried: readonly string[], now: number): Ward | undefined => {
    const ties = new Set(consortiaOf.get(patient.sender) ?? []);
    const candidates = (ofSpecialty.get(patient.specialty) ?? []).filter(({ id }) => !tried.includes(id));
    const places = candidates.map((ward): Place & { readonly ward: Ward } => ({
      ward,
      id: ward.id,
      specialty: ward.specialty,
      free: ward.saidFree,
      places: ward.beds,
      firstSlot: null,
      walkIn: false,
      above: false,
      peer: false,
      statedAt: instant(ward.saidAt),
      sameConsortium: (consortiaOf.get(ward.organisation) ?? []).some((one) => ties.has(one)),
      grade: ward.grade,
      treatedOn: null,
      wait:
        ward.waits.length === 0
          ? null
          : { days: median(ward.waits) ?? 0, atLeast: false, come: ward.waits.length, waiting: ward.waiting.length },
      km: kmTo(patient.sender, ward.organisation),
      youngest: null,
      oldest: null,
      insurances: null,
      emergencies: null,
      devices: [],
    }));
    const need = {
      kind: 'inpatient',
      urgency: 'routine',
      specialty: patient.specialty,
      device: null,
      insurance: null,
      age: null,
      at: instant(now),
    } as const;
    const { offered, others } = match(need, places, rules);
    return (offered[0] ?? others[0])?.place.ward;
  };

  for (let next = todo.next(); next !== undefined && next.at < DAYS; next = todo.next()) {
    const now = next.at;
    if (next.what === 'state') {
      next.ward.saidFree = next.ward.beds - next.ward.occupied;
      next.ward.saidAt = now;
      todo.add({ at: now + STATED_EVERY * HOUR, what: 'state', ward: next.ward });
    } else if (next.what === 'leave') {
      next.ward.occupied -= 1;
      const first = next.ward.waiting.shift();
      if (first !== undefined) admit(next.ward, first, now);
    } else {
      const { patient, tried } = next;
      const ward = policy === 'fixed' ? byCustom(patient, tried) : byMatching(patient, tried, now);
      if (ward === undefined) continue;
      // a hold on the platform is seen by everybody at once; what else happens in the ward is not
      if (ward.occupied < ward.beds) {
        ward.saidFree = Math.max(0, ward.saidFree - 1);
        admit(ward, patient, now);
      } else if (patient.refusals >= MOST_REFUSALS) ward.waiting.push(patient);
      else {
        patient.refusals += 1;
        if (patient.begun >= WARM_UP) outcome.refusals += 1;
        ward.saidFree = 0;
        todo.add({ at: now + AGAIN, what: 'refer', patient, tried: [...tried, ward.id] });
      }
    }
  }
  return outcome;
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const meanOf = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
/** Half the width of the 95 % interval of a mean over the runs (Student's t, 19 degrees of freedom; wider runs are close). */
const halfWidth = (values: readonly number[]): number => {
  const mean = meanOf(values);
  const variance = values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return 2.09 * Math.sqrt(variance / values.length);
};

const pack = await readPack(new URL(`../regions/${asked.region}`, import.meta.url).pathname);
console.log(`${pack.nameEn}: ${String(RUNS)} runs of ${String(DAYS)} days, seeds from ${asked.seed}`);
for (const load of LOADS)
  for (const policy of ['fixed', 'matching'] as const) {
    const runs = Array.from({ length: RUNS }, (_, n) =>
      simulate(pack, policy, load, drawing(Number(asked.seed) * 1000 + n)),
    );
    const told = (of: (run: Outcome) => number, unit: string): string => {
      const values = runs.map(of);
      return `${meanOf(values).toFixed(2)} ± ${halfWidth(values).toFixed(2)} ${unit}`;
    };
    const sorted = (run: Outcome): readonly number[] => run.waits.toSorted((one, other) => one - other);
    console.log(
      [
        `load ${load.toFixed(2)} ${policy.padEnd(8)}`,
        `mean wait ${told((run) => meanOf(run.waits), 'days')}`,
        `p95 ${told((run) => quantile(sorted(run), 0.95), 'days')}`,
        `refusals ${told((run) => (run.refusals / run.referred) * 100, 'per 100')}`,
        `distance ${told((run) => run.km / run.referred, 'km')}`,
      ].join(', '),
    );
  }
