/** The worklist as a workbook: the same question, the same access, the same audit as on the screen. */
import type { AuditRow } from '../../platform/audit.ts';
import { civilDay, civilTime } from '../../platform/civil-time.ts';
import type { Route } from '../../platform/http/route.ts';
import { route } from '../../platform/http/route.ts';
import type { Actor } from '../../platform/postgres/database.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import { downloadHeaders, writeWorkbook } from '../../platform/spreadsheet/write.ts';
import type { CellValue, SheetColumn } from '../../platform/spreadsheet/write.ts';
import type { Language } from '../../platform/words.ts';
import { reviewPathways } from './engine.ts';
import type { Engine } from './engine.ts';
import { markedItems } from './marked-items.ts';
import type { WorklistMark } from './marks.ts';
import type { PathwayRoutesOptions } from './routes.ts';
import type { WorklistItem } from './shapes.ts';
import { WorklistQuery } from './shapes.ts';
import { cursorAfter, findWorklist } from './worklist.ts';
import { WORKLIST_SHEET_WORDS } from './worklist-sheet-words.ts';

export type WorklistSheetOptions = {
  readonly engine: Engine;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly borders: PathwayRoutesOptions['borders'];
  readonly marks?: readonly WorklistMark[];
  /** What a role or a gender is called. */
  readonly role: (role: string, language: Language) => string;
  readonly gender: (gender: string, language: Language) => string;
};

/** Cases of one workbook; more are no list anybody reads. */
const MOST = 20_000;
const PAGE = 500;

const WIDTHS = [18, 16, 10, 12, 8, 8, 40, 22, 22, 18, 22, 16, 18, 10, 18, 24];
const worklistColumns = (language: Language): readonly SheetColumn[] =>
  Object.values(WORKLIST_SHEET_WORDS[language].headings).map((heading, n) => ({ heading, width: WIDTHS[n] ?? 12 }));

/** A region may add a mark this program has no word for: its code is better than a gap. */
const nameOf = (marks: Readonly<Record<string, string>>, code: string): string => marks[code] ?? code;

const rowOf = (item: WorklistItem, options: WorklistSheetOptions, language: Language): readonly CellValue[] => {
  const { engine, zone } = options;
  const words = WORKLIST_SHEET_WORDS[language];
  const moment = (at: string | undefined): CellValue =>
    at === undefined || at === '' ? null : `${civilDay(new Date(at), zone)} ${civilTime(new Date(at), zone)}`;
  const { resident, receiver, owner, clock } = item;
  return [
    item.number,
    engine.capabilities.get(item.pathway)?.word('state', item.state, language) ?? item.state,
    words.urgency[item.urgency],
    resident?.name ?? null,
    resident === null ? null : options.gender(resident.gender, language),
    resident?.age ?? null,
    item.headline,
    item.sender.name,
    receiver.organisation.name,
    receiver.department?.name ?? null,
    owner?.organisation.name ?? null,
    owner === null ? null : options.role(owner.role, language),
    moment(clock?.dueAt),
    clock?.late === true ? words.late : null,
    moment(item.changedAt),
    item.marks.length === 0 ? null : words.listed(item.marks.map((code) => nameOf(words.marks, code))),
  ];
};

const readAll = async (
  { engine, recordRead, borders, marks = [] }: WorklistSheetOptions,
  actor: Actor,
  asked: Omit<WorklistQuery, 'cursor' | 'count'>,
): Promise<readonly WorklistItem[] | Refusal> => {
  const at = engine.clock.now();
  const items: WorklistItem[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { ...asked, count: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const statement = findWorklist(actor, query, { now: at, ...borders(at), without: reviewPathways(engine) }, marks);
    if (isRefusal(statement)) return statement;
    const [rows = []] = await engine.db.read(actor, at, [statement]);
    const shown = rows.slice(0, PAGE);
    items.push(
      ...(await markedItems({ engine, marks, recordRead }, actor, at, shown, { action: 'export', target: 'worklist' })),
    );
    const last = rows[PAGE - 1];
    if (rows.length <= PAGE || last === undefined) return items;
    if (items.length >= MOST) return refuse('worklist.too-long', { most: MOST });
    cursor = cursorAfter(last, asked.tab === 'closed');
  }
};

export const worklistSheetRoute = (options: WorklistSheetOptions): Route =>
  route({
    method: 'GET',
    path: '/api/worklist/export',
    summary: 'The worklist with the same filters as a workbook',
    access: 'role',
    query: WorklistQuery.omit({ cursor: true, count: true }),
    handle: async ({ query, caller: { actor }, language }) => {
      const items = await readAll(options, actor, query);
      if (isRefusal(items)) return { refusal: items };
      const words = WORKLIST_SHEET_WORDS[language];
      const rows = items.map((item) => rowOf(item, options, language));
      return {
        body: await writeWorkbook([{ name: words.sheet, columns: worklistColumns(language), rows }]),
        headers: downloadHeaders(words.file(options.engine.today(options.engine.clock.now()))),
      };
    },
  });
