/** Institutions as their list and their page show them. */
import type {
  Institutions,
  InstitutionView,
  Line,
  Pair,
} from '../../../consortium/organisations/institution-shapes.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import { HANDED_OVER, jointFrom, lineFrom } from '../operations/institutions.ts';
import { expiryWarning } from '../rules/contract.ts';
import { alertsOf, hasBothLines, stands } from '../rules/institution.ts';

type Row = Rows[number];

/** Homes, and every house something is registered of. */
export const findHouses: Statement = {
  name: 'institution-list',
  text: `select o.id, o.name, o.kind, o.district from organisation o
          where o.kind = 'elder-care-home'
             or exists (select 1 from institution_line l where l.organisation = o.id and l.known_until = 'infinity')
             or exists (select 1 from joint_management j where j.hospital = o.id and j.known_until = 'infinity')
          order by o.kind <> 'elder-care-home', o.district, o.name`,
  values: [],
};
export const findHouse = (id: string): Statement => ({
  name: 'institution-house',
  text: `select id, name, kind, district, phone, made_up from organisation
          where id = $1 and kind in ('elder-care-home', 'hospital', 'township-hospital', 'community-centre', 'hospice')`,
  values: [id],
});
export const findHospitals = (kinds: readonly string[]): Statement => ({
  name: 'institution-hospitals',
  text: 'select id, name from organisation where kind = any($1) order by district nulls first, name',
  values: [kinds],
});
/** Beds of care by house and use, and how many are taken. */
export const findBedsOf = (organisation: string | null, at: Date, today: CivilDay): Statement => ({
  name: 'institution-beds',
  text: `select d.organisation, u.use, count(*)::int as beds,
                count(*) filter (where exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status = 'used'
                                                and h.from_at <= $2 and h.until_at > $2))::int as taken
           from bed b join department d on d.id = b.department
           join bed_use u on u.bed = b.id and u.from_on <= $3 and (u.until_on is null or u.until_on > $3)
          where ($1::text is null or d.organisation = $1) and b.from_on <= $3 and (b.until_on is null or b.until_on > $3)
          group by d.organisation, u.use order by u.use`,
  values: [organisation, at, today],
});
export const findContractsOf = (organisation: string): Statement => ({
  name: 'institution-contracts',
  text: `select o.id, o.short_name as name, c.from_on::text, c.until_on::text from care_contract c
           join organisation o on o.id = case when c.home = $1 then c.medical else c.home end
          where $1 in (c.home, c.medical) and c.status = 'in-force' order by c.until_on`,
  values: [organisation],
});

const lineView = (row: Row, today: string): Line => {
  const {
    version: _version,
    withdrawnBecause: _why,
    knownFrom: _from,
    author: _by,
    organisation: _house,
    ...line
  } = lineFrom(row);
  return { ...line, stands: stands(line, today) };
};
const pairView = (row: Row, today: string): Pair => {
  const pair = jointFrom(row);
  return {
    ...{ id: pair.id, from: pair.from, until: pair.until, source: pair.source, madeUp: pair.madeUp },
    hospital: { id: pair.hospital, name: String(row['hospital_name']) },
    home: { id: pair.home, name: String(row['home_name']) },
    handedOver: HANDED_OVER.filter((what) => pair[what]),
    stands: stands(pair, today),
  };
};
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const sum = (rows: readonly Row[], column: string): number => rows.reduce((all, row) => all + Number(row[column]), 0);

/** @param found of `findHouses`, lines, pairs and beds, in this order */
export const listFrom = (found: readonly Rows[], own: string, today: string): Institutions => {
  const [houses = [], lines = [], pairs = [], beds = []] = found;
  return {
    items: houses.map((house) => {
      const id = text(house['id']);
      const ofHouse = lines.filter((row) => row['organisation'] === id).map((row) => lineView(row, today));
      const here = beds.filter((row) => row['organisation'] === id);
      return {
        ...{ id, name: text(house['name']), kind: text(house['kind']), district: orNull(house['district']) },
        own: id === own,
        lines: ofHouse.filter((line) => line.stands),
        joint: pairs
          .filter((row) => row['home'] === id || row['hospital'] === id)
          .map((row) => pairView(row, today))
          .filter((pair) => pair.stands),
        bothLines: hasBothLines(ofHouse, today),
        alerts: [...alertsOf(ofHouse, today)],
        ...{ beds: sum(here, 'beds'), taken: sum(here, 'taken') },
      };
    }),
    day: today,
  };
};

/** @param found of `findHouse`, lines, pairs, beds, contracts, what was said, and hospitals, in this order */
export const viewFrom = (found: readonly Rows[], keeps: InstitutionView['keeps'], today: string): InstitutionView => {
  const [[house = {}] = [], lines = [], pairs = [], beds = [], contracts = [], said = [], hospitals = []] = found;
  const known = lines.map((row) => lineView(row, today));
  return {
    ...{ id: text(house['id']), name: text(house['name']), kind: text(house['kind']) },
    ...{ district: orNull(house['district']), phone: orNull(house['phone']), madeUp: house['made_up'] === true },
    lines: known,
    joint: pairs.map((row) => pairView(row, today)),
    ...{ bothLines: hasBothLines(known, today), alerts: [...alertsOf(known, today)] },
    beds: beds.map((row) => ({ use: text(row['use']), beds: Number(row['beds']), taken: Number(row['taken']) })),
    contracts: contracts.map((row) => {
      const warning = expiryWarning(text(row['until_on']), today);
      return {
        other: { id: text(row['id']), name: text(row['name']) },
        ...{ from: text(row['from_on']), until: text(row['until_on']) },
        warning: warning === null ? null : String(warning),
      };
    }),
    said: said.map((row) => ({
      ...{ at: (row['known_from'] as Date).toISOString(), by: orNull(row['person']), version: Number(row['version']) },
      ...{
        line: text(row['line']),
        kind: text(row['kind']),
        from: text(row['from_on']),
        until: orNull(row['until_on']),
      },
      ...{ endedBecause: orNull(row['ended_because']), withdrawnBecause: orNull(row['withdrawn_because']) },
      other: orNull(row['other']),
    })),
    keeps,
    hospitals: hospitals.map((row) => ({ id: text(row['id']), name: text(row['name']) })),
    day: today,
  };
};
