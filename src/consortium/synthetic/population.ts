/**
 * A region's synthetic residents by number. Everything about resident n follows from the seed and n alone, so that any part of
 * a million can be made again, in any order, without keeping the rest in memory.
 */
import { makeIdentityNumber } from '../identity-number.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { drawFrom, hashOf, shuffled } from './draw.ts';
import type { Draw } from './draw.ts';
import { drawGivenName, drawSurname } from './names.ts';

/** Where a household lives: the catchment of a village clinic (with its township hospital) or of a community centre. */
export type Catchment = {
  readonly organisation: string;
  /** The township hospital above a village clinic; null for a centre. */
  readonly parent: string | null;
  /** The hospital its residents are referred to. */
  readonly hospital: string;
  readonly district: string;
  /** `四平市青禾县杨树河镇前榆树屯村` */
  readonly address: string;
};

export type Population = {
  readonly seed: string;
  readonly prefix: string;
  /** The first year in which nobody is born any more. */
  readonly bornBeforeYear: number;
  readonly identityAreas: readonly string[];
  readonly villages: readonly Catchment[];
  readonly centres: readonly Catchment[];
  /** Where every second of the first households lives. */
  readonly first: readonly Catchment[];
  readonly urbanShare: number;
};

export type Resident = {
  /** Counted from 0. */
  readonly index: number;
  readonly id: string;
  readonly surname: string;
  readonly given: string;
  readonly gender: 'male' | 'female';
  readonly birthDate: string;
  /** Whole years at the turn of `bornBeforeYear`. */
  readonly age: number;
  readonly identityNumber: string;
  readonly healthRecordNumber: string;
  readonly phone: string;
  readonly address: string;
  readonly household: string;
  readonly catchment: Catchment;
};

/** Ten households of 32 residents repeat, in an order of their own each time. */
const SIZES = [2, 3, 4, 3, 2, 5, 3, 4, 3, 3] as const;
export const GROUP = SIZES.reduce<number>((sum, size) => sum + size, 0);
/** The first households, half of which live in one township: those of the first 500 residents. */
const FIRST_HOUSEHOLDS = 160;

/** 360 days × 500 sequence numbers of one sex: each resident of a block has a pair of its own, whatever the year of birth. */
const BLOCK = 360 * 500;
/** Shares no factor with BLOCK, so that multiplying by it visits every pair once. */
const STRIDE = 76_183;

/** How many residents a population can have without two sharing an identity number. */
export const largestPopulation = (population: Pick<Population, 'identityAreas'>): number =>
  population.identityAreas.length * BLOCK;

type Member = { readonly gender: 'male' | 'female'; readonly age: number; readonly surname: string };

const clamp = (age: number): number => Math.max(0, Math.min(age, 97));

/** Two live alone (mostly old), three and more are a family of two or three generations; children bear the father's name. */
const membersOf = (size: number, draw: Draw): readonly Member[] => {
  const surname = drawSurname(draw);
  const other = (): string => drawSurname(draw);
  const husband = size === 2 && draw.chance(0.7) ? draw.whole(56, 86) : draw.whole(27, 58);
  const wife = husband - draw.whole(-2, 4);
  const members: Member[] = [
    { gender: 'male', age: husband, surname },
    { gender: 'female', age: wife, surname: other() },
  ];
  const child = (after: number): Member => ({
    gender: draw.chance(0.51) ? 'male' : 'female',
    age: clamp(Math.min(husband, wife) - draw.whole(22, 31) - after),
    surname,
  });
  if (size >= 3) members.push(child(0));
  if (size === 4) {
    if (draw.chance(0.5)) members.push(child(draw.whole(1, 6)));
    else members.push({ gender: 'female', age: clamp(husband + draw.whole(22, 30)), surname: other() });
  }
  if (size === 5) {
    const grandfather = clamp(husband + draw.whole(22, 29));
    members.push(
      { gender: 'male', age: grandfather, surname },
      { gender: 'female', age: clamp(grandfather - draw.whole(-1, 5)), surname: other() },
    );
  }
  return members;
};

const at = <Item>(list: readonly Item[], index: number): Item => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('a population needs villages and centres');
  return item;
};

const catchmentOf = (population: Population, household: number): Catchment => {
  if (household < FIRST_HOUSEHOLDS && household % 2 === 0) return at(population.first, household / 2);
  const draw = drawFrom(`${population.seed}/place/${household}`);
  return draw.chance(population.urbanShare) ? draw.pick(population.centres) : draw.pick(population.villages);
};

const two = (number: number): string => String(number).padStart(2, '0');
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334] as const;
/** Day of the year 0–359 as `MM-DD`, counted as in a year of 365 days. */
const monthAndDay = (dayOfYear: number): string => {
  let month = 11;
  while ((DAYS_BEFORE[month] ?? 0) > dayOfYear) month--;
  return `${two(month + 1)}-${two(dayOfYear - (DAYS_BEFORE[month] ?? 0) + 1)}`;
};

/** Birth date and number that no other resident has. */
const identityOf = (
  population: Population,
  index: number,
  member: Member,
): { readonly birthDate: string; readonly identityNumber: string } => {
  const area = population.identityAreas[Math.floor(index / BLOCK)];
  if (area === undefined)
    throw new Error(`at most ${largestPopulation(population)} residents have a number of their own`);
  const pair = ((index % BLOCK) * STRIDE + (hashOf(population.seed) % BLOCK)) % BLOCK;
  const birthDate = `${population.bornBeforeYear - 1 - member.age}-${monthAndDay(pair % 360)}`;
  const sequence = Math.floor(pair / 360) * 2 + (member.gender === 'male' ? 1 : 0);
  const identityNumber = makeIdentityNumber({ area, birthDate, sequence });
  if (isRefusal(identityNumber)) throw new Error(identityNumber.refused);
  return { birthDate, identityNumber };
};

const sizesOf = (population: Population, group: number): readonly number[] =>
  shuffled(SIZES.length, `${population.seed}/sizes/${group}`).map((n) => SIZES[n] ?? 3);

const householdOf = (population: Population, number: number, first: number, size: number): readonly Resident[] => {
  const draw = drawFrom(`${population.seed}/household/${number}`);
  const catchment = catchmentOf(population, number);
  const household = `h-${String(number).padStart(7, '0')}`;
  const address = `${catchment.address}${draw.whole(1, 9)}组${draw.whole(1, 120)}号`;
  const taken = new Set<string>();
  return membersOf(size, draw).map((member, place): Resident => {
    const index = first + place;
    const year = population.bornBeforeYear - 1 - member.age;
    let given = drawGivenName(draw, member.gender, year);
    while (taken.has(given)) given = drawGivenName(draw, member.gender, year);
    taken.add(given);
    return {
      index,
      id: `r-${String(index).padStart(7, '0')}`,
      surname: member.surname,
      given,
      gender: member.gender,
      age: member.age,
      ...identityOf(population, index, member),
      healthRecordNumber: `${population.prefix}${String(index + 1).padStart(9, '0')}`,
      // no mobile number begins with 100; children are reached through the first of the household
      phone: `1000${String((member.age < 14 ? first : index) % 10_000_000).padStart(7, '0')}`,
      address,
      household,
      catchment,
    };
  });
};

/** Residents `from` (included) to `to` (not included), in order. */
export function* residentsBetween(population: Population, from: number, to: number): Generator<Resident> {
  for (let group = Math.floor(from / GROUP); group * GROUP < to; group++) {
    let first = group * GROUP;
    for (const [place, size] of sizesOf(population, group).entries()) {
      if (first + size > from && first < to)
        for (const resident of householdOf(population, group * SIZES.length + place, first, size))
          if (resident.index >= from && resident.index < to) yield resident;
      first += size;
    }
  }
}
