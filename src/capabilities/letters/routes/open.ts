/** A letter as its page shows it, for whoever may see it. */
import { checkLetter } from '../../../engines/letters/checks.ts';
import type { CheckFinding } from '../../../engines/letters/checks.ts';
import { whyOf } from '../../../engines/letters/check-words.ts';
import type { LetterDocument } from '../../../engines/letters/document.ts';
import type { FigureSource } from '../../../engines/letters/figures-port.ts';
import { numberText } from '../../../engines/letters/plain.ts';
import type { Given } from '../../../engines/letters/plain.ts';
import { findSeal, sealFrom } from '../../../engines/letters/seal.ts';
import type { SealAdapter } from '../../../engines/letters/seal.ts';
import {
  answersFrom,
  contentFrom,
  findAnswers,
  findContent,
  findLetter,
  findLook,
  letterFrom,
  lookFrom,
} from '../../../engines/letters/store.ts';
import type { FindingAnswer, LetterRow, Look } from '../../../engines/letters/store.ts';
import { openCase } from '../../../engines/pathways/case-view.ts';
import type { Say } from '../../../engines/pathways/case-view.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { AuditRow } from '../../../platform/audit.ts';
import type { Printer } from '../../../platform/pdf/printer.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type { FindingView, LetterView } from '../shapes.ts';
import { answeredFrom, findAnswered, findOwnCountersign, ownCountersign } from './own-countersign.ts';

export type LetterRoutesOptions = {
  readonly engine: Engine;
  readonly say: Say;
  readonly zone: string;
  readonly recordRead: (row: AuditRow) => Promise<void>;
  readonly printer: Printer;
  /** Null where no figures are kept: then a letter holds typed numbers only. */
  readonly figures: FigureSource | null;
  readonly seal: SealAdapter;
};

/** Whoever has it may change its words; a signer reads and signs, or changes and then asks the figures again. */
const EDITORS: Readonly<Record<string, readonly string[]>> = {
  drafting: ['section-drafter', 'proposal-officer', 'letter-checker'],
  checking: ['letter-checker'],
  countersigning: ['letter-checker'],
  signing: ['letter-checker', 'unit-leader'],
};
export const mayEdit = (actor: Actor, letter: Pick<LetterRow, 'organisation' | 'signed'>, state: string): boolean =>
  letter.signed === null && letter.organisation === actor.organisation && (EDITORS[state] ?? []).includes(actor.role);

export type OpenLetter = {
  readonly row: LetterRow;
  readonly content: LetterDocument;
  readonly answers: readonly FindingAnswer[];
  readonly look: Look | null;
};

/** The letter and what is known of it, in one flight; undefined where this reader sees none. */
export const readLetterOf = async (
  engine: Engine,
  actor: Actor,
  id: string,
  at: Date,
): Promise<OpenLetter | undefined> => {
  const [rows = [], contents = [], answers = [], looks = []] = await engine.db.read(actor, at, [
    findLetter(id),
    findContent(id, null),
    findAnswers(id),
    findLook(id),
  ]);
  const content = contentFrom(contents[0]);
  const row = rows[0];
  if (row === undefined || content === undefined) return undefined;
  return { row: letterFrom(row), content, answers: answersFrom(answers), look: lookFrom(looks[0]) };
};

export const givenOf = ({ signed, prefix }: LetterRow): Given =>
  signed === null
    ? { number: null, signer: null, day: null }
    : { number: numberText(prefix, signed.year, signed.number), signer: signed.signer, day: signed.day };

export const findingsOf = ({ row, content, look }: OpenLetter): readonly CheckFinding[] =>
  checkLetter(content, {
    given: { number: null, signer: null, day: null },
    observations: look?.version === row.head ? look.observations : {},
    ...(row.previousText === null ? {} : { previous: row.previousText }),
  });

export const findingViews = (open: OpenLetter, language: Language): FindingView[] => {
  const byKey = new Map(open.answers.map((answer) => [answer.finding, answer]));
  return findingsOf(open).map((finding) => {
    const answer = byKey.get(finding.key);
    return {
      key: finding.key,
      kind: finding.kind,
      quotes: [...finding.quotes],
      because: whyOf(finding, language),
      claim: finding.claim,
      paragraph: finding.paragraph,
      mend: finding.mend,
      answer: answer === undefined ? null : { reason: answer.reason, at: answer.at.toISOString(), by: answer.by },
    };
  });
};

/** The newest countersign of each office, with what it said. */
const findCountersignViews = (caseId: string): Statement => ({
  name: 'letter-countersign-views',
  text: `select distinct on (p.organisation) c.id, c.state, o.name as unit, s.reason
           from cases c join case_party p on p.case_id = c.id and p.party = 'receiver' join organisation o on o.id = p.organisation
           left join case_step s on s.case_id = c.id and s.version = c.version
          where c.parent = $1 and c.pathway = 'letter-countersign'
          order by p.organisation, c.opened_at desc, c.id desc`,
  values: [caseId],
});

const countersignViews = (rows: Rows): LetterView['countersigns'] =>
  rows.map((row) => ({
    id: String(row['id']),
    unit: String(row['unit']),
    state: String(row['state']),
    opinion: typeof row['reason'] === 'string' ? row['reason'] : null,
  }));

export const openLetterView = async (
  { engine, say }: Pick<LetterRoutesOptions, 'engine' | 'say'>,
  actor: Actor,
  id: string,
  language: Language,
): Promise<LetterView | Refusal> => {
  const at = engine.clock.now();
  const open = await readLetterOf(engine, actor, id, at);
  if (open === undefined) return refuse('letter.unknown');
  const opened = await openCase(engine, say, actor, id, language, 'its-capability');
  if (isRefusal(opened)) return opened;
  const { view } = opened;
  const [seals = [], countersigns = [], own = [], answered = []] = await engine.db.read(actor, at, [
    findSeal(id),
    findCountersignViews(id),
    findOwnCountersign(id, actor),
    findAnswered(id, actor),
  ]);
  const { row, look } = open;
  return {
    id,
    caseNumber: view.number,
    caseVersion: view.version,
    state: view.state,
    owner: view.owner === null ? null : { role: view.owner.role, organisation: view.owner.organisation.name },
    dueAt: view.clock?.dueAt ?? null,
    late: view.clock !== null && view.clock.dueAt < at.toISOString(),
    verified: view.clock?.verified ?? true,
    issuer: row.organisationName,
    about: row.about,
    version: row.head,
    content: open.content,
    previous: row.previousText,
    mayEdit: mayEdit(actor, row, view.state),
    mayAnswer: mayEdit(actor, row, view.state),
    findings: findingViews(open, language),
    observations: look?.version === row.head || row.signed !== null ? { ...look?.observations } : {},
    lookedAt: look?.at.toISOString() ?? null,
    signed:
      row.signed === null
        ? null
        : {
            number: numberText(row.prefix, row.signed.year, row.signed.number),
            signer: row.signed.signer,
            day: row.signed.day,
            digest: row.signed.digest,
            code: row.signed.code,
            void: row.signed.voidAt !== null,
          },
    seal: sealFrom(seals[0]),
    steps: view.steps.map((step) => ({ ...step })),
    blocked: view.blocked.map((step) => ({ ...step })),
    timeline: view.timeline.map(({ step, at: when, by, reason }) => ({
      step,
      at: when,
      by: by.name,
      role: by.role,
      reason,
    })),
    ahead: [...view.ahead],
    countersigns: countersignViews(countersigns),
    ownCountersign: await ownCountersign({ engine, say }, actor, own, language, at),
    answers: answeredFrom(answered),
    serverTime: at.toISOString(),
  };
};
