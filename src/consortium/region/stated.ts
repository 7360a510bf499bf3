/** The counts a source states in public, and whether the region comes out at them. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Region } from './model.ts';
import type { PackFault } from './fault.ts';
import { jsonPath } from './fault.ts';
import type { PackFiles } from './pack.ts';
import type { StatedFact, StatedShare } from './stated-file.ts';

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
    case 'secondary-hospitals-with-elder-care': {
      const secondary = new Set(region.organisations.filter((o) => o.level === 'secondary').map(({ id }) => id));
      const lines = region.institutions.lines.filter(({ line }) => line === 'elderly');
      return new Set(lines.map(({ organisation }) => organisation).filter((id) => secondary.has(id))).size;
    }
    case 'consortium-member-centres': {
      const centres = new Set(region.organisations.filter((o) => o.kind === 'community-centre').map(({ id }) => id));
      const members = region.affiliations.filter(
        ({ role, organisation }) => role === 'member' && centres.has(organisation),
      );
      return new Set(members.map(({ organisation }) => organisation)).size;
    }
  }
};

export type Share = { readonly counted: number; readonly of: number };

/** Of how many on that day it holds, in a district or in the whole region: township homes registered, and those under one management. */
export const countShare = (region: Region, share: StatedShare, on: CivilDay, district?: string): Share => {
  const stands = ({ from, until }: { readonly from: string; readonly until?: string | undefined }): boolean =>
    from <= on && (until === undefined || until >= on);
  const there = new Set(
    region.organisations.filter((o) => district === undefined || o.district === district).map(({ id }) => id),
  );
  const homes = region.institutions.lines.filter(
    (line) => line.line === 'elderly' && line.kind === 'township-home' && there.has(line.organisation) && stands(line),
  );
  const whole = 3; // people, money and things
  const joint = region.institutions.joint.filter(
    (pair) => stands(pair) && (share === 'township-homes-integrated' || new Set(pair.handedOver).size === whole),
  );
  const managed = new Set(joint.map(({ home }) => home));
  return { counted: homes.filter(({ organisation }) => managed.has(organisation)).length, of: homes.length };
};

/** Of all, and of one at least: of an empty set nothing is borne out. */
export const holdsOfAll = ({ counted, of }: Share): boolean => of > 0 && counted === of;

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

const findUniversalFaults = (files: PackFiles, region: Region): readonly PackFault[] =>
  (files.stated.all ?? []).flatMap(({ share, on, district }, n): PackFault[] => {
    const { counted, of } = countShare(region, share, on, district);
    if (holdsOfAll({ counted, of })) return [];
    const parts = `${String(counted)}/${String(of)}`;
    return [
      {
        file: 'stated.json',
        place: jsonPath(['all', n]),
        reason: {
          zh: `来源写明 ${share} 为全部，区域包得出${parts}`,
          en: `the source states ${share} of all, the pack comes out at ${parts}`,
        },
      },
    ];
  });

const findCountFaults = (files: PackFiles, region: Region): readonly PackFault[] =>
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

/** Every stated count the region does not come out at, and everything stated of all that is not so. */
export const findStatedFaults = (files: PackFiles, region: Region): readonly PackFault[] => [
  ...findCountFaults(files, region),
  ...findUniversalFaults(files, region),
];
