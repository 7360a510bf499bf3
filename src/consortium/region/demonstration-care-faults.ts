/** What demonstration-care.json says about the other files and about itself. */
import { MEDICAL_HOUSES } from '../organisations/lines.ts';
import { jsonPath } from './fault.ts';
import type { PackFault } from './fault.ts';
import type { PackFiles } from './pack.ts';

/** Houses that are not there, or of another kind; who came back without having gone, or died without having come. */
export const findDemonstrationFaults = ({ demonstrationCare, organisations }: PackFiles): readonly PackFault[] => {
  const kinds = new Map(organisations.map(({ id, kind }) => [id, kind]));
  const fault = (path: readonly (string | number)[], zh: string, en: string): PackFault => ({
    ...{ file: 'demonstration-care.json', place: jsonPath([...path]), reason: { zh, en } },
  });
  const house = (path: readonly (string | number)[], id: string, among: readonly string[]): readonly PackFault[] => {
    const kind = kinds.get(id);
    if (kind === undefined) return [fault(path, `没有机构“${id}”`, `no organisation "${id}"`)];
    return among.includes(kind) ? [] : [fault(path, `“${id}”不是这类机构`, `"${id}" is another kind of house`)];
  };
  const HOMES = ['elder-care-home'];
  const { contracts = [], homes = [], hospices = [] } = demonstrationCare ?? {};
  return [
    ...contracts.flatMap(({ medical, home }, n) => [
      ...house(['contracts', n, 'medical'], medical, MEDICAL_HOUSES),
      ...house(['contracts', n, 'home'], home, HOMES),
    ]),
    ...homes.flatMap(({ home, township, assessor, hospital, residents, away, back }, n) => [
      ...house(['homes', n, 'home'], home, HOMES),
      ...house(['homes', n, 'township'], township, MEDICAL_HOUSES),
      ...house(['homes', n, 'assessor'], assessor, MEDICAL_HOUSES),
      ...house(['homes', n, 'hospital'], hospital, MEDICAL_HOUSES),
      ...(back <= away && away <= residents
        ? []
        : [
            fault(
              ['homes', n],
              '返回人数不应多于外出人数，外出人数不应多于入住人数',
              'more came back than went, or went than live there',
            ),
          ]),
    ]),
    ...hospices.flatMap(({ hospice, township, persons, home, died }, n) => [
      ...house(['hospices', n, 'hospice'], hospice, ['hospice']),
      ...house(['hospices', n, 'township'], township, MEDICAL_HOUSES),
      ...(home + died <= persons
        ? []
        : [
            fault(
              ['hospices', n],
              '回家人数与去世人数之和不应多于收治人数',
              'more went home or died than were admitted',
            ),
          ]),
    ]),
  ];
};
