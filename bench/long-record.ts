/** The record of one resident of whom five thousand records are kept: what a doctor waits for at its page. */
import { Entries, RecordFound, RecordView } from '../src/capabilities/health-record/record/index.ts';
import { ResidentList } from '../src/consortium/shapes.ts';
import { signIn } from '../src/story-person.ts';
import { bundleOf, CODES, observation, post, record } from './fhir-records.ts';
import { quantile } from './finding.ts';
import { openClient } from './http-client.ts';
import type { Told } from './instance.ts';
import type { Line } from './line.ts';

const RECORDS = 5000;
const IN_BUNDLE = 500;

const FIRST_SCREEN = 'first screen';

/** Of every kind, as of somebody who has been ill for twenty years; most are values. */
const oneOf = (n: number, subject: string): object =>
  n % 10 < 3 ? record(n % 18, n, subject) : observation(n, subject, CODES[n % CODES.length]);

const fill = async (told: Told, subject: string): Promise<void> => {
  const headers = { authorization: `Bearer ${told.token}`, 'content-type': 'application/fhir+json' };
  const client = openClient(`${told.address}/fhir`, headers, 1);
  try {
    for (let from = 0; from < RECORDS; from += IN_BUNDLE) {
      const entries = Array.from({ length: IN_BUNDLE }, (_, place) => post(oneOf(from + place, subject)));
      const { status, text } = await client.ask('POST', '', bundleOf('transaction', entries));
      if (status >= 300) throw new Error(`a bundle was not stored: ${status} ${text.slice(0, 300)}`);
    }
  } finally {
    client.close();
  }
};

/** @returns milliseconds waited over HTTP, by what was asked; the first ten of each are not counted */
export const measureLongRecord = async (told: Told, times: number): Promise<readonly Line[]> => {
  const doctor = await signIn(told.address, 'gp', told.password);
  const { items } = await doctor.ask('GET /api/residents?count=100', ResidentList);
  const id = items[7]?.id;
  if (id === undefined) throw new Error('nobody to read about');
  await fill(told, `Patient/${id}`);
  const path = `/api/residents/${id}/record`;
  const ways: Readonly<Record<string, () => Promise<unknown>>> = {
    [FIRST_SCREEN]: () => doctor.ask(`GET ${path}`, RecordView),
    'its values, first page': () => doctor.ask(`GET ${path}/entries?part=values`, Entries),
    'its course, first page': () => doctor.ask(`GET ${path}/entries?part=course`, Entries),
    'looked through by pinyin': () => doctor.ask(`POST ${path}/search`, RecordFound, { body: { q: 'xinlv' } }),
    'looked through for what is not there': () =>
      doctor.ask(`POST ${path}/search`, RecordFound, { body: { q: '没有这一项' } }),
  };
  const measured: Line[] = [];
  for (const [by, ask] of Object.entries(ways)) {
    const took: number[] = [];
    for (let n = 0; n < times + 10; n++) {
      const began = performance.now();
      await ask();
      if (n >= 10) took.push(performance.now() - began);
    }
    took.sort((one, other) => one - other);
    measured.push({
      what: `a record of 5,000: ${by}`,
      value: quantile(took, 0.95),
      unit: 'ms p95',
      // that of any record's first screen (DESIGN §8)
      budget: by === FIRST_SCREEN ? 50 : null,
      beside: `p50 ${quantile(took, 0.5).toFixed(1)}`,
    });
  }
  return measured;
};
