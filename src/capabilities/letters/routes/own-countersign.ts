/** What the reader's own house was asked about a letter, and the case the letter answers. */
import { openCase } from '../../../engines/pathways/case-view.ts';
import type { Say } from '../../../engines/pathways/case-view.ts';
import type { Engine } from '../../../engines/pathways/engine.ts';
import type { Actor, Rows, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import type { LetterView } from '../shapes.ts';

export const findOwnCountersign = (letter: string, { organisation }: Actor): Statement => ({
  name: 'letter-own-countersign',
  text: `select c.id, c.headline from cases c join case_party p on p.case_id = c.id and p.party = 'receiver'
          where c.parent = $1 and c.pathway = 'letter-countersign' and p.organisation = $2
          order by c.closed_at is null desc, c.opened_at desc, c.id desc limit 1`,
  values: [letter, organisation],
});

/** The case a letter was opened from; only its parties are led there. */
export const findAnswered = (letter: string, { organisation }: Actor): Statement => ({
  name: 'letter-answers',
  text: `select c.id, c.pathway, c.number from cases l join cases c on c.id = l.parent
          where l.id = $1 and exists (select 1 from case_party p where p.case_id = c.id and p.organisation = $2)`,
  values: [letter, organisation],
});
export const answeredFrom = ([row]: Rows): LetterView['answers'] =>
  row === undefined ? null : { id: String(row['id']), pathway: String(row['pathway']), number: String(row['number']) };

export const ownCountersign = async (
  { engine, say }: { readonly engine: Engine; readonly say: Say },
  actor: Actor,
  [row]: Rows,
  language: Language,
  at: Date,
): Promise<LetterView['ownCountersign']> => {
  if (row === undefined) return null;
  const opened = await openCase(engine, say, actor, String(row['id']), language, 'its-capability');
  if (isRefusal(opened)) return null;
  const { view } = opened;
  const dueAt = view.clock?.dueAt ?? null;
  return {
    id: view.id,
    version: view.version,
    state: view.state,
    note: typeof row['headline'] === 'string' ? row['headline'] : '',
    dueAt,
    late: dueAt !== null && view.closedAt === null && dueAt < at.toISOString(),
    steps: view.steps.map(({ step, form }) => ({ step, form })),
  };
};
