/** What lays a demonstration's past of care stands on: an engine whose time is set, who works where, and one step after another. */
import { composePastEngine, DEMONSTRATION_ACTOR } from './compose-engine.ts';
import type { Pack } from './consortium/region/read.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from './engines/pathways/run.ts';
import { addDays, civilDay, instantOf } from './platform/civil-time.ts';
import type { Ids } from './platform/ids.ts';
import type { Actor, Database, Rows, Statement } from './platform/postgres/database.ts';

export type PastCareGround = {
  readonly db: Database;
  readonly pack: Pack;
  readonly newId: Ids;
  readonly now: () => Date;
};
export type Stage = PastCareGround & {
  readonly engine: Engine;
  readonly people: Rows;
  /** The moment so many days from today, at an hour of the working day and never later than now; time stands there from now on. */
  readonly at: (days: number, hour: number) => Date;
  readonly dayOf: (days: number) => string;
  readonly refused: string[];
};

export const actorOf = ({ people }: Stage, organisation: string, role: string): Actor | undefined => {
  const row = people.find((one) => one['organisation'] === organisation && one['role'] === role);
  return row === undefined
    ? undefined
    : { id: String(row['id']), person: String(row['person']), role, organisation, department: null, purpose: 'care' };
};

export type Deed = readonly [step: string, by: Actor | undefined, answers: object];
/** A clock of the running region may raise a case between its reading and its step: it is read again so often. */
const TRIES = 8;
/** Takes one step now; what is refused ends its course, since a demonstration is not worth forcing a rule. */
export const take = async (
  stage: Stage,
  pathway: string,
  caseId: string,
  [step, actor, answers]: Deed,
): Promise<boolean> => {
  if (actor === undefined) {
    stage.refused.push(`${pathway} ${step}: nobody there takes it`);
    return false;
  }
  const given = answers as Readonly<Record<string, unknown>>;
  let why = '';
  for (let tries = 0; tries < TRIES; tries += 1) {
    const [rows = []] = await stage.db.read(DEMONSTRATION_ACTOR, stage.now(), [
      { name: 'past-care-version', text: 'select version from cases where id = $1', values: [caseId] },
    ]);
    const version = rows[0] === undefined ? null : Number(rows[0]['version']);
    const result = await takeStep(stage.engine, pathway, { caseId, step, version, answers: given, actor, key: null });
    if (!isRefused(result) && !hasErrors(result)) return true;
    why = isRefused(result) ? result.refusal.refused : JSON.stringify(result.errors);
    if (why !== 'stale-version') break;
  }
  stage.refused.push(`${pathway} ${step}: ${why}`);
  return false;
};

const selectPeople: Statement = {
  text: `select distinct on (organisation, role) id, person, organisation, role from practitioner_role
          where role = any('{general-practitioner,attending-physician,nurse,public-health-worker,social-worker,bed-manager}')
          order by organisation, role, id`,
};

/** Of each of these houses the residents of its catchment who are so old by the end of the year, alive, and in no house's care. */
export const oldOf = (ground: PastCareGround, houses: readonly string[], years: number): Statement => ({
  text: `select distinct on (p.id) p.id, p.gender, r.organisation from relation r join resident p on p.id = r.resident
          where r.kind = 'catchment' and p.deceased_at is null and p.birth_date < $1 and r.organisation = any($2)
            and not exists (select 1 from care_stay s where s.resident = p.id and s.until_at is null and s.known_until is null)
          order by p.id`,
  values: [`${String(Number(civilDay(ground.now(), ground.pack.zone).slice(0, 4)) - years)}-01-01`, [...houses]],
});

/** What is asked first, and a stage where none of it is known yet. */
export const openStage = async (
  ground: PastCareGround,
  known: Statement,
  others: readonly Statement[],
): Promise<{ readonly stage: Stage; readonly found: readonly Rows[] } | null> => {
  const start = ground.now();
  const { zone } = ground.pack;
  const [before = [], people = [], ...found] = await ground.db.read(DEMONSTRATION_ACTOR, start, [
    ...[known, selectPeople],
    ...others,
  ]);
  if (before.length > 0) return null;
  const { engine, setTo } = composePastEngine({ ...ground.pack, ...ground }, start);
  const dayOf = (days: number): string => addDays(civilDay(start, zone), days);
  const at = (days: number, hour: number): Date => {
    const asked = instantOf(dayOf(days), `${String(hour).padStart(2, '0')}:00`, zone);
    const moment = asked < start ? asked : start;
    setTo(moment);
    return moment;
  };
  return { stage: { ...ground, engine, people, at, dayOf, refused: [] }, found };
};
