/** What acceptances.json says about the other files: institutions that exist, beds that are there, days in order. */
import type { PackFault } from './fault.ts';
import { jsonPath } from './fault.ts';
import type { PackFiles } from './pack.ts';

/** Beds that are not there cannot have been accepted, and an institution's are accepted once. */
export const findAcceptanceFaults = (files: PackFiles): readonly PackFault[] => {
  const { terms } = files.acceptances;
  const fault = (n: number, name: string, zh: string, en: string): PackFault => ({
    ...{ file: 'acceptances.json', place: jsonPath(['terms', n, name]), reason: { zh, en } },
  });
  return terms.flatMap((term, n): readonly PackFault[] => {
    const organisation = files.organisations.find((one) => one.id === term.organisation);
    if (organisation === undefined)
      return [fault(n, 'organisation', `没有机构“${term.organisation}”`, `no organisation "${term.organisation}"`)];
    const beds = files.departments.groups
      .filter((group) =>
        'kind' in group ? group.kind === organisation.kind : group.organisations.includes(term.organisation),
      )
      .flatMap((group) => group.departments.filter(({ code }) => code === term.department))
      .reduce((sum, department) => sum + (department.beds?.count ?? 0), 0);
    return [
      ...(terms.findIndex((one) => one.organisation === term.organisation && one.standard === term.standard) === n
        ? []
        : [fault(n, 'organisation', `“${term.organisation}”重复出现`, `"${term.organisation}" appears twice`)]),
      ...(beds >= term.beds
        ? []
        : [
            fault(
              n,
              'beds',
              `验收${String(term.beds)}张，该病区只有编号床位${String(beds)}张`,
              `${String(term.beds)} beds accepted, the ward has ${String(beds)}`,
            ),
          ]),
      ...(term.until === undefined || term.until > term.from
        ? []
        : [fault(n, 'until', '截止日须晚于起始日', 'the last day is after the first')]),
    ];
  });
};
