import { createHash } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { writeJson } from '../../fhir/json.ts';
import { validate } from '../../fhir/validate/validate.ts';
import { isRefusal } from '../../platform/refusal.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import { populationOf } from '../region/population.ts';
import { readPack } from '../region/read.ts';
import { shuffled } from './draw.ts';
import { largestPopulation, residentsBetween } from './population.ts';
import type { Population, Resident } from './population.ts';
import { recordOf } from './resident-records.ts';

const DATING = { asOf: '2026-11-20', zone: 'Asia/Shanghai' };
let population: Population;
let residents: readonly Resident[];
beforeAll(async () => {
  population = populationOf(await readPack(join(import.meta.dirname, '../../../regions/siping')));
  residents = [...residentsBetween(population, 0, 10_000)];
});

const bytesOf = (from: number, to: number, of: Population = population): string => {
  const digest = createHash('sha256');
  for (const resident of residentsBetween(of, from, to))
    for (const resource of recordOf(of, resident, DATING).resources) digest.update(writeJson(resource));
  return digest.digest('hex');
};

describe('synthetic residents', () => {
  it('carry 10,000 identity numbers that are valid, agree with birth date and sex, and are all different', () => {
    for (const resident of residents) {
      const checked = checkIdentityNumber(resident.identityNumber, {
        birthDate: resident.birthDate,
        gender: resident.gender,
        today: DATING.asOf,
      });
      if (isRefusal(checked)) throw new Error(`${resident.id}: ${checked.refused}`);
    }
    expect(residents).toHaveLength(10_000);
    for (const key of ['identityNumber', 'healthRecordNumber', 'id'] as const)
      expect(new Set(residents.map((r) => r[key])).size).toBe(10_000);
  });

  it('never share a number however far apart they are made', () => {
    const numbers = new Map<string, number>();
    for (let block = 0; block < 2_000_000; block += 90_017)
      for (const resident of residentsBetween(population, block, block + 400)) {
        expect(numbers.get(resident.identityNumber) ?? resident.index).toBe(resident.index);
        numbers.set(resident.identityNumber, resident.index);
      }
    expect(largestPopulation(population)).toBeGreaterThan(3_000_000);
    expect(() => [...residentsBetween(population, 3_600_000, 3_600_001)]).toThrow('at most 3600000');
  });

  it('are the same bytes from the same seed and others from another', () => {
    expect(bytesOf(0, 600)).toBe(bytesOf(0, 600));
    expect(bytesOf(0, 600, { ...population, seed: 'another' })).not.toBe(bytesOf(0, 600));
  });

  it('are the same people whichever part of them is made first', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), fc.integer({ min: 1, max: 300 }), (from, count) => {
        expect([...residentsBetween(population, from, from + count)]).toEqual(residents.slice(from, from + count));
      }),
      { numRuns: 40 },
    );
  });

  it('live in households of two to five in one catchment, where parents are older than their children', () => {
    const households = new Map<string, Resident[]>();
    for (const resident of residents.slice(0, 9_984))
      households.set(resident.household, [...(households.get(resident.household) ?? []), resident]);
    for (const members of households.values()) {
      expect([2, 3, 4, 5]).toContain(members.length);
      expect(new Set(members.map((m) => m.catchment.organisation)).size).toBe(1);
      expect(new Set(members.map((m) => m.address)).size).toBe(1);
      expect(new Set(members.map((m) => m.surname + m.given)).size).toBe(members.length);
      const [father, mother, child] = members;
      if (child !== undefined && members.length === 3) {
        expect(child.surname).toBe(father?.surname);
        expect(Math.min(father?.age ?? 0, mother?.age ?? 0) - child.age).toBeGreaterThanOrEqual(
          Math.min(22, mother?.age ?? 0),
        );
      }
    }
  });

  it('are reached under numbers no telephone has, and live where their village clinic and its township hospital are', () => {
    for (const resident of residents) expect(resident.phone).toMatch(/^1000\d{7}$/);
    const rural = residents.filter((r) => r.catchment.parent !== null);
    expect(rural.length / residents.length).toBeGreaterThan(0.8);
    for (const { catchment } of rural) {
      expect(catchment.organisation).toMatch(/^village-\d{3}$/);
      expect(catchment.parent).toMatch(/^township-\d{2}$/);
      expect(catchment.hospital).toMatch(/^county-\d-hospital$/);
      expect(catchment.address).toMatch(/^四平市.+县.+[镇乡].+村$/);
    }
  });
});

type Coded = { code: { coding: { system: string; code: string }[]; text: string } };
type Json = Coded & {
  resourceType: string;
  id: string;
  [key: string]: unknown;
};

describe('their records', () => {
  let records: readonly Json[];
  beforeAll(() => {
    records = residents
      .slice(0, 3_000)
      .flatMap((r) =>
        recordOf(population, r, DATING).resources.map((resource) => JSON.parse(writeJson(resource)) as Json),
      );
  });
  const of = (type: string): readonly Json[] => records.filter((r) => r.resourceType === type);

  it('are ten to eighteen resources on average among the first, every one marked as synthetic and with an id of its own', () => {
    expect(records.length / 3_000).toBeGreaterThan(10);
    expect(records.length / 3_000).toBeLessThan(18);
    expect(new Set(records.map((r) => `${r.resourceType}/${r.id}`)).size).toBe(records.length);
    expect(records.filter((r) => !JSON.stringify(r['meta']).includes('"synthetic"'))).toEqual([]);
  });

  it('are valid FHIR', () => {
    const issues = records.slice(0, 6_000).flatMap((r) => validate(r).issues.map((issue) => [r.id, issue]));
    expect(issues).toEqual([]);
  });

  it('point only to records and organisations that exist', () => {
    const there = new Set(records.map((r) => `${r.resourceType}/${r.id}`));
    const references = records.flatMap((r) =>
      [...JSON.stringify(r).matchAll(/"reference":"([^"]+)"/g)].map((m) => m[1] ?? ''),
    );
    expect(references.filter((r) => !r.startsWith('Organization/') && !there.has(r))).toEqual([]);
  });

  it('hold three states of allergy: present, asked and none known, never asked', () => {
    const asked = of('AllergyIntolerance');
    const none = asked.filter((a) => a.code.coding[0]?.code === '716186003').length;
    expect(asked.length / 3_000).toBeLessThan(0.7);
    expect(none / 3_000).toBeGreaterThan(0.4);
    expect((asked.length - none) / 3_000).toBeGreaterThan(0.04);
  });

  it('give illnesses at plausible ages', () => {
    const ageOf = new Map(residents.map((r) => [`Patient/${r.id}`, r]));
    const old = new Set(['I10', 'E11.9', 'I25.1', 'J44.9', 'I69.3']);
    const conditions = of('Condition');
    for (const condition of conditions) {
      const subject = condition['subject'] as { reference: string };
      const resident = ageOf.get(subject.reference);
      if (old.has(condition.code.coding[0]?.code ?? '')) expect(resident?.age).toBeGreaterThanOrEqual(30);
      expect(Number(condition['onsetDateTime'])).toBeGreaterThanOrEqual(Number(resident?.birthDate.slice(0, 4)));
      expect(Number(condition['onsetDateTime'])).toBeLessThanOrEqual(2026);
    }
    const hypertensive = conditions.filter((c) => c.code.coding[0]?.code === 'I10').length / 3_000;
    expect(hypertensive).toBeGreaterThan(0.12);
    expect(hypertensive).toBeLessThan(0.4);
  });

  it('are dated after birth and not after the day they were loaded', () => {
    const born = new Map(residents.map((r) => [`Patient/${r.id}`, r.birthDate]));
    for (const encounter of of('Encounter')) {
      const period = encounter['period'] as { start: string; end: string };
      const subject = encounter['subject'] as { reference: string };
      expect(period.start <= period.end).toBe(true);
      expect(period.start.slice(0, 10) > (born.get(subject.reference) ?? '9')).toBe(true);
      expect(period.end.slice(0, 10) < DATING.asOf).toBe(true);
      expect(period.start.endsWith('+08:00')).toBe(true);
    }
  });

  it('write blood pressure as one observation of two components, and decimals as they were measured', () => {
    const pressures = of('Observation').filter((o) => o.code.coding[0]?.code === '85354-9');
    expect(pressures.length).toBeGreaterThan(3_000);
    for (const pressure of pressures) {
      const parts = pressure['component'] as (Coded & { valueQuantity: { value: number; code: string } })[];
      expect(parts.map((p) => [p.code.coding[0]?.code, p.valueQuantity.code])).toEqual([
        ['8480-6', 'mm[Hg]'],
        ['8462-4', 'mm[Hg]'],
      ]);
      expect(parts[0]?.valueQuantity.value).toBeGreaterThan((parts[1]?.valueQuantity.value ?? 0) + 15);
    }
    const weights = residents
      .slice(0, 500)
      .flatMap((r) => recordOf(population, r, DATING).resources.map(writeJson))
      .flatMap((text) => /"value":([\d.]+),"unit":"kg"/.exec(text)?.[1] ?? []);
    expect(weights.filter((w) => !/^\d+\.\d$/.test(w))).toEqual([]);
    expect(weights.some((w) => w.endsWith('.0'))).toBe(true);
  });
});

describe('an order drawn from a seed', () => {
  it('holds every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_000 }), fc.string(), (size, seed) => {
        expect([...shuffled(size, seed)].sort((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, n) => n));
      }),
      { numRuns: 50 },
    );
  });
});
