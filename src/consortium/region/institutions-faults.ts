/** What institutions.json says about the other files and about itself: houses that exist, days in order, one of a line at a time. */
import { KINDS_OF_LINE, MEDICAL_HOUSES } from '../organisations/lines.ts';
import type { PackFault } from './fault.ts';
import { jsonPath } from './fault.ts';
import type { PackFiles } from './pack.ts';

type Period = { readonly from: string; readonly until?: string | undefined };
/** Both ends are days on which it stands. */
const overlap = (one: Period, other: Period): boolean =>
  one.from <= (other.until ?? '9999-12-31') && other.from <= (one.until ?? '9999-12-31');

export const findInstitutionFaults = (files: PackFiles): readonly PackFault[] => {
  const { lines, joint } = files.institutions;
  const kinds = new Map(files.organisations.map(({ id, kind }) => [id, kind]));
  const fault = (path: readonly (string | number)[], zh: string, en: string): PackFault => ({
    ...{ file: 'institutions.json', place: jsonPath([...path]), reason: { zh, en } },
  });
  const house = (path: readonly (string | number)[], id: string, among?: readonly string[]): readonly PackFault[] => {
    const kind = kinds.get(id);
    if (kind === undefined) return [fault(path, `没有机构“${id}”`, `no organisation "${id}"`)];
    return among === undefined || among.includes(kind)
      ? []
      : [fault(path, `“${id}”不是这类机构`, `"${id}" is another kind of house`)];
  };
  const backwards = (path: readonly (string | number)[], { from, until }: Period): readonly PackFault[] =>
    until === undefined || until >= from ? [] : [fault(path, '截止日早于起始日', 'the last day lies before the first')];
  return [
    ...lines.flatMap((line, n) => [
      ...house(['lines', n, 'organisation'], line.organisation),
      ...((KINDS_OF_LINE[line.line] as readonly string[]).includes(line.kind)
        ? []
        : [fault(['lines', n, 'kind'], `“${line.kind}”不属于这一类登记`, `"${line.kind}" is no kind of this line`)]),
      ...backwards(['lines', n, 'until'], line),
      ...(lines
        .slice(0, n)
        .some((one) => one.organisation === line.organisation && one.line === line.line && overlap(one, line))
        ? [fault(['lines', n], '同一登记的时间重叠', 'two of one line at the same time')]
        : []),
    ]),
    ...joint.flatMap((pair, n) => [
      ...house(['joint', n, 'hospital'], pair.hospital, MEDICAL_HOUSES),
      ...house(['joint', n, 'home'], pair.home, ['elder-care-home']),
      ...backwards(['joint', n, 'until'], pair),
      ...(joint.slice(0, n).some((one) => one.home === pair.home && overlap(one, pair))
        ? [fault(['joint', n], '同一养老机构由两家同时管理', 'two manage one home at the same time')]
        : []),
    ]),
  ];
};
