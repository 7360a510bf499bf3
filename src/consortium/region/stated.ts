/** The counts a source states in public, and whether the region comes out at them. */
import type { Region } from './model.ts';
import type { PackFault } from './fault.ts';
import { jsonPath } from './fault.ts';
import type { PackFiles } from './pack.ts';
import type { StatedFact } from './stated-file.ts';

/** How many of what a source counts are in the region. */
export const countStated = (region: Region, fact: StatedFact): number => {
  const ofKind = (...kinds: readonly string[]): number =>
    region.organisations.filter((o) => kinds.includes(o.kind)).length;
  const ofGrade = (grade: string): number => region.keySpecialties.filter((k) => k.grade === grade).length;
  const accepted = region.acceptances.filter(({ standard }) => standard === 'hospice-beds');
  /** 二级及以上医院的安宁疗护病区. */
  const higher = new Set(
    region.organisations
      .filter(({ kind, level }) => kind === 'hospital' && (level === 'secondary' || level === 'tertiary'))
      .map(({ id }) => id),
  );
  const wards = region.departments.filter((d) => d.specialty === 'hospice' && higher.has(d.organisation));
  const bedsOf = (departments: Region['departments']): number =>
    departments.reduce((sum, { beds }) => sum + beds.length, 0);
  switch (fact) {
    case 'urban-groups':
      return ofKind('urban-group');
    case 'urban-group-hospitals': {
      const groups = new Set(region.organisations.filter((o) => o.kind === 'urban-group').map((o) => o.id));
      const hospitals = new Set(region.organisations.filter((o) => o.kind === 'hospital').map((o) => o.id));
      return region.affiliations.filter((a) => groups.has(a.consortium) && hospitals.has(a.organisation)).length;
    }
    case 'community-centres':
      return ofKind('community-centre');
    case 'county-consortia':
      return ofKind('county-consortium');
    case 'township-hospitals-and-centres':
      return ofKind('township-hospital', 'community-centre');
    case 'village-clinics':
      return ofKind('village-clinic');
    case 'key-specialties-national':
      return ofGrade('national');
    case 'key-specialties-provincial':
      return ofGrade('provincial');
    case 'key-specialties-city':
      return ofGrade('city');
    case 'key-specialties-county':
      return ofGrade('county');
    case 'devices':
      return region.devices.length;
    case 'hospice-accepted-institutions':
      return new Set(accepted.map((term) => term.organisation)).size;
    case 'hospice-standard-beds':
      return accepted.reduce((sum, { beds }) => sum + beds, 0);
    case 'hospice-wards':
      return wards.length;
    case 'hospice-ward-beds':
      return bedsOf(wards);
    case 'elder-care-homes':
      return ofKind('elder-care-home');
    case 'elder-care-beds':
      return bedsOf(region.departments.filter(({ specialty }) => specialty === 'elder-care'));
  }
};

const holds = (comparator: 'exactly' | 'at-least' | 'over' | 'about', counted: number, value: number): boolean => {
  switch (comparator) {
    case 'exactly':
      return counted === value;
    case 'at-least':
      return counted >= value;
    case 'over':
      return counted > value && counted < value * 1.1;
    case 'about':
      return Math.abs(counted - value) <= value * 0.05;
  }
};

/** Every stated count the region does not come out at. */
export const findStatedFaults = (files: PackFiles, region: Region): readonly PackFault[] =>
  files.stated.facts.flatMap((stated, n): PackFault[] => {
    const counted = countStated(region, stated.fact);
    if (holds(stated.comparator, counted, stated.value)) return [];
    return [
      {
        file: 'stated.json',
        place: jsonPath(['facts', n]),
        reason: {
          zh: `来源写明 ${stated.fact} 为${stated.value}，区域包得出${counted}`,
          en: `the source states ${stated.fact} as ${stated.value}, the pack comes out at ${counted}`,
        },
      },
    ];
  });
