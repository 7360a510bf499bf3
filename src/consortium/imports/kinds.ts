/** All kinds of imports of a region. */
import type { ListEntry } from './columns.ts';
import { capacityImport } from './capacity.ts';
import { departmentImport } from './departments.ts';
import type { ImportKind } from './kind.ts';
import { organisationImport } from './organisations.ts';
import { peopleImport } from './people.ts';
import { residentImport } from './residents.ts';

export type RegionOfImports = {
  /** The region's name, part of addresses. */
  readonly city: string;
  readonly specialties: readonly ListEntry[];
  readonly zone: string;
  readonly demonstration: boolean;
};

export const importKinds = (region: RegionOfImports): readonly ImportKind[] => [
  organisationImport(region),
  departmentImport(region),
  peopleImport(region),
  capacityImport,
  residentImport(region),
];
