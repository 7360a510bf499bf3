/** What `matching.json` says about the other files: organisations, kinds, specialties and insurances exist; rules do not run out. */
import { jsonPath } from './fault.ts';
import type { PackFault } from './fault.ts';
import type { PackFiles } from './pack.ts';
import { ORGANISATION_KINDS } from '../organisations/kinds.ts';

type Named = readonly [path: readonly PropertyKey[], value: string, known: ReadonlySet<string>];

export const findMatchingFaults = ({ matching, organisations, departments }: PackFiles): readonly PackFault[] => {
  const kinds: ReadonlySet<string> = new Set(ORGANISATION_KINDS);
  const ids = new Set(organisations.map(({ id }) => id));
  const specialties = new Set(departments.specialties.map(({ code }) => code));
  const insurances = new Set(matching.insurances.map(({ code }) => code));
  const named: readonly Named[] = [
    ...matching.ages.map(({ specialty }, n): Named => [['ages', n, 'specialty'], specialty, specialties]),
    ...matching.emergencies.map((kind, n): Named => [['emergencies', n], kind, kinds]),
    ...Object.keys(matching.points).map((id): Named => [['points', id], id, ids]),
    ...matching.accepted.flatMap((entry, n) => [
      ...entry.insurances.map((code, i): Named => [['accepted', n, 'insurances', i], code, insurances]),
      ...('kind' in entry
        ? [[['accepted', n, 'kind'], entry.kind, kinds] as Named]
        : entry.organisations.map((id, i): Named => [['accepted', n, 'organisations', i], id, ids])),
    ]),
  ];
  const fault = (path: readonly PropertyKey[], zh: string, en: string): PackFault => ({
    file: 'matching.json',
    place: jsonPath(path),
    reason: { zh, en },
  });
  return [
    ...named
      .filter(([, value, known]) => !known.has(value))
      .map(([path, value]) => fault(path, `区域包中没有“${value}”`, `the pack has no "${value}"`)),
    ...matching.ages
      .map(({ youngest = 0, oldest = 150 }, n) => ({ n, wrong: youngest > oldest }))
      .filter(({ wrong }) => wrong)
      .map(({ n }) => fault(['ages', n], '最小年龄大于最大年龄', 'the youngest is older than the oldest')),
    ...(matching.rules.some(({ validUntil }) => validUntil === undefined)
      ? []
      : [fault(['rules'], '缺少没有截止日期的匹配规则', 'rules without an end are missing')]),
  ];
};
