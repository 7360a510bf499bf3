/**
 * Residents of one's own catchment by spreadsheet. They pass the same door as registration, one by one; the identity number
 * tells who is known already, else the health record number, else name and birth date in the same place.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { instantOf } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { checkIdentityNumber } from '../identity-number.ts';
import { identifying } from '../residents/find.ts';
import { checkResident } from '../residents/new-patient.ts';
import { NewResidentBody } from '../residents/shapes.ts';
import { CONSORTIUM_WORDS } from '../words.ts';
import type { Column, Problem, ReadRow } from './columns.ts';
import { cellsOf, differs, listOf, problem, textIn } from './columns.ts';
import type { Ask, ImportContext, ImportKind, Judged, Verdict } from './kind.ts';
import { firstRows, given } from './kind.ts';
import { writeRecords } from './records.ts';
import { changedPatient, newPatient } from './resident-record.ts';
import type { StatedResident } from './resident-record.ts';
import * as found from './resident-rows.ts';

export const RESIDENT_COLUMNS: readonly Column[] = [
  { code: 'resident-name', field: 'name', required: true, type: 'text', most: 60, width: 14 },
  {
    code: 'gender',
    field: 'gender',
    required: true,
    type: 'code',
    width: 8,
    among: listOf(CONSORTIUM_WORDS.zh.genders, CONSORTIUM_WORDS.en.genders),
  },
  { code: 'birth-date', field: 'birth_date', type: 'day', width: 12 },
  { code: 'identity-number', field: 'identity_number', type: 'text', most: 30, width: 22 },
  { code: 'health-record-number', field: 'health_record', type: 'text', most: 60, width: 22 },
  { code: 'phone', field: 'phone', type: 'text', most: 40, width: 16 },
  { code: 'address', field: 'address', type: 'text', most: 200, width: 36 },
  { code: 'household', field: 'household', type: 'text', most: 60, width: 16 },
  { code: 'catchment', field: 'catchment', type: 'text', most: 64, width: 20 },
];
const PAGE = 500;
/** Kinds of organisations residents are in the catchment of. */
const HAVE_CATCHMENT = ['village-clinic', 'township-hospital', 'community-centre'];

type Catchments = ReadonlyMap<string, string | null>;
const catchmentsOf = async (ask: Ask, organisation: string): Promise<Catchments> => {
  const [rows = []] = await ask([found.findCatchments(organisation)]);
  return new Map(
    rows
      .filter((row) => HAVE_CATCHMENT.includes(String(row['kind'])))
      .map((row) => [String(row['id']), textIn(row, 'part_of')]),
  );
};

/** Which column a refusal of the door is about. */
const COLUMN_OF = (code: string) =>
  code.startsWith('identity-number.')
    ? ('identity-number' as const)
    : code === 'resident.phone'
      ? ('phone' as const)
      : ('birth-date' as const);

type Stated = StatedResident & { readonly row: ReadRow };

/** A row as the door of registration takes it, or what is wrong with it. */
const stateRow = (row: ReadRow, own: string, catchments: Catchments, today: string): Stated | readonly Problem[] => {
  const { values } = row;
  const problems: Problem[] = [...row.problems];
  const catchment = values.catchment ?? own;
  if (!catchments.has(catchment)) problems.push(problem('catchment', 'import.catchment-elsewhere'));
  const number = values['identity-number'] ?? null;
  const read = number === null ? undefined : checkIdentityNumber(number, { today });
  const birthDate = values['birth-date'] ?? (read !== undefined && !isRefusal(read) ? read.birthDate : null);
  if (birthDate === null) {
    const unread = row.problems.some(({ column }) => column === 'birth-date');
    if (isRefusal(read)) problems.push(problem('identity-number', read.refused, read.values));
    else if (!unread) problems.push(problem('birth-date', 'import.required'));
    return problems;
  }
  const body = NewResidentBody.parse({
    name: values['resident-name'] ?? '',
    identityNumber: number,
    gender: values.gender ?? 'unknown',
    birthDate,
    phone: values.phone ?? null,
    address: values.address ?? null,
    reason: 'record-keeping',
  });
  const checked = checkResident(body, today);
  // a blank name is said of its cell
  if (isRefusal(checked) && checked.refused !== 'resident.name')
    problems.push(problem(COLUMN_OF(checked.refused), checked.refused, checked.values));
  if (problems.length > 0 || isRefusal(checked)) return problems;
  const { 'health-record-number': healthRecord = null, household = null } = values;
  return { row, checked: { ...checked, birthDate }, healthRecord, household, catchment };
};

/** `similar`: somebody the region knows may be the same person; nobody decides that here. */
type Match = Pick<Verdict, 'problems' | 'similar'> & { readonly now: Rows[number] | undefined };
const refusedFor = (column: Problem['column'], code: string, values?: Problem['values']): Match => ({
  now: undefined,
  problems: [problem(column, code, values)],
});

/** Who in the region the row speaks of; a contradiction is refused, never decided. */
const matchOf = (
  { checked, healthRecord }: Stated,
  byIdentity: Rows[number] | undefined,
  byRecord: Rows[number] | undefined,
  likely: readonly Rows[number][],
  catchments: Catchments,
): Match => {
  const now = byIdentity ?? byRecord;
  if (byIdentity !== undefined && byRecord !== undefined && byIdentity['id'] !== byRecord['id'])
    return refusedFor('health-record-number', 'import.record-of-another');
  if (now === undefined) {
    // with two different identity numbers they are two people, however alike
    const perhaps = likely.filter((row) => checked.identityNumber === null || textIn(row, 'identity_number') === null);
    const [one] = perhaps;
    if (one === undefined) return { now: undefined, problems: [] };
    const numbered = textIn(one, 'identity_number') !== null || textIn(one, 'health_record') !== null;
    const told = checked.identityNumber !== null || healthRecord !== null;
    if (one['gender'] !== checked.gender) return refusedFor('resident-name', 'import.resident-similar');
    return perhaps.length > 1 || numbered || told
      ? { now: undefined, problems: [], similar: true }
      : { now: one, problems: [] };
  }
  const known = textIn(now, 'identity_number');
  if (checked.identityNumber !== null && known !== null && known !== checked.identityNumber)
    return refusedFor('identity-number', 'import.identity-differs');
  if (now['deceased_at'] !== null) return refusedFor(null, 'import.resident-deceased');
  const home = textIn(now, 'catchment');
  if (home !== null && !catchments.has(home)) return refusedFor('catchment', 'import.resident-elsewhere');
  // of somebody who is not of this catchment yet, the row must know who it is
  const same =
    now['name'] === checked.name && now['gender'] === checked.gender && now['birth_date'] === checked.birthDate;
  return home === null && !same ? refusedFor('resident-name', 'import.resident-differs') : { now, problems: [] };
};

/**
 * What one pass remembers of the rows above: a batch must be judged alike in a check, where nothing was written, and in an
 * import, where the batches before it were.
 */
const memoryOf = () => {
  const [numbers, all] = [firstRows(), firstRows()];
  const bare = new Map<string, number>();
  return {
    /** Residents this pass has made itself. */
    made: new Set<string>(),
    /** The earlier row that speaks of the same person: by a number, or by name and birth date where one of them has none. */
    earlier: ({ row, checked, healthRecord }: Stated, who: string): number | undefined => {
      const hasNone = checked.identityNumber === null && healthRecord === null;
      const same =
        numbers(checked.identityNumber, row.number) ??
        numbers(healthRecord === null ? null : `record|${healthRecord}`, row.number);
      const anyone = all(who, row.number);
      const someoneBare = bare.get(who);
      if (hasNone && someoneBare === undefined) bare.set(who, row.number);
      return same ?? (hasNone ? anyone : someoneBare);
    },
  };
};
type Memory = ReturnType<typeof memoryOf>;

const judgeBatch = async (
  context: ImportContext,
  demonstration: boolean,
  zone: string,
  catchments: Catchments,
  memory: Memory,
  ask: Ask,
  rows: readonly ReadRow[],
): Promise<Judged> => {
  const { actor, at, today, ids } = context;
  const stated = rows.map((row) => stateRow(row, actor.organisation, catchments, today));
  const good = stated.filter((each): each is Stated => 'checked' in each);
  const [identities, records, similar = []] = await ask([
    found.findByCards(found.IDENTITY_NUMBER, given(good.map(({ checked }) => checked.identityNumber))),
    found.findByCards(found.HEALTH_RECORD, given(good.map(({ healthRecord }) => healthRecord))),
    found.findLikely(
      good.map(({ checked, catchment }) => ({ catchment, name: checked.name, birthDate: checked.birthDate })),
    ),
  ]);
  const byIdentity = found.byCard(identities);
  const byRecord = found.byCard(records);
  const likely = new Map<string, Rows[number][]>();
  const whoOf = (catchment: unknown, name: unknown, day: unknown): string => [catchment, name, day].join('|');
  for (const row of similar) {
    if (memory.made.has(String(row['id']))) continue;
    const key = whoOf(row['catchment'], row['name'], row['birth_date']);
    likely.set(key, [...(likely.get(key) ?? []), row]);
  }
  const seen = new Set<string>();
  const kept: { readonly id: string; readonly now: Rows[number] | undefined; readonly stated: Stated }[] = [];
  const verdicts = rows.map((row, n): Verdict => {
    const one = stated[n] ?? [];
    if (!('checked' in one)) return { row: row.number, outcome: 'refused', problems: one };
    const { checked, healthRecord, catchment } = one;
    const who = whoOf(catchment, checked.name, checked.birthDate);
    const twice = memory.earlier(one, who);
    const match =
      twice === undefined
        ? matchOf(
            one,
            checked.identityNumber === null ? undefined : byIdentity.get(checked.identityNumber),
            healthRecord === null ? undefined : byRecord.get(healthRecord),
            likely.get(who) ?? [],
            catchments,
          )
        : refusedFor('resident-name', 'import.twice', { row: twice });
    if (match.problems.length > 0) return { row: row.number, outcome: 'refused', problems: match.problems };
    const { now } = match;
    if (now !== undefined) seen.add(String(now['id']));
    const complete = {
      ...row.values,
      'birth-date': checked.birthDate,
      'identity-number': checked.identityNumber,
      catchment,
    };
    const altered = now === undefined || differs(RESIDENT_COLUMNS, complete, now);
    if (altered) kept.push({ id: now === undefined ? ids() : String(now['id']), now, stated: one });
    if (now === undefined) memory.made.add(kept.at(-1)?.id ?? '');
    return {
      row: row.number,
      outcome: now === undefined ? 'added' : altered ? 'altered' : 'unchanged',
      problems: [],
      similar: match.similar === true,
    };
  });

  const statements = async (): Promise<readonly Statement[]> => {
    if (kept.length === 0) return [];
    const homes = kept.map(({ id, stated: { catchment } }) => {
      const whole = catchments.get(catchment) ?? null;
      return { resident: id, organisations: [catchment, ...(whole === null ? [] : [whole])] };
    });
    const moved = homes.filter((_, n) => {
      const now = kept[n]?.now;
      return now !== undefined && now['catchment'] !== kept[n]?.stated.catchment;
    });
    // first the reason to read, so that row-level security shows the records that are changed
    await ask([
      found.insertCatchmentRelations(
        homes.flatMap(({ resident, organisations }) =>
          organisations.map((organisation) => ({ resident, organisation })),
        ),
        instantOf(today, '00:00', zone),
      ),
      ...(moved.length === 0 ? [] : [found.endOtherCatchments(moved, at)]),
    ]);
    const store = await writeRecords(
      ask,
      kept.map(({ id, stated: one }) => ({
        type: 'Patient',
        id,
        build: (existing) => (existing === undefined ? newPatient(one, demonstration) : changedPatient(one, existing)),
      })),
      actor,
      at,
    );
    const residents = kept.map(({ id }) => id);
    const audit = auditRow(identifying(actor), at, { action: 'import-residents', target: 'catchment', residents });
    return [...store, auditStatement(audit)];
  };
  return { verdicts, residents: [...seen], statements };
};

export const residentImport = (options: { readonly demonstration: boolean; readonly zone: string }): ImportKind => ({
  name: 'residents',
  deed: 'import-residents',
  columns: RESIDENT_COLUMNS,
  batch: PAGE,
  most: 120_000,
  admit: async ({ actor }, ask) =>
    (await catchmentsOf(ask, actor.organisation)).has(actor.organisation) ? undefined : refuse('import.no-catchment'),
  begin: (context) => {
    let catchments: Catchments | undefined;
    const memory = memoryOf();
    return {
      judge: async (ask, rows) => {
        catchments ??= await catchmentsOf(ask, context.actor.organisation);
        return judgeBatch(context, options.demonstration, options.zone, catchments, memory, ask, rows);
      },
    };
  },
  pages: async function* ({ actor }, ask, language) {
    const catchments = [...(await catchmentsOf(ask, actor.organisation)).keys()];
    for (let after = ''; ; ) {
      const [rows = []] = await ask([found.catchmentRows(catchments, after, PAGE)]);
      const last = rows.at(-1);
      if (last === undefined) return;
      yield {
        residents: rows.map((row) => String(row['id'])),
        rows: rows.map((row) => cellsOf(RESIDENT_COLUMNS, row, language)),
      };
      after = String(last['id']);
    }
  },
});
