/**
 * Finding people: how long a search takes over HTTP, each with another question drawn from the region's own residents. In the
 * own catchment by name, pinyin, initials and telephone; anyone in the region by card; in a hospital among those it cares for.
 */
import pg from 'pg';
import { RecordView } from '../src/capabilities/health-record/record/index.ts';
import { Identified, ResidentList } from '../src/consortium/shapes.ts';
import { signIn } from '../src/story-person.ts';
import type { Told } from './instance.ts';

export type FindingMeasured = {
  readonly by: string;
  readonly p50: number;
  readonly p95: number;
  readonly found: number;
};

/** Not a search, but measured like one: the record's first screen, audited, of one resident after another. */
export const FIRST_SCREEN = 'the first screen of a record';

type Sample = {
  readonly id: string;
  readonly name: string;
  readonly pinyin: string;
  readonly initials: string;
  readonly phone: string;
  readonly card: string;
};

const drawSamples = async ({ ownerUrl, schema }: Told, organisation: string, count: number) => {
  const client = new pg.Client({ connectionString: ownerUrl, options: `-c search_path=${schema},public` });
  await client.connect();
  try {
    const { rows } = await client.query<Sample>(
      `select r.id, r.name, r.pinyin, r.initials, r.phone, (select value from resident_card c where c.resident = r.id limit 1) as card
         from resident r join organisation o on o.id = r.catchment
        where (o.id = $1 or o.part_of = $1) and r.phone is not null order by md5(r.id) limit $2`,
      [organisation, count],
    );
    const { rows: all } = await client.query<{ count: string }>('select count(*) from resident');
    return { samples: rows, residents: Number(all[0]?.count) };
  } finally {
    await client.end();
  }
};

export const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;

export const measureFinding = async (
  told: Told,
  times: number,
): Promise<{ readonly residents: number; readonly lines: readonly FindingMeasured[] }> => {
  const doctor = await signIn(told.address, 'gp', told.password);
  const coordinator = await signIn(told.address, 'coordinator', told.password);
  const organisation = doctor.session.role?.organisation.id ?? '';
  const { samples, residents } = await drawSamples(told, organisation, times + 10);
  const search = (q: string) => doctor.ask('POST /api/residents/search', ResidentList, { body: { q } });
  const ways: Readonly<Record<string, (one: Sample) => Promise<{ readonly items: readonly unknown[] }>>> = {
    'the first page, no question': () => doctor.ask('GET /api/residents', ResidentList),
    'a whole name': ({ name }) => search(name),
    'a surname': ({ name }) => search(name.slice(0, 1)),
    pinyin: ({ pinyin }) => search(pinyin),
    'the first letters of pinyin': ({ pinyin }) => search(pinyin.slice(0, 3)),
    initials: ({ initials }) => search(initials),
    'a whole telephone': ({ phone }) => search(phone),
    'the last four digits': ({ phone }) => search(phone.slice(-4)),
    'a card, anywhere in the region': ({ card }) =>
      doctor.ask('POST /api/residents/identify', Identified, { body: { value: card } }),
    [FIRST_SCREEN]: async ({ id }) => ({
      items: [await doctor.ask(`GET /api/residents/${id}/record`, RecordView)],
    }),
    'initials, in a hospital': ({ initials }) =>
      coordinator.ask('POST /api/residents/search', ResidentList, { body: { scope: 'related', q: initials } }),
  };
  const lines: FindingMeasured[] = [];
  for (const [by, ask] of Object.entries(ways)) {
    const took: number[] = [];
    let found = 0;
    for (const [place, sample] of samples.entries()) {
      const began = performance.now();
      const { items } = await ask(sample);
      // the first ten warm what a working day keeps warm
      if (place >= 10) took.push(performance.now() - began);
      found += items.length > 0 ? 1 : 0;
    }
    took.sort((one, other) => one - other);
    lines.push({ by, p50: quantile(took, 0.5), p95: quantile(took, 0.95), found: found / samples.length });
  }
  return { residents, lines };
};
