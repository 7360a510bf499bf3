/**
 * Proposals of a demonstration: laid out as data of the region, taken through their pathways by the region's people on the days they
 * happened, so that every screen has something to show on the first day. Made up, and said to be. Laid once: a proposal that is there
 * stays as it is.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { composePastEngine, DEMONSTRATION_ACTOR } from './compose-engine.ts';
import type { Pack } from './consortium/region/read.ts';
import { LetterPromise, Paragraph } from './engines/letters/document.ts';
import type { LetterDocument } from './engines/letters/document.ts';
import { contentFrom, findContent, findLetter, letterFrom, saveLetter } from './engines/letters/store.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from './engines/pathways/run.ts';
import type { StepResult } from './engines/pathways/run.ts';
import { addDays, civilDay, instantOf } from './platform/civil-time.ts';
import type { Ids } from './platform/ids.ts';
import type { Job } from './platform/jobs.ts';
import type { Actor, Database } from './platform/postgres/database.ts';

/** A civil day, or so many days from the day it is laid: negative is past. */
const Day = z.union([z.string().regex(/^\d{4}-\d{2}-\d{2}$/), z.int()]);
const Answers = z.record(z.string(), z.json());
const Deed = z.strictObject({
  on: Day,
  by: z.string(),
  /** A step of its pathway, or `write`: the words of its letter. */
  step: z.string(),
  answers: Answers,
  of: z.enum(['letter', 'co-handling', 'promise']).optional(),
  /** Which of several children, from 1; a co-handler's is the one asked of its house. */
  place: z.int().min(1).optional(),
});
type Deed = z.infer<typeof Deed>;
const Demonstration = z.strictObject({
  note: z.string(),
  madeUp: z.literal(true),
  people: z.record(z.string(), z.strictObject({ organisation: z.string(), role: z.string() })),
  proposals: z.array(z.strictObject({ id: z.string(), arrival: Answers, received: Day, steps: z.array(Deed) })),
});
type Demonstration = z.infer<typeof Demonstration>;

/** Questions that hold days, wherever they stand in the answers. */
const DAYS: readonly string[] = ['answerBy', 'due', 'until', 'sentOn', 'signedOn', 'heardOn', 'talkedOn', 'reachedOn'];

type Ground = { readonly region: string; readonly db: Database; readonly pack: Pack; readonly newId: Ids };
type Stage = Ground & { readonly engine: Engine; readonly today: string; readonly setTo: (moment: Date) => void };

const dayOn = (today: string, day: string | number): string => (typeof day === 'string' ? day : addDays(today, day));

const dated = (today: string, value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((each) => dated(today, each));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, dated(today, inner, name)]));
  return typeof value === 'number' && DAYS.includes(key) ? dayOn(today, value) : value;
};

/** The first who holds the role at the house. */
const actorOf = async ({ db }: Ground, at: Date, { organisation, role }: { organisation: string; role: string }) => {
  const [rows = []] = await db.read(DEMONSTRATION_ACTOR, at, [
    {
      name: 'demonstration-actor',
      text: 'select id, person from practitioner_role where organisation = $1 and role = $2 order by id limit 1',
      values: [organisation, role],
    },
  ]);
  const row = rows[0];
  return row === undefined
    ? undefined
    : ({
        id: String(row['id']),
        person: String(row['person']),
        role,
        organisation,
        purpose: 'care',
      } satisfies Actor);
};

/** The case a deed is of: the proposal, or its child in the order they were opened. */
const caseOf = async (stage: Stage, at: Date, id: string, deed: Deed, actor: Actor) => {
  const [rows = []] = await stage.db.read(DEMONSTRATION_ACTOR, at, [
    deed.of === undefined
      ? { name: 'demonstration-case', text: 'select id, pathway, version from cases where id = $1', values: [id] }
      : {
          name: 'demonstration-child',
          text: `select c.id, c.pathway, c.version from cases c
                  where c.parent = $1 and c.pathway = $2 and ($2 <> 'co-handling'
                        or exists (select 1 from case_party p where p.case_id = c.id and p.party = 'co-handler' and p.organisation = $3))
                  order by c.number`,
          values: [id, deed.of, actor.organisation],
        },
  ]);
  const row = rows[(deed.place ?? 1) - 1];
  return row === undefined
    ? undefined
    : { id: String(row['id']), pathway: String(row['pathway']), version: Number(row['version']) };
};

const Words = z.object({ paragraphs: z.array(z.string()), promises: z.array(LetterPromise.partial()) });

/** The drafter's words in the letter of a proposal, over the version it has. */
const write = async (stage: Stage, at: Date, id: string, actor: Actor, answers: unknown): Promise<void> => {
  const { paragraphs, promises } = Words.parse(answers);
  const letter = await caseOf(stage, at, id, { on: 0, by: '', step: '', answers: {}, of: 'letter' }, actor);
  if (letter === undefined) return;
  const [rows = [], contents = []] = await stage.db.read(actor, at, [
    findLetter(letter.id),
    findContent(letter.id, null),
  ]);
  const content = contentFrom(contents[0]);
  if (rows[0] === undefined || content === undefined) return;
  const row = letterFrom(rows[0]);
  const written: LetterDocument = {
    ...content,
    paragraphs: paragraphs.map((text) => Paragraph.parse({ level: 0, heading: '', text })),
    promises: promises.map((each) => LetterPromise.parse({ figure: null, milestones: [], ...each })),
  };
  if (row.head > 1) return;
  await stage.db.write(actor, at, (tx) =>
    tx.finish([...saveLetter(letter.id, row.head, written, row.previousText, actor, at)]),
  );
};

/** What stands in the way is a fault of the data; the course ends there. */
const goesOn = (result: StepResult): boolean => !isRefused(result) && !hasErrors(result);

const play = async (
  stage: Stage,
  { people }: Demonstration,
  one: Demonstration['proposals'][number],
): Promise<void> => {
  const at = (day: string | number, order: number): Date => {
    const moment = instantOf(
      dayOn(stage.today, day),
      `${String(9 + Math.floor(order / 6)).padStart(2, '0')}:${String((order % 6) * 10).padStart(2, '0')}`,
      stage.pack.zone,
    );
    stage.setTo(moment);
    return moment;
  };
  const office = people['office'];
  const received = at(one.received, 0);
  const opener = office === undefined ? undefined : await actorOf(stage, received, office);
  if (opener === undefined) return;
  const receivedOn = dayOn(stage.today, one.received);
  const opened = await takeStep(stage.engine, 'proposal', {
    caseId: one.id,
    step: 'receive',
    version: null,
    answers: { year: Number(receivedOn.slice(0, 4)), receivedOn, ...one.arrival },
    actor: opener,
    key: null,
  });
  if (!goesOn(opened)) return;
  for (const [order, deed] of one.steps.entries()) {
    const who = people[deed.by];
    const moment = at(deed.on, order + 1);
    const actor = who === undefined ? undefined : await actorOf(stage, moment, who);
    if (actor === undefined || dayOn(stage.today, deed.on) > stage.today) return;
    const answers = dated(stage.today, deed.answers);
    if (deed.step === 'write') {
      await write(stage, moment, one.id, actor, answers);
      continue;
    }
    const found = await caseOf(stage, moment, one.id, deed, actor);
    if (found === undefined) return;
    const taken = await takeStep(stage.engine, found.pathway, {
      caseId: found.id,
      step: deed.step,
      version: found.version,
      answers: deed.step === 'start-letter' ? withAbout(answers, one.id) : answers,
      actor,
      key: null,
    });
    if (!goesOn(taken)) return;
  }
};

/** A letter begun from a proposal names it. */
const withAbout = (answers: unknown, about: string): unknown => {
  const { letters, ...rest } = answers as { readonly letters: readonly object[] };
  return { ...rest, letters: letters.map((letter) => ({ ...letter, about })) };
};

/** Lays the demonstration's proposals where the region has some and none is there yet. Answers how many there are of it. */
export const layProposals = async (ground: Ground & { readonly now: () => Date }): Promise<number> => {
  const text = await readFile(join(ground.region, 'demonstration-proposals.json'), 'utf8').catch(() => null);
  if (text === null) return 0;
  const demonstration = Demonstration.parse(JSON.parse(text));
  const start = ground.now();
  const [others = []] = await ground.db.read(DEMONSTRATION_ACTOR, start, [
    {
      name: 'demonstration-others',
      text: `select 1 from proposal where id <> all($1::text[]) limit 1`,
      values: [demonstration.proposals.map(({ id }) => id)],
    },
  ]);
  // where somebody works with proposals already, nothing is made up beside theirs
  if (others.length > 0) return 0;
  const { pack } = ground;
  const { engine, setTo } = composePastEngine({ ...pack, ...ground }, start);
  const stage = { ...ground, engine, setTo, today: civilDay(start, pack.zone) };
  for (const one of demonstration.proposals) await play(stage, demonstration, one);
  return demonstration.proposals.length;
};

/** Once at a start, in a demonstration only. Until it is laid no clock runs out: its days are past. */
export const composeDemonstration = (
  ground: Ground & { readonly now: () => Date },
  demonstration: boolean,
): { readonly jobs: readonly Job[]; readonly laid: () => boolean } => {
  if (!demonstration) return { jobs: [], laid: () => true };
  let laid = false;
  const work = async (): Promise<void> => {
    try {
      await layProposals(ground);
    } finally {
      laid = true;
    }
  };
  return { jobs: [{ name: 'proposals of the demonstration', everyMs: 24 * 3_600_000, work }], laid: () => laid };
};
