/** The referral as a paper or a filing needs it: the case as this reader may see it, who the parties are, what was filed. */
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { openCase } from '../../../engines/pathways/case-view.ts';
import type { Say } from '../../../engines/pathways/case-view.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import { isLevel, meaningOf } from '../../../consortium/insurance.ts';
import type { FilingMeaning, Insurance } from '../../../consortium/insurance.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import type { Printer } from '../../../platform/pdf/printer.ts';
import type { Actor, Rows } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type { ResidentCode } from '../../../consortium/resident-access/shapes.ts';
import type { ForResidents } from '../resident.ts';
import type { Details, Filing } from './facts.ts';
import { returnEntry } from './facts.ts';
import { detailsFrom, findDetails, findFiling, findNamed, findPrints, namedFrom } from './store.ts';
import { codesOf } from './supplies.ts';
import type { Named } from './supplies.ts';
import type { Printing } from './table.ts';

export type PaperRoutesOptions = {
  readonly engine: Engine;
  readonly say: Say;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly printer: Printer;
  readonly insurance: Insurance;
  readonly zone: string;
  /** What residents are told of the region: what to bring, where a house stands. */
  readonly forResidents: ForResidents;
  /** The one-time code of the resident's own page, for a slip; a refusal leaves it out. */
  readonly residentCode: (actor: Actor, caseId: string) => Promise<ResidentCode | Refusal>;
};

/** The filing with whom and by which request it was made. */
export type StoredFiling = Filing & { readonly actor: string; readonly role: string; readonly key: string | null };

export type OpenReferral = {
  readonly at: Date;
  readonly view: CaseView;
  readonly resident: string | null;
  readonly details: Details;
  readonly filing: StoredFiling | null;
  readonly meaning: readonly FilingMeaning[];
  readonly prints: Rows;
  /** What the catalogue calls the things of the plan home. */
  readonly names: ReadonlyMap<string, Named>;
  /** What `mayPrint` and `mayFile` look at. */
  readonly reader: Printing;
};

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const filingFrom = (rows: Rows, receiver: string): StoredFiling | null => {
  const row = rows[0];
  if (row === undefined) return null;
  return {
    number: text(row['number']),
    filedAt: (row['filed_at'] as Date).toISOString(),
    by: { name: text(row['person']), organisation: String(row['organisation']) },
    elsewhere: row['receiver'] === receiver ? null : String(row['receiver_name']),
    withdrawnAt: row['withdrawn_at'] instanceof Date ? row['withdrawn_at'].toISOString() : null,
    actor: String(row['actor']),
    role: String(row['role']),
    key: text(row['request_key']),
  };
};

/** The referral, or `case-not-found` for one without a relation, for another pathway's case and for none alike. */
export const openReferral = async (
  { engine, say, insurance }: PaperRoutesOptions,
  actor: Actor,
  id: string,
  language: Language,
): Promise<OpenReferral | Refusal> => {
  const opened = await openCase(engine, say, actor, id, language);
  if (isRefusal(opened)) return opened;
  const { view, resident } = opened;
  if (view.pathway !== 'referral') return refuse('case-not-found');
  const at = engine.clock.now();
  const [details = [], filed = [], prints = [], named = []] = await engine.db.read(actor, at, [
    findDetails(id),
    findFiling(id),
    findPrints(id),
    findNamed(codesOf(returnEntry(view)?.answers ?? {})),
  ]);
  const from = details[0]?.['sender_level'];
  const to = details[0]?.['receiver_level'];
  const parties = [view.sender.id, view.receiver.organisation.id];
  return {
    at,
    view,
    resident,
    details: detailsFrom(details),
    filing: filingFrom(filed, view.receiver.organisation.id),
    meaning: meaningOf(insurance, { from: isLevel(from) ? from : null, to: isLevel(to) ? to : null }, engine.today(at)),
    prints,
    names: namedFrom(named),
    reader: {
      state: view.state,
      closed: view.closedAt !== null,
      role: actor.role,
      party: parties.includes(actor.organisation),
      returned: returnEntry(view) !== undefined,
    },
  };
};
