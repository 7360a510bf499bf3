/** Entering, correcting and withdrawing entries of a register: each a new version of its record, never an overwriting. */
import { createHash } from 'node:crypto';
import { newVersion } from '../../fhir/store/new-version.ts';
import { isStale } from '../../fhir/store/guards.ts';
import { storeStatements } from '../../fhir/store/statements.ts';
import { auditRow, auditStatement } from '../../platform/audit.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Ids } from '../../platform/ids.ts';
import type { Actor, Database } from '../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import { REGISTERED, REGISTERS } from './figures.ts';
import { documentRecord, entryFrom, entryRecord, evidenceOf } from './records.ts';
import type { Attached, EntryFacts } from './records.ts';
import { findEntry, findName } from './routes/statements.ts';
import { keeps, mayStand, saysWhy } from './rules.ts';
import type { EntryBody } from './shapes.ts';

export type RegisterParts = {
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly zone: string;
};

type Written = { readonly id: string; readonly version: number };

/** The figure an entry feeds: itself, or the rate whose numerator or base the register is. */
export const figureOf = (register: string) =>
  REGISTERED.find(register) ?? REGISTERED.find(register.replace(/\.(base|part)$/, ''));

const itemsOf = (register: string): readonly string[] | null => {
  const value = REGISTERED.find(register)?.value;
  return value?.kind === 'checklist' ? value.items : null;
};

const BASE_UNIT = /\.(base|part)$/;
/** Of an amount in this register; the parts of a rate have no unit of their own. */
export const unitOf = (register: string): string => {
  if (BASE_UNIT.test(register)) return '';
  const figure = figureOf(register);
  return figure === undefined || figure.value.kind === 'rate' ? '' : figure.words.zh.unit;
};

const store = async (
  { db, clock }: RegisterParts,
  actor: Actor,
  id: string,
  replaces: number | null,
  entry: EntryFacts,
  action: string,
  document?: { readonly attached: Attached; readonly bytes: Buffer },
): Promise<Written | Refusal> => {
  const at = clock.now();
  const versions = [
    newVersion(entryRecord(id, entry, unitOf(entry.register), at), id, replaces, at),
    ...(document === undefined
      ? []
      : [newVersion(documentRecord(document.attached, document.bytes, at), document.attached.id, null, at)]),
  ];
  try {
    await db.write(actor, at, (tx) =>
      tx.finish([
        ...storeStatements(versions, actor, at),
        auditStatement(
          auditRow(actor, at, { action, target: `MeasureReport/${id}`, residents: [], reason: entry.reason }),
        ),
      ]),
    );
    return { id, version: (replaces ?? 0) + 1 };
  } catch (fault) {
    if (isStale(fault)) return refuse('register.changed');
    throw fault;
  }
};

const checked = async ({ db, clock, zone }: RegisterParts, actor: Actor, body: EntryBody): Promise<true | Refusal> => {
  const at = clock.now();
  const [rows = []] = await db.read(actor, at, [findName(body.organisation)]);
  return mayStand(body, {
    role: actor.role,
    today: civilDay(at, zone),
    register: REGISTERS.has(body.register) ? { items: itemsOf(body.register) } : undefined,
    organisationKnown: rows.length > 0,
  });
};

/** The entry at the version somebody saw, or why it cannot be changed from there. */
const current = async (
  { db, clock }: RegisterParts,
  actor: Actor,
  id: string,
  version: number,
): Promise<EntryFacts | Refusal> => {
  if (!keeps(actor.role)) return refuse('register.may-not');
  const [rows = []] = await db.read(actor, clock.now(), [findEntry(id)]);
  const row = rows[0];
  if (row === undefined) return refuse('register.no-entry');
  if (Number(row['version']) !== version) return refuse('register.changed');
  const entry = entryFrom(String(row['content']));
  return entry.withdrawn ? refuse('register.withdrawn') : entry;
};

const factsOf = (
  { disputed, ...body }: EntryBody,
  document: Attached | null,
  actor: Actor,
  reason: string,
): EntryFacts => ({
  ...body,
  evidence: evidenceOf(disputed, document),
  document,
  reason,
  enteredBy: actor.id,
  withdrawn: false,
});

export const enter = async (parts: RegisterParts, actor: Actor, body: EntryBody): Promise<Written | Refusal> => {
  const sound = await checked(parts, actor, body);
  if (sound !== true) return sound;
  return store(parts, actor, parts.ids(), null, factsOf(body, null, actor, ''), 'enter-register');
};

export const correct = async (
  parts: RegisterParts,
  actor: Actor,
  id: string,
  { entry, version, reason }: { readonly entry: EntryBody; readonly version: number; readonly reason: string },
): Promise<Written | Refusal> => {
  const held = await current(parts, actor, id, version);
  if (isRefusal(held)) return held;
  const why = saysWhy(reason);
  if (why !== true) return why;
  const sound = await checked(parts, actor, entry);
  if (sound !== true) return sound;
  return store(parts, actor, id, version, factsOf(entry, held.document, actor, reason), 'correct-register');
};

export const withdraw = async (
  parts: RegisterParts,
  actor: Actor,
  id: string,
  { version, reason }: { readonly version: number; readonly reason: string },
): Promise<Written | Refusal> => {
  const held = await current(parts, actor, id, version);
  if (isRefusal(held)) return held;
  const why = saysWhy(reason);
  if (why !== true) return why;
  return store(
    parts,
    actor,
    id,
    version,
    { ...held, withdrawn: true, reason, enteredBy: actor.id },
    'withdraw-register',
  );
};

const TYPES: readonly (readonly [type: string, begins: readonly number[]])[] = [
  ['application/pdf', [0x25, 0x50, 0x44, 0x46]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
];
const typeOf = (bytes: Buffer): string | undefined =>
  TYPES.find(([, begins]) => begins.every((byte, place) => bytes[place] === byte))?.[0];

/** Backs an entry by a document: what was claimed is evidenced from then on, what is disputed stays so. */
export const attach = async (
  parts: RegisterParts,
  actor: Actor,
  id: string,
  { version, title, bytes }: { readonly version: number; readonly title: string; readonly bytes: Buffer },
): Promise<Written | Refusal> => {
  const held = await current(parts, actor, id, version);
  if (isRefusal(held)) return held;
  const type = typeOf(bytes);
  if (type === undefined) return refuse('register.document-type');
  const attached: Attached = {
    id: `${id.slice(0, 54)}-d${String(version)}`,
    title,
    type,
    bytes: bytes.length,
    digest: createHash('sha256').update(bytes).digest('hex'),
  };
  const entry: EntryFacts = {
    ...held,
    document: attached,
    evidence: evidenceOf(held.evidence === 'disputed', attached),
    reason: '',
    enteredBy: actor.id,
  };
  return store(parts, actor, id, version, entry, 'attach-evidence', { attached, bytes });
};
