/** Records the insurer's referral filing 转诊备案: once per referral, whoever presses first and however often. */
import { constraintOf, isGuardFailure } from '../../../platform/postgres/faults.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import type { Language } from '../../../platform/words.ts';
import { civilDay, civilTime } from '../../../platform/civil-time.ts';
import type { WorklistMark } from '../../../engines/pathways/marks.ts';
import { openReferral } from './open.ts';
import type { OpenReferral, PaperRoutesOptions, StoredFiling } from './open.ts';
import { insertFiling } from './store.ts';
import { FILING_STATES, mayFile } from './table.ts';

/** Cases whose filing is due and not recorded: one that was withdrawn is to be recorded no more. */
export const UNFILED: WorklistMark = {
  code: 'unfiled',
  when: (give) => `(c.pathway = ${give('referral')} and c.state = any (${give(FILING_STATES)}::text[])
    and not exists (select 1 from referral_filing filing where filing.case_id = c.id))`,
};

export type FilingRequest = {
  readonly id: string;
  readonly number: string | null;
  /** The Idempotency-Key, or null. */
  readonly key: string | null;
  readonly actor: Actor;
  readonly language: Language;
};

const recorded = (filing: StoredFiling, zone: string): Refusal => {
  const at = new Date(filing.filedAt);
  return refuse('filing.recorded', {
    who: `${filing.by.organisation}${filing.by.name === null ? '' : ` ${filing.by.name}`}`,
    at: `${civilDay(at, zone)} ${civilTime(at, zone)}`,
    number: filing.number ?? '',
  });
};

/** The same request again gets the first answer; the same key with another number is a mistake of the sender. */
const again = (
  request: FilingRequest,
  open: OpenReferral,
  filing: StoredFiling,
  zone: string,
): OpenReferral | Refusal => {
  const mine = request.key !== null && filing.key === request.key && filing.actor === request.actor.id;
  if (!mine) return recorded(filing, zone);
  return filing.number === request.number ? open : refuse('idempotency-key-reused');
};

export const recordFiling = async (
  options: PaperRoutesOptions,
  request: FilingRequest,
  second = false,
): Promise<{ readonly open: OpenReferral; readonly created: boolean } | Refusal> => {
  const { engine, zone } = options;
  const { id, number, key, actor, language } = request;
  const open = await openReferral(options, actor, id, language);
  if (isRefusal(open)) return open;
  if (open.filing !== null && open.reader.party) {
    const answer = again(request, open, open.filing, zone);
    return isRefusal(answer) ? answer : { open: answer, created: false };
  }
  const allowed = mayFile(open.reader);
  if (allowed !== true) return allowed;
  try {
    await engine.db.write(actor, open.at, (tx) =>
      tx.finish([
        insertFiling({ caseId: id, caseVersion: open.view.version, number, by: actor, at: open.at, key }),
        engine.audit(
          actor,
          open.at,
          'file-referral',
          `Task/${id}`,
          open.resident === null ? [] : [open.resident],
          null,
        ),
      ]),
    );
  } catch (fault) {
    if (isGuardFailure(fault)) return refuse('moved-on');
    const constraint = constraintOf(fault);
    if (constraint === 'referral_filing_number') return refuse('filing.number-used');
    // somebody filed between our two flights: say who and when
    if (constraint === 'referral_filing_pkey' && !second) return recordFiling(options, request, true);
    throw fault;
  }
  const filed = await openReferral(options, actor, id, language);
  return isRefusal(filed) ? filed : { open: filed, created: true };
};
