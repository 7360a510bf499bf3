/**
 * The past of a demonstration: referrals of the last weeks, each played step by step through the pathways by the people of the
 * region at the hour it happened, so that a newcomer finds worklists, figures and records as they are on an ordinary day. Made up
 * like the residents it is about, the same from the same seed; laid once, and only where there is no referral yet.
 */
import { composePastEngine, DEMONSTRATION_ACTOR } from './compose-engine.ts';
import { layCare } from './compose-past-care.ts';
import { layHospice } from './compose-past-hospice.ts';
import { holdQuota } from './consortium/capacity/holds.ts';
import type { Pack } from './consortium/region/read.ts';
import type { Instance } from './instance.ts';
import type { Config } from './platform/config.ts';
import { newId } from './platform/ids.ts';
import type { Engine } from './engines/pathways/engine.ts';
import { hasErrors, isRefused, takeStep } from './engines/pathways/run.ts';
import type { Actor, Database, Rows, Statement } from './platform/postgres/database.ts';
import { isGuardFailure } from './platform/postgres/faults.ts';
import type { Clock } from './platform/clock.ts';
import type { Ids } from './platform/ids.ts';
import { courseOf } from './story-past.ts';
import type { Course, Deed, Place, Resident, Who } from './story-past.ts';

// proposals of the demonstration may be there before: they are no past of care
const selectCases: Statement = { text: `select 1 from cases where pathway = 'referral' limit 1` };

/** Who works where; the first of each role at each house is who acts. */
const selectPeople: Statement = {
  text: `select distinct on (organisation, role, department) id, person, organisation, role, department from practitioner_role
          where role = any('{general-practitioner,nurse,referral-coordinator,admission-clerk,attending-physician}')
          order by organisation, role, department, id`,
};

/** From a township hospital or centre to the lead hospital of its consortium, with the residents who live there; of each consortium one before of any a second. */
const selectHouses: Statement = {
  text: `select m.organisation as sender, l.organisation as receiver,
                (select coalesce(json_agg(json_build_array(one.id, one.name) order by one.id), '[]')
                   from (select p.id, p.name from relation r join resident p on p.id = r.resident
                          where r.organisation = m.organisation and r.kind = 'catchment' and p.deceased_at is null
                          order by p.id limit 60) as one) as residents
           from affiliation m join affiliation l on l.consortium = m.consortium and l.role = 'lead'
           join organisation o on o.id = m.organisation and o.kind in ('township-hospital', 'community-centre')
          cross join lateral (select count(*) as living from (select 1 from relation r
                     where r.organisation = m.organisation and r.kind = 'catchment' limit 30) as lived) as there
          where m.role = 'member'
          order by there.living desc, row_number() over (partition by m.consortium order by there.living desc, m.organisation),
                   m.organisation
          limit 12`,
};

const selectDepartments: Statement = {
  text: `select d.id, d.organisation, d.specialty from department d join quota q on q.department = d.id where q.places > 1 order by d.id`,
};

/** Pairs of id and name, as JSON text. */
const residentsOf = (value: unknown): readonly Resident[] =>
  (JSON.parse(String(value)) as readonly (readonly [string, string])[]).map(([id, name]) => ({ id, name }));

const actorOf = (row: Rows[number]): Actor => ({
  id: String(row['id']),
  person: String(row['person']),
  role: String(row['role']),
  organisation: String(row['organisation']),
  department: typeof row['department'] === 'string' ? row['department'] : null,
  purpose: 'care',
});

const placesOf = (houses: Rows, departments: Rows, people: Rows): readonly Place[] => {
  const at = (organisation: string, role: Who, department?: string): Actor | undefined => {
    const there = people.filter((row) => row['organisation'] === organisation && row['role'] === role);
    const found = there.find((row) => department !== undefined && row['department'] === department) ?? there[0];
    return found && actorOf(found);
  };
  return houses.map((house) => {
    const sender = String(house['sender']);
    const receiver = String(house['receiver']);
    return {
      residents: residentsOf(house['residents']),
      departments: departments
        .filter((row) => row['organisation'] === receiver)
        .map((row) => ({ id: String(row['id']), specialty: String(row['specialty']) })),
      who: (role, department) =>
        at(role === 'general-practitioner' || role === 'nurse' ? sender : receiver, role, department),
    };
  });
};

type Laid = {
  readonly cases: number;
  readonly steps: number;
  /** Steps that were refused, with the code; their courses end there. */
  readonly refused: readonly string[];
};
export type PastGround = {
  readonly db: Database;
  readonly pack: Pack;
  readonly newId: Ids;
  readonly clock: Clock;
  readonly cases: number;
};

/** As it is now: a clock of the running region may have raised the case meanwhile. */
const versionOf = async (db: Database, id: string, at: Date): Promise<number> => {
  const [rows = []] = await db.read(DEMONSTRATION_ACTOR, at, [
    { name: 'past-version', text: 'select version from cases where id = $1', values: [id] },
  ]);
  return Number(rows[0]?.['version']);
};

/** Takes one deed at its hour. A refusal ends the course there: a demonstration is not worth forcing a rule. */
const play = async (
  engine: Engine,
  course: Course,
  deed: Deed,
  at: Date,
  version: number,
): Promise<number | string> => {
  if (deed.holds !== undefined) {
    const until = new Date(at.getTime() + 15 * 60_000);
    const hold = {
      id: engine.newId(),
      subject: course.id,
      organisation: deed.by.organisation,
      actor: deed.by.id,
      from: at,
      until,
    };
    const full = await engine.db
      .write(deed.by, at, (tx) => tx.finish([holdQuota({ kind: 'quota', department: deed.holds ?? '' }, hold)]))
      .then(() => false)
      .catch((fault: unknown) => {
        if (isGuardFailure(fault)) return true;
        throw fault;
      });
    if (full) return `${deed.step}: hold.quota-full`;
  }
  const result = await takeStep(engine, 'referral', {
    caseId: course.id,
    step: deed.step,
    version: version === 0 ? null : version,
    answers: deed.answers,
    actor: deed.by,
    key: null,
  });
  if (isRefused(result)) return `${deed.step}: ${result.refusal.refused}`;
  if (hasErrors(result))
    return `${deed.step}: ${result.errors.map(({ question, code }) => `${question} ${code}`).join(', ')}`;
  return result.version;
};

/** Lays the past where there is none. Answers how much there is of it; nothing where there are referrals already. */
export const layPast = async ({ db, pack, newId, clock, cases }: PastGround): Promise<Laid> => {
  const start = clock.now();
  const [known = [], people = [], houses = [], departments = []] = await db.read(DEMONSTRATION_ACTOR, start, [
    selectCases,
    selectPeople,
    selectHouses,
    selectDepartments,
  ]);
  if (known.length > 0) return { cases: 0, steps: 0, refused: [] };
  const places = placesOf(houses, departments, people);
  const courses = Array.from({ length: cases }, (_, n) => courseOf(n, places, newId(), start, pack.zone)).flatMap(
    (course) => course ?? [],
  );
  const { engine, setTo } = composePastEngine({ ...pack, db, newId }, start);
  let played = 0;
  let steps = 0;
  const refused: string[] = [];
  // one after the other and each at once: in between, its hours have long run out for the clocks of the running region
  for (const course of courses) {
    let version = 0;
    for (const deed of course.deeds) {
      setTo(deed.at);
      const after = await play(
        engine,
        course,
        deed,
        deed.at,
        version === 0 ? 0 : await versionOf(db, course.id, start),
      );
      if (typeof after === 'string') {
        refused.push(after);
        break;
      }
      version = after;
      steps++;
    }
    if (version > 0) played++;
  }
  return { cases: played, steps, refused };
};

/** Lays it once everybody is loaded; what there is to say about it, in both languages. Stopped meanwhile, it ends where it is. */
export const pastOf = async (
  { demonstration, demonstrationCases }: Config,
  { pack, clock, installation }: Instance,
): Promise<readonly string[]> => {
  if (!demonstration || demonstrationCases === 0) return [];
  const ground = { db: installation.app, pack, newId, clock, cases: demonstrationCases };
  const { cases } = await layPast(ground).catch(() => ({ cases: 0 }));
  const care = { db: installation.app, pack, newId, now: clock.now };
  const { residents } = await layCare(care).catch(() => ({ residents: 0 }));
  const { persons } = await layHospice(care).catch(() => ({ persons: 0 }));
  return [
    ...(cases === 0
      ? []
      : [
          `演示转诊单 ${String(cases)} 件已就绪，均为虚构，可在待办和看板中查看。`,
          `${String(cases)} made-up referrals of the last weeks are there, for worklists and the commission's screen.`,
        ]),
    ...(residents === 0
      ? []
      : [
          `演示入住老人 ${String(residents)} 人已就绪，均为虚构，可在照护网络中查看。`,
          `${String(residents)} made-up residents of homes are there, for the network of care.`,
        ]),
    ...(persons === 0
      ? []
      : [
          `演示安宁疗护 ${String(persons)} 人已就绪，均为虚构，可在安宁疗护和床日结算中查看。`,
          `${String(persons)} made-up persons in hospice care are there, for the hospice's list and the settlement of days.`,
        ]),
  ];
};
