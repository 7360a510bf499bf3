/** Reading, saving and comparing a letter, and answering what was found in it. */
import { compareLines } from '../../../engines/letters/compare.ts';
import type { LineChange } from '../../../engines/letters/compare.ts';
import { lengthOf, MOST_CHARACTERS } from '../../../engines/letters/document.ts';
import type { LetterDocument } from '../../../engines/letters/document.ts';
import { lookUp } from '../../../engines/letters/figures-port.ts';
import { linesOf } from '../../../engines/letters/plain.ts';
import {
  contentFrom,
  findContent,
  insertAnswers,
  keepLook,
  listVersions,
  saveLetter,
} from '../../../engines/letters/store.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import { constraintOf, isGuardFailure } from '../../../platform/postgres/faults.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import * as shapes from '../shapes.ts';
import { findingViews, mayEdit, openLetterView, readLetterOf } from './open.ts';
import type { LetterRoutesOptions, OpenLetter } from './open.ts';

const stateOf = async ({ engine }: LetterRoutesOptions, actor: Actor, id: string): Promise<string> => {
  const [rows = []] = await engine.db.read(actor, engine.clock.now(), [
    { name: 'letter-state', text: 'select state from cases where id = $1', values: [id] },
  ]);
  const state = rows[0]?.['state'];
  return typeof state === 'string' ? state : '';
};

/** The letter if this person may change it now, or why not. */
const editable = async (options: LetterRoutesOptions, actor: Actor, id: string): Promise<OpenLetter | RouteAnswer> => {
  const open = await readLetterOf(options.engine, actor, id, options.engine.clock.now());
  if (open === undefined) return { refusal: refuse('letter.unknown') };
  if (open.row.signed !== null) return { refusal: refuse('letter.signed') };
  const state = await stateOf(options, actor, id);
  if (!mayEdit(actor, open.row, state)) return { refusal: refuse('letter.not-yours', { owner: state }) };
  return open;
};
const isOpen = (answer: OpenLetter | RouteAnswer): answer is OpenLetter => 'row' in answer;

const linesAll = (letter: LetterDocument): readonly string[] => [
  letter.title,
  ...(letter.addressee === '' ? [] : [`${letter.addressee}：`]),
  ...linesOf(letter),
];

const save = async (
  options: LetterRoutesOptions,
  actor: Actor,
  id: string,
  body: { readonly version: number; readonly content: LetterDocument; readonly previous?: string | null | undefined },
): Promise<RouteAnswer> => {
  const open = await editable(options, actor, id);
  if (!isOpen(open)) return open;
  const length = lengthOf(body.content);
  if (length > MOST_CHARACTERS) return { refusal: refuse('letter.too-long', { length, most: MOST_CHARACTERS }) };
  const at = options.engine.clock.now();
  const { row } = open;
  const previous = body.previous === undefined ? row.previousText : body.previous;
  // a save whose answer was lost comes again over the same version with the same words: it is saved
  if (row.head === body.version + 1 && JSON.stringify(open.content) === JSON.stringify(body.content))
    return { body: { version: row.head, at: row.changedAt.toISOString() } };
  try {
    await options.engine.db.write(actor, at, (tx) =>
      tx.finish([...saveLetter(id, body.version, body.content, previous, actor, at)]),
    );
  } catch (fault) {
    if (isGuardFailure(fault) || constraintOf(fault) === 'letter_version_pkey')
      return { refusal: refuse('letter.stale'), extra: { version: row.head } };
    throw fault;
  }
  return { body: { version: body.version + 1, at: at.toISOString() } };
};

const answerFindings = async (
  options: LetterRoutesOptions,
  actor: Actor,
  id: string,
  body: { readonly findings: readonly string[]; readonly reason: string },
): Promise<RouteAnswer> => {
  const open = await editable(options, actor, id);
  if (!isOpen(open)) return open;
  const reason = body.reason.trim();
  if (reason.length < 2) return { refusal: refuse('letter.say-why') };
  const all = findingViews(open, 'zh');
  const asked = body.findings.map((key) => all.find((finding) => finding.key === key));
  if (asked.some((finding) => finding === undefined)) return { refusal: refuse('letter.no-finding') };
  const found = asked.flatMap((finding) => (finding === undefined ? [] : [finding]));
  if (found.some(({ mend }) => mend)) return { refusal: refuse('letter.must-mend') };
  const at = options.engine.clock.now();
  const said = found.map(({ key, kind, quotes, because }) => ({ key, kind, said: [...quotes, because].join('\n') }));
  await options.engine.db.write(actor, at, (tx) =>
    tx.finish([insertAnswers(id, open.row.head, said, reason, actor, at)]),
  );
  return { status: 204 };
};

/** Asks all figures again and keeps what they said, for the findings and for signing. */
const look = async (options: LetterRoutesOptions, actor: Actor, id: string): Promise<RouteAnswer> => {
  const { engine, figures } = options;
  const at = engine.clock.now();
  const open = await readLetterOf(engine, actor, id, at);
  if (open === undefined) return { refusal: refuse('letter.unknown') };
  if (open.row.signed !== null) return { refusal: refuse('letter.signed') };
  // another house sees other figures: what it is not shown would stand in the letter as missing
  if (open.row.organisation !== actor.organisation)
    return { refusal: refuse('letter.not-yours', { owner: open.row.organisationName }) };
  const looked =
    figures === null ? { observations: {}, settled: true, refused: {} } : await lookUp(figures, actor, open.content);
  const { observations, settled, refused } = looked;
  await engine.db.write(actor, at, (tx) =>
    tx.finish([...keepLook(id, { at, version: open.row.head, settled, observations })]),
  );
  return { body: { at: at.toISOString(), settled, observations, refused } };
};

const difference = async (
  { engine }: LetterRoutesOptions,
  actor: Actor,
  id: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<RouteAnswer> => {
  const [older = [], newer = []] = await engine.db.read(actor, engine.clock.now(), [
    findContent(id, from),
    findContent(id, to),
  ]);
  const one = contentFrom(older[0]);
  const other = contentFrom(newer[0]);
  if (one === undefined || other === undefined) return { refusal: refuse('letter.unknown-version') };
  const lines: readonly LineChange[] = compareLines(linesAll(one), linesAll(other));
  return { body: { from, to, lines } };
};

export const editingRoutes = (options: LetterRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/letters/:id',
    summary: 'One letter: its text, what was found in it, what its figures said, and the steps possible now',
    access: 'role',
    params: ByIdParams,
    answer: shapes.LetterView,
    handle: async ({ params, caller: { actor }, language }) => {
      const view = await openLetterView(options, actor, params.id, language);
      const row = { action: 'read-letter', target: `Task/${params.id}` };
      await options.recordRead(
        auditRow(actor, options.engine.clock.now(), isRefusal(view) ? { ...row, outcome: 'refused' } : row),
      );
      return isRefusal(view) ? { refusal: view } : { body: view };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/letters/:id',
    summary: 'Saves the letter over the version last seen; every version is kept',
    access: 'role',
    params: ByIdParams,
    body: shapes.SaveBody,
    answer: shapes.Saved,
    handle: ({ params, body, caller: { actor } }) => save(options, actor, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/letters/:id/answers',
    summary: 'Says why findings stand; the reason is kept with what was found',
    access: 'role',
    params: ByIdParams,
    body: shapes.AnswerBody,
    handle: ({ params, body, caller: { actor } }) => answerFindings(options, actor, params.id, body),
  }),
  route({
    method: 'POST',
    path: '/api/letters/:id/look',
    summary: 'Asks every figure of the letter again',
    access: 'role',
    params: ByIdParams,
    answer: shapes.LookView,
    handle: ({ params, caller: { actor } }) => look(options, actor, params.id),
  }),
  route({
    method: 'GET',
    path: '/api/letters/:id/versions',
    summary: 'Who saved which version when',
    access: 'role',
    params: ByIdParams,
    answer: shapes.Versions,
    handle: async ({ params, caller: { actor } }) => {
      const [rows = []] = await options.engine.db.read(actor, options.engine.clock.now(), [listVersions(params.id)]);
      const items = rows.map((row) => ({
        version: Number(row['version']),
        at: (row['at'] as Date).toISOString(),
        by: typeof row['name'] === 'string' ? row['name'] : null,
        role: String(row['role']),
      }));
      return { body: { items } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/letters/:id/difference',
    summary: 'What changed between two versions, line by line and word by word',
    access: 'role',
    params: ByIdParams,
    query: shapes.DifferenceQuery,
    answer: shapes.Difference,
    handle: ({ params, query, caller: { actor } }) => difference(options, actor, params.id, query),
  }),
];
