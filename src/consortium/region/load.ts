/**
 * Loads a region into its database: organisations and people in one transaction, then residents batch by batch on the bulk
 * path. What is loaded is counted in the transaction that loads it, so that a process killed at any moment loses and doubles
 * nothing, and several processes may try at once: the guard lets one of them through.
 */
import { storeStatements } from '../../fhir/store/statements.ts';
import { newVersion } from '../../fhir/store/new-version.ts';
import { addDays, civilDay, instantOf } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import { isGuardFailure } from '../../platform/postgres/faults.ts';
import type { Actor, Database, Statement } from '../../platform/postgres/database.ts';
import { largestPopulation, residentsBetween } from '../synthetic/population.ts';
import type { Dating } from '../synthetic/resource-parts.ts';
import { recordOf } from '../synthetic/resident-records.ts';
import * as facts from './facts.ts';
import { accountsWithout, findGround, findLogins, gainedFrom, insertGained } from './gained-accounts.ts';
import { organisationRecords } from './organisation-records.ts';
import { populationOf } from './population.ts';
import { insertProposalRules } from './proposals-file.ts';
import type { Pack } from './read.ts';
import { insertCatchments, insertVisits } from './resident-relations.ts';
import { findLoaded, moveProgress, startProgress } from './progress.ts';
import type { Loaded } from './progress.ts';
import { topUpSlots } from './slots.ts';
import { insertStock } from './stock-file.ts';

/** Residents loaded before the page is usable, and in one transaction. */
export const FIRST_RESIDENTS = 500;
const BATCH = 250;
/** Residents made between two looks at what else the process has to do. */
const BREATH = 10;

export type LoadOptions = {
  /** Connected as the schema's owner, past row-level security. */
  readonly owner: Database;
  readonly pack: Pack;
  /** How many residents the region shall have in all. */
  readonly residents: number;
  readonly clock: Clock;
  /** Argon2id of a password; asked once, for the demonstration accounts. */
  readonly hashPassword: (password: string) => Promise<string>;
  readonly onProgress?: (progress: Progress) => void;
};
export type Progress = { readonly part: 'organisations' | 'residents'; readonly done: number; readonly total: number };
export type Loading = {
  /** What was found or made before this returned. */
  readonly asOf: string;
  /** The pack's files are not those the organisations were loaded from: its lists are not read again, its limits and calendar are. */
  readonly packChanged: boolean;
  /** Settles when the last resident is loaded or loading was stopped; rejects with the fault that stopped it. */
  readonly rest: Promise<{ readonly loaded: number }>;
  /** Ends after the batch under way; a later start goes on from there. */
  readonly stop: () => Promise<void>;
};

const loaderOf = (pack: Pack): Actor => ({
  id: 'system:region',
  person: null,
  role: 'system',
  organisation: pack.bureau,
  purpose: 'system',
});

const partsFirst = (pack: Pack): Pack['organisations'] => {
  const whole = pack.organisations.filter((o) => o.partOf === null);
  return [...whole, ...pack.organisations.filter((o) => o.partOf !== null)];
};

const organisationStatements = (pack: Pack, passwordHash: string, at: Date): readonly Statement[] => {
  const by = loaderOf(pack);
  return [
    facts.insertOrganisations(partsFirst(pack)),
    facts.insertAffiliations(pack.affiliations),
    facts.insertDepartments(pack.departments),
    facts.insertKeySpecialties(pack.keySpecialties),
    facts.insertDevices(pack.devices),
    facts.insertPeople(pack.people),
    facts.insertRoles(pack.people),
    facts.insertAccounts(pack.accounts, passwordHash),
    facts.insertQuotas(pack.departments, by.id, at),
    facts.insertBeds(pack.departments),
    ...storeStatements(
      organisationRecords(pack).map((resource) => newVersion(resource, resource.id ?? '', null, at)),
      by,
      at,
    ),
  ];
};

const read = async (options: LoadOptions): Promise<Loaded | undefined> => {
  const [rows] = await options.owner.read(loaderOf(options.pack), options.clock.now(), [findLoaded.statement]);
  return findLoaded.of(rows ?? []);
};

/** Loads the organisations unless they are there. A database that holds another region is refused. */
const ensureOrganisations = async (options: LoadOptions): Promise<Loaded> => {
  const { owner, pack, clock, onProgress } = options;
  const total = pack.organisations.length;
  const there = await read(options);
  if (there !== undefined) return there;
  onProgress?.({ part: 'organisations', done: 0, total });
  const at = clock.now();
  const asOf = civilDay(at, pack.zone);
  const seed = pack.files.generated.residents.seed;
  const statements = organisationStatements(
    pack,
    await options.hashPassword(pack.files.people.demonstration.password),
    at,
  );
  try {
    await owner.write(loaderOf(pack), at, (tx) =>
      tx.finish([startProgress({ region: pack.id, digest: pack.digest, asOf, seed, at }), ...statements]),
    );
  } catch (error) {
    // another process was first: what it loaded is ours as well
    if (!isGuardFailure(error)) throw error;
  }
  onProgress?.({ part: 'organisations', done: total, total });
  const loaded = await read(options);
  if (loaded === undefined) throw new Error('the region was loaded and is not there');
  return loaded;
};

/** Gives the region the demonstration accounts its pack gained since it was loaded: one query where there are none. */
const ensureAccounts = async ({ owner, pack, clock, hashPassword }: LoadOptions): Promise<void> => {
  const by = loaderOf(pack);
  const [logins = []] = await owner.read(by, clock.now(), [findLogins(pack)]);
  const missing = accountsWithout(pack, logins);
  if (missing.length === 0) return;
  const [rows = []] = await owner.read(by, clock.now(), [findGround(missing)]);
  const gained = gainedFrom(pack, missing, rows);
  if (gained.length === 0) return;
  const hash = await hashPassword(pack.files.people.demonstration.password);
  const at = clock.now();
  try {
    await owner.write(by, at, (tx) => tx.finish(insertGained(gained, hash, by, at)));
  } catch (error) {
    // another process was first
    if (!isGuardFailure(error)) throw error;
  }
};

/** Days: longer than the synthetic records. */
const LIVED_HERE = 1100;

/** The statements that add residents `from` to `to`; lets the process breathe between them. */
const residentStatements = async (
  pack: Pack,
  dating: Dating,
  range: { readonly from: number; readonly to: number; readonly at: Date },
): Promise<readonly Statement[]> => {
  const by = loaderOf(pack);
  const population = populationOf(pack);
  const versions = [];
  const records = [];
  for (const resident of residentsBetween(population, range.from, range.to)) {
    const record = recordOf(population, resident, dating);
    records.push(record);
    for (const resource of record.resources) versions.push(newVersion(resource, resource.id ?? '', null, range.at));
    if (records.length % BREATH === 0) await new Promise((resume) => setImmediate(resume));
  }
  // they did not all move here on the day of loading: their visits reach back as far
  const since = instantOf(addDays(dating.asOf, -LIVED_HERE), '00:00', dating.zone);
  return [
    // first: a second process waits here and finds that it is too late
    moveProgress(range),
    ...storeStatements(versions, by, range.at),
    insertCatchments(records, since),
    insertVisits(records),
  ];
};

/** Fresh tables have no statistics until the autovacuum comes by; queries planned before would scan them. */
const ANALYZE: Statement = {
  text: `analyze organisation, affiliation, department, practitioner_role, person, quota, clinic_slot,
    resident, resident_card, relation, resource`,
};

/** Loads up to `target`, making the next batch while the database stores the last one. */
const loadResidents = async (
  options: LoadOptions,
  start: Loaded,
  target: number,
  stopped: () => boolean,
): Promise<number> => {
  const { owner, pack, clock, onProgress } = options;
  const dating: Dating = { asOf: start.asOf, zone: pack.zone };
  const make = (from: number): Promise<readonly Statement[]> | undefined => {
    if (from >= target) return undefined;
    const made = residentStatements(pack, dating, { from, to: Math.min(from + BATCH, target), at: clock.now() });
    // looked at one round later; until then its fault is not a crash
    made.catch(() => undefined);
    return made;
  };
  let loaded = start.residents;
  let next = make(loaded);
  while (next !== undefined && !stopped()) {
    const statements = await next;
    const to = Math.min(loaded + BATCH, target);
    const written = owner.write(loaderOf(pack), clock.now(), (tx) => tx.finish(statements));
    next = make(to);
    try {
      await written;
      loaded = to;
    } catch (error) {
      await next;
      if (!isGuardFailure(error)) throw error;
      // another process loads as well: go on from where it is
      loaded = (await read(options))?.residents ?? loaded;
      next = make(loaded);
    }
    onProgress?.({ part: 'residents', done: Math.min(loaded, options.residents), total: options.residents });
  }
  await next;
  if (loaded > start.residents) await owner.write(loaderOf(pack), clock.now(), (tx) => tx.finish([ANALYZE]));
  return loaded;
};

/**
 * Loads what is missing of the region: returns when the organisations and the first residents are there, and goes on with the
 * rest behind. Call it at every start; what is there already costs one query. Throws when the database holds another region,
 * other residents, or when more residents are asked for than have numbers of their own.
 */
export const loadRegion = async (options: LoadOptions): Promise<Loading> => {
  const { owner, pack, clock } = options;
  const most = largestPopulation(populationOf(pack));
  if (options.residents > most)
    throw new Error(
      `区域包最多可生成${most}名居民，请减少 RESIDENTS。 / The pack has numbers for at most ${most} residents.`,
    );
  const loaded = await ensureOrganisations(options);
  if (loaded.region !== pack.id || loaded.seed !== pack.files.generated.residents.seed)
    throw new Error(
      `数据库中已是另一区域（${loaded.region}），请换一个数据目录。 / The database holds another region (${loaded.region}).`,
    );
  await ensureAccounts(options);
  const stock = insertStock(pack.files.stock, loaderOf(pack).id);
  const proposals = insertProposalRules(pack.files.proposals);
  await owner.write(loaderOf(pack), clock.now(), (tx) =>
    tx.finish([...topUpSlots(pack, clock.now()), ...stock, ...proposals]),
  );
  let stopping = false;
  const reached = await loadResidents(options, loaded, Math.min(options.residents, FIRST_RESIDENTS), () => stopping);
  const start = { ...loaded, residents: Math.max(reached, loaded.residents) };
  const rest = loadResidents(options, start, options.residents, () => stopping).then((count) => ({ loaded: count }));
  // whoever never asks for the rest must not crash on its fault
  rest.catch(() => undefined);
  return {
    asOf: loaded.asOf,
    packChanged: loaded.digest !== pack.digest,
    rest,
    stop: async () => {
      stopping = true;
      await rest.catch(() => undefined);
    },
  };
};
