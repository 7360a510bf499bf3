/** What the rows of insurance.json say about one another: their schemes exist, and one fact holds once at a time. */
import { rowKey } from '../insurance.ts';
import type { InsuranceRow } from '../insurance.ts';
import { jsonPath } from './fault.ts';
import type { PackFault } from './fault.ts';
import { FILES } from './pack.ts';
import type { PackFiles } from './pack.ts';

const OPEN_END = '9999-12-31';
const overlap = (one: InsuranceRow, other: InsuranceRow): boolean =>
  one.validFrom < (other.validUntil ?? OPEN_END) && other.validFrom < (one.validUntil ?? OPEN_END);

/** Every fault of the file; empty when it can be worked with. */
export const findInsuranceFaults = ({ insurance }: PackFiles): readonly PackFault[] => {
  const faults: PackFault[] = [];
  const report = (path: readonly PropertyKey[], zh: string, en: string): void => {
    faults.push({ file: FILES.insurance[0], place: jsonPath(path), reason: { zh, en } });
  };
  const schemes = new Set<string>();
  insurance.schemes.forEach(({ code }, n) => {
    if (schemes.has(code)) report(['schemes', n, 'code'], `“${code}”重复出现`, `"${code}" appears twice`);
    schemes.add(code);
  });
  insurance.rows.forEach((row, n) => {
    if (!schemes.has(row.scheme)) report(['rows', n, 'scheme'], `没有险种“${row.scheme}”`, `no scheme "${row.scheme}"`);
    if (row.validUntil !== undefined && row.validUntil <= row.validFrom)
      report(['rows', n, 'validUntil'], '须晚于 validFrom', 'must be after validFrom');
    const earlier = insurance.rows.findIndex(
      (other, m) => m < n && rowKey(other) === rowKey(row) && overlap(other, row),
    );
    if (earlier >= 0)
      report(
        ['rows', n],
        `与第 ${String(earlier + 1)} 行在同一时段内重复`,
        `holds at the same time as row ${String(earlier + 1)} for the same fact`,
      );
  });
  return faults;
};
