/**
 * Closed-loop rate 转诊闭环率: of the referrals sent in a period, how many came all the way home (return form taken back, the
 * resident seen, closed). Plain SQL until the figures engine comes. Open referrals stay in the denominator: people still
 * waiting count. Duplicates and those whose resident never consented were never under way and are left out.
 */
import type { Rows, Statement } from '../../platform/postgres/database.ts';

export const closedLoop = {
  code: 'referral.closed-loop',
  version: 1,
  /** No national definition was found; this one is the platform's own. */
  verified: false,
  unit: '%',
} as const;

const COUNTED = `c.pathway = 'referral' and c.opened_at >= $1 and c.opened_at < $2
  and not (c.closed_at is not null and (c.ending = 'duplicate' or (c.ending = 'patient-declined' and c.version = 1)))`;

/** Per sending organisation, in the region's order of organisations. `from` inclusive, `until` exclusive. */
export const findClosedLoop = (from: Date, until: Date, organisation: string | null): Statement => ({
  name: 'figure-closed-loop',
  text: `select p.organisation, o.name, k.id as consortium, k.name as consortium_name,
                count(*) filter (where c.ending = 'finished') as numerator, count(*) as denominator
           from cases c join case_party p on p.case_id = c.id and p.party = 'sender'
           join organisation o on o.id = p.organisation
           left join lateral (select consortium.id, consortium.name from affiliation a
                                join organisation consortium on consortium.id = a.consortium
                               where a.organisation = p.organisation and a.until_on is null
                               order by a.from_on limit 1) k on true
          where ${COUNTED} and ($3::text is null or p.organisation = $3)
          group by p.organisation, o.name, k.id, k.name order by k.id nulls last, p.organisation`,
  values: [from, until, organisation],
});

export type FigureCaseQuery = {
  readonly from: Date;
  readonly until: Date;
  readonly part: 'numerator' | 'denominator';
  readonly organisation: string | null;
  readonly after: string | null;
  readonly count: number;
};

/** The cases behind the figure: numbers and states, never an identity. */
export const findClosedLoopCases = (query: FigureCaseQuery): Statement => ({
  name: 'figure-closed-loop-cases',
  text: `select c.id, c.number, c.state, c.urgency, c.ending, c.opened_at, c.closed_at, o.id as organisation, o.name
           from cases c join case_party p on p.case_id = c.id and p.party = 'sender'
           join organisation o on o.id = p.organisation
          where ${COUNTED} and ($3::text is null or p.organisation = $3) and ($4 = 'denominator' or c.ending = 'finished')
            and ($5::text is null or c.number > $5)
          order by c.number limit $6`,
  values: [query.from, query.until, query.organisation, query.part, query.after, query.count + 1],
});

export type OrganisationRate = {
  readonly organisation: { readonly id: string; readonly name: string };
  readonly consortium: { readonly id: string; readonly name: string } | null;
  readonly numerator: number;
  readonly denominator: number;
};

export const ratesFrom = (rows: Rows): readonly OrganisationRate[] =>
  rows.map((row) => ({
    organisation: { id: String(row['organisation']), name: String(row['name']) },
    consortium:
      typeof row['consortium'] === 'string' ? { id: row['consortium'], name: String(row['consortium_name']) } : null,
    numerator: Number(row['numerator']),
    denominator: Number(row['denominator']),
  }));

/** Percent with two decimals kept by the caller; null when there is nothing to divide by (missing, not zero). */
export const rate = (numerator: number, denominator: number): number | null =>
  denominator === 0 ? null : (numerator * 100) / denominator;
