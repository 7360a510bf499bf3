/** The ordinary client beside hostile ones, in a process of its own: reads a record again and again and prints how long it waited. */
import { openClient } from './http-client.ts';

/** What the ordinary client says when it is done. */
export type Waited = { readonly waits: readonly number[]; readonly failed: number };

const READ_EVERY_MS = 20;
const [base = '', token = '', path = '', seconds = '5'] = process.argv.slice(2);
const client = openClient(base, { authorization: `Bearer ${token}` }, 1);
const waits: number[] = [];
let failed = 0;
const end = Date.now() + Number(seconds) * 1000;
while (Date.now() < end) {
  const began = performance.now();
  const { status } = await client.ask('GET', path).catch(() => ({ status: 0 }));
  if (status === 200) waits.push(performance.now() - began);
  else failed++;
  await new Promise((done) => setTimeout(done, READ_EVERY_MS));
}
client.close();
const told: Waited = { waits, failed };
console.log(JSON.stringify(told));
