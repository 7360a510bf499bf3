/** The whole screen of figures, counted as of now, the step committed just before included, or as of the end of a past day. */
import { matchingDataOf, rulesVersion } from '../../../consortium/capacity/matching-data.ts';
import { findLimit, limitVersion } from '../../../consortium/limits.ts';
import type { Limit } from '../../../consortium/limits.ts';
import type { MatchingFile } from '../../../consortium/region/matching-file.ts';
import { medianOf } from '../../../engines/figures/life-table.ts';
import type { Actor, Database, Rows } from '../../../platform/postgres/database.ts';
import type { Language } from '../../../platform/words.ts';
import { FIGURES } from '../figures.ts';
import type { FigureRate, FigureView } from '../shapes.ts';
import { COURSES, RATES } from '../shapes.ts';
import { words } from '../words.ts';
import { DURATION_BOUNDS } from './bounds.ts';
import { BEFORE, PERIOD, rangesOf, YEAR_EARLIER } from './ranges.ts';
import type { Range } from './ranges.ts';
import { readFigures } from './read.ts';
import type { Moment, Read } from './read.ts';
import type { Scope } from './statements.ts';
import { countsFromFacts, directionOf, divided, flowsOf, headOf, monthly, rateIn, rowOf, textOf } from './tally.ts';
import type { Count, Tally } from './tally.ts';
import { withheldEndings } from './withheld.ts';

/** What of the region the figures look at. */
export type FigureRegion = {
  readonly name: string;
  readonly nameEn: string;
  readonly zone: string;
  readonly limits: readonly Limit[];
  /** When a statement about free places is too old to trust: the matching's own rule (`matching.json`). */
  readonly staleOn: (day: string) => Dated;
};
type Dated = FigureView['limits']['compared'];

/** The region of a pack. */
export const figureRegionOf = ({ name, nameEn, zone, limits, files }: RegionPack): FigureRegion => {
  const matching = matchingDataOf(files.matching);
  return {
    name,
    nameEn,
    zone,
    limits,
    staleOn: (day) => {
      const rules = matching.rulesOn(day);
      const { staleAfterHours: value, verified, source } = rules;
      return { value, version: rulesVersion(rules), verified, source };
    },
  };
};
type RegionPack = Pick<FigureRegion, 'name' | 'nameEn' | 'zone' | 'limits'> & {
  readonly files: { readonly matching: MatchingFile };
};

export type Asked = { readonly scope: Scope; readonly name: string; readonly period: Range; readonly wide: boolean };

const STALE_SHOWN = 50;
const HOUR = 3_600_000;

const limitOf = (limits: readonly Limit[], code: string, day: string): Limit => {
  const found = findLimit(limits, code, 'routine', day);
  if (found === undefined) throw new Error(`the region has no limit ${code}`);
  return found;
};
const dated = (limit: Limit, value: number): Dated => ({
  value,
  version: limitVersion(limit),
  verified: limit.verified,
  source: limit.source,
});

/** The region's numbers in force on the period's last day. */
export const limitsOn = ({ limits, staleOn }: FigureRegion, day: string): FigureView['limits'] => {
  const compared = limitOf(limits, 'figures.compared', day);
  const seen = limitOf(limits, 'referral.follow-up', day);
  return {
    compared: dated(compared, 'cases' in compared.rule ? compared.rule.cases : 1),
    seenWithin: dated(seen, 'days' in seen.rule ? seen.rule.days : 14),
    staleHours: staleOn(day),
  };
};

/** The first number that is told to who has no relation to the residents behind it. */
const smallestCellOn = ({ limits }: FigureRegion, day: string): number => {
  const { rule } = limitOf(limits, 'figures.smallest-cell', day);
  return 'cases' in rule ? rule.cases : 0;
};

const beforeOf = (tally: Tally, code: FigureRate['code']): FigureRate['before'] => {
  for (const [which, place] of [['year', YEAR_EARLIER] as const, ['period', BEFORE] as const]) {
    const range = tally.ranges[place];
    const earlier = rateIn(tally, code, place);
    if (range !== undefined && earlier.denominator > 0) return { which, ...range, ...earlier };
  }
  return null;
};

const ratesOf = (tally: Tally, language: Language): FigureRate[] =>
  RATES.map((code) => ({
    code,
    ...FIGURES[code],
    unit: '%',
    definition: words[language].figures[code],
    ...rateIn(tally, code, PERIOD),
    before: beforeOf(tally, code),
    months: monthly(tally, code),
  }));

const durationsOf = (tally: Tally, waiting: Rows): FigureView['durations'] =>
  COURSES.map((code) => {
    const happened = new Map<number, number>();
    const left = new Map<number, number>();
    let ended = 0;
    for (const { range, kind, value, count } of tally.spreads) {
      if (range !== PERIOD) continue;
      if (kind === code) happened.set(Number(value), count);
      if (kind === `${code}-ended`) {
        left.set(Number(value), count);
        ended += count;
      }
    }
    let open = 0;
    for (const row of waiting) {
      const count = Number(row[code]);
      const place = Number(row['value']);
      open += count;
      if (count > 0) left.set(place, (left.get(place) ?? 0) + count);
    }
    return {
      code,
      medianMinutes: medianOf(DURATION_BOUNDS, happened, left),
      happened: [...happened.values()].reduce((sum, count) => sum + count, 0),
      waiting: open,
      ended,
    };
  });

const attentionOf = ({ unanswered, overdue, stale }: Read, { at, today }: Moment): FigureView['attention'] => {
  const since = unanswered.map((row) => (row['since'] as Date).getTime());
  const returned = overdue
    .flatMap((row) => (typeof row['returned_on'] === 'string' ? [row['returned_on']] : []))
    .sort();
  const oldest = returned[0];
  return {
    unanswered: {
      count: unanswered.reduce((sum, row) => sum + Number(row['count']), 0),
      longestHours: since.length === 0 ? null : Math.floor((at.getTime() - Math.min(...since)) / HOUR),
      organisations: unanswered.slice(0, 2).map((row) => String(row['name'])),
    },
    unseen: {
      count: overdue.reduce((sum, row) => sum + Number(row['seen']), 0),
      longestDays: oldest === undefined ? null : Math.round((Date.parse(today) - Date.parse(oldest)) / (24 * HOUR)),
    },
    stale:
      stale === null
        ? null
        : {
            count: Number(stale[0]?.['count'] ?? 0),
            items: stale.map((row) => {
              const updatedAt = row['of_at'] as Date;
              return {
                organisation: { id: String(row['organisation']), name: String(row['organisation_name']) },
                department: { id: String(row['department']), name: String(row['department_name']) },
                updatedAt: updatedAt.toISOString(),
                hours: Math.floor((at.getTime() - updatedAt.getTime()) / HOUR),
              };
            }),
          },
  };
};

/** The rows of the comparison: every consortium of the region, or the organisations that occur. */
const rowsOf = (tally: Tally, scope: Scope, consortia: Rows, inside: Rows): FigureView['rows'] => {
  if (scope.kind === 'region') {
    const rows = consortia.map((row) => rowOf(tally, String(row['id']), String(row['short_name'])));
    const none = rowOf(tally, '', '');
    return none.denominator === 0 ? rows : [...rows, none];
  }
  const names = new Map(inside.map((row) => [textOf(row['row']), textOf(row['name'])]));
  // a row looks through its own counts only: a hundred organisations through those of all of them took half a second
  const counts = new Map<string, Count[]>();
  for (const one of countsFromFacts(inside)) {
    const own = counts.get(one.row);
    if (own === undefined) counts.set(one.row, [one]);
    else own.push(one);
  }
  return [...names]
    .map(([id, name]) => rowOf({ ...tally, counts: counts.get(id) ?? [] }, id, name))
    .filter((row) => row.denominator > 0)
    .sort((one, other) => (one.id < other.id ? -1 : 1));
};

/** What was sent, and what was returned downwards: a return that climbs back to a hospital is no flow of its own. */
const recordedFrom = (rows: Rows): ReadonlySet<string> =>
  new Set(
    rows
      .map((row) => [textOf(row['kind']), textOf(row['value'])] as const)
      .filter(([kind, flow]) => kind === 'flow' || directionOf(flow) === 'down')
      .map(([, flow]) => flow),
  );

/** Reads everything in one flight and makes the screen of it. */
export const overviewOf = async (
  db: Database,
  actor: Actor,
  region: FigureRegion,
  asked: Asked,
  moment: Moment,
  language: Language,
): Promise<FigureView> => {
  const { scope, period } = asked;
  const { at, today } = moment;
  const ranges = rangesOf(period);
  const limits = limitsOn(region, period.until);
  const seenWithin = limits.seenWithin.value;
  const read = await readFigures(db, actor, { ranges, period, scope }, moment, {
    seenWithin,
    staleBefore: new Date(at.getTime() - limits.staleHours.value * HOUR),
    staleShown: STALE_SHOWN,
  });
  const tally: Tally = {
    ranges,
    counts: read.counts,
    spreads: read.spreads,
    overdue: read.overdue.map((row) => ({
      openedOn: String(row['opened_on']),
      answer: Number(row['answer']),
      seen: Number(row['seen']),
    })),
    seenWithin,
  };
  const endings = divided(tally, 'ended').map(([ending, count]) => ({ ending, count }));
  return {
    asOf: at.toISOString(),
    past: moment.past === null ? null : today,
    scope: {
      kind: scope.kind,
      id: scope.id === '' ? 'none' : scope.id,
      name: asked.name,
      side: scope.kind === 'organisation' ? scope.side : 'sent',
    },
    scopes: asked.wide ? read.consortia.map((row) => ({ id: String(row['id']), name: String(row['name']) })) : [],
    wide: asked.wide,
    ...period,
    limits,
    rates: ratesOf(tally, language),
    flows: [...flowsOf(tally, recordedFrom(read.recorded))],
    up: headOf(tally, 'up'),
    down: headOf(tally, 'down'),
    aside: headOf(tally, 'aside'),
    rows: rowsOf(tally, scope, read.consortia, read.inside),
    durations: durationsOf(tally, read.waiting),
    refusals: divided(tally, 'refusal').map(([reason, count]) => ({ reason, count })),
    endings: asked.wide ? [...withheldEndings(endings, smallestCellOn(region, period.until))] : endings,
    attention: attentionOf(read, moment),
  };
};
