/** Prints one paper and records it: nothing leaves that is not recorded, and nothing is recorded that did not leave whole. */
import { createHash } from 'node:crypto';
import { ROLE_WORDS } from '../../../consortium/words.ts';
import { may } from '../../../consortium/permission.ts';
import { isRole } from '../../../consortium/roles.ts';
import { constraintOf, isGuardFailure } from '../../../platform/postgres/faults.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Caller } from '../../../platform/http/route.ts';
import type { Language } from '../../../platform/words.ts';
import { words as referralWords } from '../words.ts';
import { factsOf } from './facts.ts';
import type { Guide, PaperFacts } from './facts.ts';
import { openReferral } from './open.ts';
import type { OpenReferral, PaperRoutesOptions } from './open.ts';
import { drawPaper } from './sheets/draw.ts';
import { findCopies, insertPrint } from './store.ts';
import { markOf, mayPrint } from './table.ts';
import type { Paper } from './table.ts';
import { words } from './words.ts';

export type Asked = {
  readonly id: string;
  readonly paper: Paper;
  readonly form: 'pdf' | 'page';
  readonly caller: Caller;
  readonly language: Language;
  /** The host the reader reaches us by, for the address on a slip. */
  readonly host: string;
};
export type Made = { readonly bytes: Buffer; readonly number: string; readonly copy: number };

/** A copy number that somebody else took meanwhile is drawn again with the next one, so often and no more. */
const TRIES = 5;

const wordIn = (table: Readonly<Record<string, string>>) => (code: string) =>
  Object.hasOwn(table, code) ? (table[code] ?? code) : code;

/** What the region tells residents, and for a slip the address and code of their own page. */
const guideOf = async (options: PaperRoutesOptions, asked: Asked, { view }: OpenReferral): Promise<Guide> => {
  const { bring, addresses, verified } = options.forResidents;
  const { actor } = asked.caller;
  const visit = view.summary['visit'];
  const place = addresses.find(({ organisation }) => organisation === view.receiver.organisation.id);
  const mayIssue = asked.paper === 'slip' && may(actor, 'issue-resident-code') === true;
  const code = mayIssue ? await options.residentCode(actor, asked.id) : null;
  return {
    bring: bring
      .filter((thing) => thing.visit === undefined || thing.visit === visit)
      .map((thing) => thing[asked.language]),
    bringVerified: verified,
    address: place?.[asked.language] ?? null,
    page:
      code === null || isRefusal(code)
        ? null
        : { address: `${asked.host}/m/r`, code: code.code, until: code.expiresAt },
  };
};

/** The paper as HTML with its copy number. */
const drawn = (
  options: PaperRoutesOptions,
  asked: Asked,
  open: OpenReferral,
  facts: PaperFacts,
  copy: number,
): string => {
  const { caller, language, paper, form } = asked;
  const { actor } = caller;
  const ours = [open.view.sender, open.view.receiver.organisation].find(({ id }) => id === actor.organisation);
  return drawPaper(paper, facts, {
    words: words[language],
    answer: wordIn(referralWords[language].answers),
    state: wordIn(referralWords[language].states),
    zone: options.zone,
    print: {
      copy,
      at: open.at,
      form,
      by: {
        name: caller.name,
        role: isRole(actor.role) ? ROLE_WORDS[language][actor.role] : actor.role,
        organisation: ours?.name ?? actor.organisation,
      },
    },
  });
};

const record = async (
  { engine }: PaperRoutesOptions,
  asked: Asked,
  open: OpenReferral,
  copy: number,
  bytes: Buffer,
): Promise<boolean> => {
  const { id, paper, form, language, caller } = asked;
  const { actor } = caller;
  const residents = open.resident === null ? [] : [open.resident];
  try {
    await engine.db.write(actor, open.at, (tx) =>
      tx.finish([
        insertPrint({
          caseId: id,
          paper,
          copy,
          caseVersion: open.view.version,
          mark: markOf(open.view.state, open.view.closedAt !== null),
          form,
          language,
          digest: createHash('sha256').update(bytes).digest('hex'),
          by: actor,
          at: open.at,
        }),
        engine.audit(actor, open.at, `print.${paper}`, `Task/${id}`, residents, null),
      ]),
    );
    return true;
  } catch (fault) {
    if (isGuardFailure(fault) || constraintOf(fault) === 'case_print_pkey') return false;
    throw fault;
  }
};

/** The bytes of the paper, already recorded; or why there is none. */
export const printPaper = async (options: PaperRoutesOptions, asked: Asked): Promise<Made | Refusal> => {
  const { engine, printer } = options;
  const { actor } = asked.caller;
  let guide: Guide | undefined;
  for (let tried = 0; tried < TRIES; tried++) {
    const open = await openReferral(options, actor, asked.id, asked.language);
    if (isRefusal(open)) return open;
    const allowed = mayPrint(asked.paper, open.reader);
    if (allowed !== true) return allowed;
    const [rows = []] = await engine.db.read(actor, open.at, [findCopies(asked.id, asked.paper)]);
    const copy = Number(rows[0]?.['copies'] ?? 0) + 1;
    // asked for once, however often the paper is drawn
    guide ??= await guideOf(options, asked, open);
    const facts = factsOf(open.view, open.details, open.filing, open.meaning, guide, open.names);
    const html = drawn(options, asked, open, facts, copy);
    const bytes = asked.form === 'page' ? Buffer.from(html) : await printer.print(html);
    if (isRefusal(bytes)) return bytes;
    if (await record(options, asked, open, copy, bytes)) return { bytes, number: open.view.number, copy };
  }
  return refuse('paper.printed-meanwhile');
};
