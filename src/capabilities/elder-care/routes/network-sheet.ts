/** The network of care as a workbook: what the screen shows, and how each number is counted. */
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { addDays } from '../../../platform/civil-time.ts';
import type { CellValue, Sheet } from '../../../platform/spreadsheet/write.ts';
import type { Language } from '../../../platform/words.ts';
import type { CareNetwork, NetworkQuery } from '../shapes/network.ts';
import { networkWords } from '../words/network.ts';

type Columns = readonly (readonly [heading: string, width: number])[];

const sheet = (name: string, columns: Columns, rows: readonly (readonly CellValue[])[]): Sheet => ({
  name,
  columns: columns.map(([heading, width]) => ({ heading, width })),
  rows,
});
const lastDay = (until: string | null | undefined): CellValue =>
  until === null || until === undefined ? null : { day: addDays(until, -1) };

export const networkSheets = (
  network: CareNetwork,
  query: NetworkQuery,
  language: Language,
): { readonly name: string; readonly sheets: readonly Sheet[] } => {
  const words = networkWords[language];
  const uses = BED_WORDS[language].uses;
  const told = (count: number | null): CellValue => count ?? words.few;
  const { houseColumns, contractColumns, flowColumns, placeColumns, accepted } = words;
  const houses = network.houses.flatMap((house) => {
    const people = house.people
      .map(({ place, count }) => words.peopleOf(words.places[place], count === null ? words.few : String(count)))
      .join('；');
    const { acceptance } = house;
    const first = [house.district ?? words.noDistrict, house.name, words.kinds[house.kind]];
    const rest = [
      acceptance === null || acceptance.state === 'ended' ? 0 : acceptance.beds,
      acceptance === null ? words.notAccepted : words.states[acceptance.state],
      acceptance === null ? null : { day: acceptance.from },
      lastDay(acceptance?.until),
      people === '' ? words.none : people,
      house.homeTeam ? words.homeTeam : null,
    ];
    const lines = house.beds.length === 0 ? [null] : house.beds;
    // what is said of the house stands on its first line, so that a sum of the column counts it once
    return lines.map((bed, n) => [
      ...first,
      ...(bed === null ? [words.noBeds, 0, 0] : [uses[bed.use], bed.beds, bed.taken]),
      ...(n === 0 ? rest : rest.map(() => null)),
    ]);
  });
  const scope = [
    query.district ?? words.region,
    query.kind === undefined ? words.all : words.kinds[query.kind],
    query.programme === undefined ? words.all : words.programmes[query.programme],
  ].join('；');
  return {
    name: words.file(network.period.to),
    sheets: [
      sheet(
        words.houses,
        [
          ...([
            [words.district, 14],
            [houseColumns.house, 30],
            [houseColumns.kind, 20],
            [words.use, 18],
            [words.bedCount, 10],
            [words.taken, 10],
          ] as const),
          ...([
            [houseColumns.standard, 12],
            [accepted.state, 16],
            [accepted.from, 14],
            [accepted.until, 14],
          ] as const),
          [houseColumns.people, 40],
          [words.kinds['home-team'], 16],
        ],
        houses,
      ),
      sheet(
        words.contracts,
        [
          ...([
            [contractColumns.medical, 30],
            [contractColumns.home, 30],
            [contractColumns.number, 20],
            [words.from, 14],
          ] as const),
          ...([
            [words.until, 14],
            [contractColumns.due, 14],
            [contractColumns.done, 14],
            [contractColumns.behind, 14],
          ] as const),
        ],
        network.contracts.map(({ medical, home, number, from, until, due, done, behind }) => [
          ...[medical.name, home.name, number, { day: from }, lastDay(until), due, done, behind],
        ]),
      ),
      sheet(
        words.sheetFlows,
        [
          [flowColumns.from, 22],
          [flowColumns.to, 22],
          [flowColumns.count, 12],
        ],
        network.flows.map(({ from, to, count }) => [words.places[from], words.places[to], told(count)]),
      ),
      sheet(
        words.sheetPlaces,
        [
          ...([
            [placeColumns.place, 22],
            [placeColumns.now, 16],
            [placeColumns.admitted, 16],
          ] as const),
          [placeColumns.discharged, 22],
          [placeColumns.died, 16],
          [placeColumns.left, 16],
        ],
        network.places.map(({ place, now, admitted, discharged, died, left }) => [
          ...[words.places[place], told(now), told(admitted), told(discharged), told(died), told(left)],
        ]),
      ),
      sheet(
        words.definitionTitle,
        [
          ['', 18],
          ['', 100],
        ],
        [
          [words.asked, scope],
          ['', words.period(network.period.from, network.period.to)],
          ['', words.now(network.day)],
          ['', words.fewLong(network.smallestCell)],
          ...words.definitions,
        ],
      ),
    ],
  };
};
