/**
 * The past of a demonstration's homes: contracts with their visits, people who moved in, were assessed by two, went to hospital and came
 * back. Which homes is data of the region; each step is taken through its pathway by whose step it is, on the day it happened. Made up,
 * and laid once, where nobody lives in a home yet.
 */
import { actorOf, oldOf, openStage, take } from './compose-past-stage.ts';
import type { Deed, PastCareGround, Stage } from './compose-past-stage.ts';
import type { DemonstrationCare } from './consortium/region/demonstration-care-file.ts';
import { ABILITY_ITEMS } from './engines/forms/scales/ability-items.ts';
import type { Actor, Rows } from './platform/postgres/database.ts';

type Home = DemonstrationCare['homes'][number];

const contract = async (stage: Stage, one: DemonstrationCare['contracts'][number]): Promise<void> => {
  const id = stage.newId();
  const office = actorOf(stage, one.medical, 'public-health-worker');
  stage.at(one.from, 9);
  const offered = {
    ...{ home: one.home, fromOn: stage.dayOf(one.from), untilOn: stage.dayOf(one.until), named: '全科医生团队' },
    ...{ services: ['visits', 'chronic-follow-up', 'emergency-channel', 'two-way-transfer'] },
    ...{ visitsPerMonth: one.visitsPerMonth, responseMinutes: one.responseMinutes },
  };
  if (!(await take(stage, 'care-contract', id, ['offer-contract', office, offered]))) return;
  stage.at(one.from, 10);
  if (!(await take(stage, 'care-contract', id, ['sign-contract', actorOf(stage, one.home, 'bed-manager'), {}]))) return;
  for (const visit of one.visits) {
    const visitedAt = stage.at(visit, 10).toISOString();
    stage.at(visit, 11);
    const seen = { visitedAt, seen: 6, findings: '血压、血糖测量，慢病用药核对' };
    if (!(await take(stage, 'care-contract', id, ['record-visit', office, seen]))) return;
  }
};

/** Who moves into a home is so many years old. */
const OLD = 65;

const LEVELS = ['level-2', 'level-3', 'level-4', 'level-1'] as const;
/** Points of the assessment somebody of the level has: from the best, item after item is given up until no more than these are left. */
const POINTS = { 'level-1': 78, 'level-2': 56, 'level-3': 38, 'level-4': 18 } as const;
const itemsOf = (most: number): object => {
  const items = Object.entries(ABILITY_ITEMS).flatMap(([code, item]) => {
    if (item.kind !== 'choice') return [];
    const options = Object.entries(item.options).sort(([, a], [, b]) => b.points - a.points);
    const best = options[0];
    // nobody here is without consciousness: that would end the assessment
    const least = code === 'consciousness' ? best : options.at(-1);
    return best === undefined || least === undefined ? [] : [{ code, best, least }];
  });
  let points = items.reduce((sum, { best }) => sum + best[1].points, 0);
  const chosen = items.map(({ code, best, least }) => {
    const option = points > most ? least : best;
    points -= best[1].points - option[1].points;
    return [code, option[0]] as const;
  });
  return { ...Object.fromEntries(chosen), disorder: 'no', events: 0 };
};

const assess = async (stage: Stage, home: Home, resident: string, level: keyof typeof POINTS, from: number) => {
  const id = stage.newId();
  const by = (role: string): Actor | undefined => actorOf(stage, home.assessor, role);
  const items = itemsOf(POINTS[level]);
  const asked = {
    ...{ resident, assessor: home.assessor, scale: 'gb-t-42195', purpose: 'first', informant: 'carer' },
    contact: '护理站 内线 6203',
  };
  const deeds: readonly (readonly [day: number, hour: number, deed: Deed])[] = [
    [1, 9, ['request-assessment', actorOf(stage, home.home, 'nurse'), asked]],
    [2, 9, ['assess-ability', by('general-practitioner'), items]],
    [2, 10, ['assess-ability-second', by('nurse'), items]],
    [3, 9, ['conclude', by('public-health-worker'), { level, basis: '两人评定一致' }]],
    [8, 9, ['put-in-force', by('public-health-worker'), {}]],
  ];
  for (const [days, hour, deed] of deeds) {
    stage.at(from + days, hour);
    if (!(await take(stage, 'assessment', id, deed))) return;
  }
};

/** One who moved in so many days ago; answers whether they live there. */
const moveIn = async (stage: Stage, home: Home, who: Rows[number], n: number): Promise<boolean> => {
  const id = stage.newId();
  const from = -160 + n * 14;
  const resident = String(who['id']);
  const level = LEVELS[n % LEVELS.length] ?? 'level-2';
  const nurse = actorOf(stage, home.home, 'nurse');
  const asked = {
    ...{ resident, home: home.home, use: level === 'level-1' ? 'elder-care' : 'nursing', level: 'not-assessed' },
    ...{ room: who['gender'] === 'female' ? 'female' : 'male', contact: '家属 内线 6204' },
  };
  stage.at(from, 9);
  const applies = actorOf(stage, home.township, 'general-practitioner');
  if (!(await take(stage, 'residence', id, ['apply', applies, asked]))) return false;
  const until = stage.at(from + 1, 9).toISOString();
  stage.at(from, 10);
  const offers = actorOf(stage, home.home, 'bed-manager');
  if (!(await take(stage, 'residence', id, ['offer-bed', offers, { until }]))) return false;
  const arrivedAt = stage.at(from, 14).toISOString();
  const admitted = { arrivedAt, informed: true, keyContact: '家属 内线 6204' };
  if (!(await take(stage, 'residence', id, ['admit', nurse, admitted]))) return false;
  await assess(stage, home, resident, level, from);
  if (n >= home.away) return true;
  const comesBack = n < home.back;
  const goes = comesBack ? from + 30 : -3;
  const leftAt = stage.at(goes, 10).toISOString();
  const left = { hospital: home.hospital, leftAt, why: '发热、咳嗽三天', keepBed: true };
  if ((await take(stage, 'residence', id, ['to-hospital', nurse, left])) && comesBack) {
    const returnedAt = stage.at(goes + 7, 15).toISOString();
    const back = { returnedAt, needsReassessment: 'unchanged', note: '抗感染治疗后好转，带药3天' };
    await take(stage, 'residence', id, ['return', nurse, back]);
  }
  return true;
};

/** Lays it where the region has data for it and no home has anybody. Answers how many live there, and what was refused. */
export const layCare = async (
  ground: PastCareGround,
): Promise<{ readonly residents: number; readonly refused: readonly string[] }> => {
  const { demonstrationCare } = ground.pack.files;
  if (demonstrationCare === undefined) return { residents: 0, refused: [] };
  const { contracts, homes } = demonstrationCare;
  const opened = await openStage(
    ground,
    { text: `select 1 from cases where pathway in ('residence', 'care-contract') limit 1` },
    [
      oldOf(
        ground,
        homes.map(({ township }) => township),
        OLD,
      ),
    ],
  );
  if (opened === null) return { residents: 0, refused: [] };
  const { stage, found } = opened;
  const [elders = []] = found;
  for (const one of contracts) await contract(stage, one);
  let residents = 0;
  for (const home of homes) {
    const own = elders.filter(({ organisation }) => organisation === home.township).slice(0, home.residents);
    for (const [n, who] of own.entries()) if (await moveIn(stage, home, who, n)) residents++;
  }
  return { residents, refused: stage.refused };
};
