/** Prints the summary and records it: nothing leaves that is not recorded, and nothing is recorded that did not leave whole. */
import { createHash } from 'node:crypto';
import { codesOf } from '../../../../fhir/concepts.ts';
import { may } from '../../../../consortium/permission.ts';
import { residentRow } from '../../../../consortium/residents/rows.ts';
import { isRole } from '../../../../consortium/roles.ts';
import { CONSORTIUM_WORDS, ROLE_WORDS } from '../../../../consortium/words.ts';
import { auditRow, auditStatement } from '../../../../platform/audit.ts';
import { civilDay } from '../../../../platform/civil-time.ts';
import type { Caller } from '../../../../platform/http/route.ts';
import type { Printer } from '../../../../platform/pdf/printer.ts';
import type { Actor, Statement } from '../../../../platform/postgres/database.ts';
import { constraintOf } from '../../../../platform/postgres/faults.ts';
import { isRefusal, refuse } from '../../../../platform/refusal.ts';
import type { Refusal } from '../../../../platform/refusal.ts';
import type { Language } from '../../../../platform/words.ts';
import { allergiesOf, medicineOf, problemOf } from '../records/entries.ts';
import type { Reading } from '../records/rows.ts';
import { valuesOf } from '../records/values.ts';
import { collect } from '../routes/collect.ts';
import type { Collected } from '../routes/collect.ts';
import { firstScreen } from '../routes/first-screen.ts';
import type { RecordOptions } from '../routes/first-screen.ts';
import { words } from '../words/document.ts';
import { drawSummary } from './sheets/summary-sheet.ts';
import type { SummarySheet } from './sheets/summary-sheet.ts';

export type PrintOptions = RecordOptions & { readonly printer: Printer };

/** A copy number that somebody else took meanwhile is drawn again with the next one, so often and no more. */
const TRIES = 5;
/** The newest visits that stand on the sheet; the rest is counted. */
const VISITS = 15;

const findCopies = (resident: string): Statement => ({
  name: 'record-print-copies',
  text: 'select coalesce(max(copy), 0) as copies from record_print where resident = $1',
  values: [resident],
});

const insertPrint = (
  resident: string,
  copy: number,
  language: Language,
  digest: string,
  by: Actor,
  at: Date,
): Statement => ({
  name: 'record-print-insert',
  text: `insert into record_print (resident, copy, language, digest, actor, role, organisation, at)
 values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  values: [resident, copy, language, digest, by.id, by.role, by.organisation, at],
});

const isSynthetic = ({ patient }: Collected): boolean =>
  codesOf({ coding: (patient.resource['meta'] as { readonly tag?: unknown } | undefined)?.tag }).includes('synthetic');

const sheetOf = (
  found: Collected,
  visits: SummarySheet['visits'],
  { at, zone, language }: { readonly at: Date; readonly zone: string; readonly language: Language },
): SummarySheet => {
  const reading: Reading = { placeOf: found.placeOf, isFresh: () => false };
  const today = civilDay(at, zone);
  const who = residentRow(found.resident, today, true);
  const problems = found.problems.rows.flatMap(({ resource }) => codesOf(resource['code']));
  return {
    resident: {
      name: who.name,
      gender: CONSORTIUM_WORDS[language].genders[who.gender],
      age: who.age,
      birthDate: who.birthDate,
      cardMasked: who.cardMasked,
      address: who.village,
      synthetic: isSynthetic(found),
    },
    allergies: allergiesOf(found.allergies, reading),
    problems: { rows: found.problems.rows.map((kept) => problemOf(kept, reading)), more: found.problems.more },
    medicines: { rows: found.medicines.rows.map((kept) => medicineOf(kept, reading)), more: found.medicines.more },
    values: {
      rows: valuesOf(found.results.rows, { ...reading, age: who.age, today, now: at, problems }),
      more: found.results.more,
    },
    visits,
  };
};

const whoPrints = ({ actor, name }: Caller, found: Collected, language: Language): string => {
  const role = isRole(actor.role) ? ROLE_WORDS[language][actor.role] : actor.role;
  const organisation = found.directory.get(actor.organisation)?.name ?? found.organisation?.resource['name'];
  return [organisation, role, name].filter((part) => typeof part === 'string' && part !== '').join(' ');
};

/** The bytes of the sheet, already recorded; or why there is none. */
export const printSummary = async (
  options: PrintOptions,
  caller: Caller,
  id: string,
  language: Language,
): Promise<Buffer | Refusal> => {
  const { db, clock, zone, printer } = options;
  const { actor } = caller;
  const allowed = may(actor, 'read-record');
  if (allowed !== true) return allowed;
  const view = await firstScreen(options, actor, id, language);
  if (isRefusal(view)) return view;
  const at = clock.now();
  const found = await collect(db, actor, id, at);
  if (found === undefined) return refuse('record.no-relation');
  const events = (view.course?.lanes ?? [])
    .flatMap((lane) => lane.events)
    .sort((one, other) => other.from.localeCompare(one.from));
  const visits = {
    rows: events.slice(0, VISITS),
    more: Math.max(0, (view.course?.total ?? 0) - Math.min(events.length, VISITS)),
  };
  const sheet = sheetOf(found, visits, { at, zone, language });
  for (let tried = 0; tried < TRIES; tried++) {
    const [rows = []] = await db.read(actor, at, [findCopies(id)]);
    const copy = Number(rows[0]?.['copies'] ?? 0) + 1;
    const who = whoPrints(caller, found, language);
    const bytes = await printer.print(drawSummary(sheet, { words: words[language], language, zone, at, who, copy }));
    if (isRefusal(bytes)) return bytes;
    const digest = createHash('sha256').update(bytes).digest('hex');
    try {
      await db.write(actor, at, (tx) =>
        tx.finish([
          insertPrint(id, copy, language, digest, actor, at),
          auditStatement(auditRow(actor, at, { action: 'print-record', target: `Patient/${id}`, residents: [id] })),
        ]),
      );
      return bytes;
    } catch (fault) {
      if (constraintOf(fault) !== 'record_print_pkey') throw fault;
    }
  }
  return refuse('paper.printed-meanwhile');
};
