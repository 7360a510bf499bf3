/** Bed quotas by spreadsheet: what a bed manager's own departments offer to referrals. */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { setQuota } from '../capacity/holds.ts';
import { stateCapacity } from '../capacity/statements.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import type { Column, Problem, ReadRow } from './columns.ts';
import { cellsOf, differs, problem, textIn } from './columns.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import { byId, firstRows, given } from './kind.ts';

const COLUMNS: readonly Column[] = [
  { code: 'department-code', field: 'id', required: true, type: 'text', most: 64, width: 30 },
  { code: 'department-name', field: 'name', type: 'text', most: 100, width: 24 },
  { code: 'places', field: 'places', required: true, type: 'whole', width: 14 },
];
/** Most places one department can offer: a typing mistake of one digit more is caught. */
const MOST_PLACES = 2000;

const ownDepartments = (organisation: string, day: string): Statement => ({
  name: 'import-own-quotas',
  text: `select d.id, d.name, q.places from department d join quota q on q.department = d.id
 where d.organisation = $1 and d.from_on <= $2 and (d.until_on is null or d.until_on > $2) order by d.id`,
  values: [organisation, day],
});

const findQuotas = (ids: readonly string[], day: string): Statement => ({
  name: 'import-quotas',
  text: `select d.id, d.name, d.organisation, q.places, q.held + q.occupied as in_use
  from department d left join quota q on q.department = d.id
 where d.id = any($1::text[]) and d.from_on <= $2 and (d.until_on is null or d.until_on > $2)`,
  values: [ids, day],
});

const judgeAll = async (context: ImportContext, ask: Ask, rows: readonly ReadRow[]): Promise<Judged> => {
  const { actor, at, today } = context;
  const [found] = await ask([findQuotas(given(rows.map(({ values }) => values['department-code'])), today)]);
  const known = byId(found);
  const first = firstRows();
  const kept: Statement[] = [];
  const verdicts = rows.map((row): Verdict => {
    const { values, number } = row;
    const id = values['department-code'] ?? null;
    const now = id === null ? undefined : known.get(id);
    const twice = first(id, number);
    const name = values['department-name'] ?? null;
    const places = typeof values.places === 'string' ? Number(values.places) : null;
    const inUse = Number(now?.['in_use'] ?? 0);
    const problems: readonly Problem[] = [
      ...row.problems,
      ...(twice === undefined ? [] : [problem('department-code', 'import.twice', { row: twice })]),
      ...(id !== null && now === undefined ? [problem('department-code', 'import.department-unknown')] : []),
      ...(now !== undefined && now['organisation'] !== actor.organisation
        ? [problem('department-code', 'quota.other-organisation')]
        : []),
      ...(now !== undefined && name !== null && name !== now['name']
        ? [problem('department-name', 'import.name-differs')]
        : []),
      ...(places !== null && (places < 0 || places > MOST_PLACES)
        ? [problem('places', 'import.places', { most: MOST_PLACES })]
        : []),
      ...(places !== null && places >= 0 && now !== undefined && places < inUse && places < Number(now['places'] ?? 0)
        ? [problem('places', 'quota.below-use')]
        : []),
    ];
    if (problems.length > 0 || id === null || now === undefined || places === null)
      return { row: number, outcome: 'refused', problems };
    const added = textIn(now, 'places') === null;
    const altered = added || differs(COLUMNS, values, now);
    if (altered) {
      const stated = auditRow(actor, at, { action: 'set-quota', target: `department/${id}`, reason: String(places) });
      kept.push(
        setQuota(id, places, at, actor.id),
        stateCapacity(id, at, at, actor.id, 'stated'),
        auditStatement(stated),
      );
    }
    return { row: number, outcome: added ? 'added' : altered ? 'altered' : 'unchanged', problems };
  });
  return { verdicts, residents: [], statements: () => Promise.resolve(kept) };
};

export const capacityImport: ImportKind = {
  name: 'capacity',
  deed: 'import-capacity',
  columns: COLUMNS,
  batch: Infinity,
  most: 5000,
  admit: () => Promise.resolve(undefined),
  begin: (context) => ({ judge: (ask, rows) => judgeAll(context, ask, rows) }),
  pages: async function* ({ actor, today }, ask, language) {
    const [rows = []] = await ask([ownDepartments(actor.organisation, today)]);
    yield { residents: [], rows: rows.map((row) => cellsOf(COLUMNS, row, language)) };
  },
};
