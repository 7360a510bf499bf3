/** 答复稿: the latest as it reads, or what it changed against the one before; removed words struck through and said so. */
import { useState } from 'react';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { ProposalView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { differences } from './differences.ts';
import { screenWords } from './screen-words.ts';

const Changes = ({ before, after }: { readonly before: string; readonly after: string }) => (
  <p className="proposal-text">
    {differences(before, after).map(({ kind, text }, at) =>
      kind === 'added' ? (
        <ins key={at}>{text}</ins>
      ) : kind === 'removed' ? (
        <del key={at}>{text}</del>
      ) : (
        <span key={at}>{text}</span>
      ),
    )}
  </p>
);

export const Drafts = ({ proposal }: { readonly proposal: ProposalView }): React.JSX.Element | null => {
  const words = useWords(table);
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const { drafts } = proposal;
  // none chosen is the latest, also when another is written while one looks
  const [shown, setShown] = useState<number | null>(null);
  const [how, setHow] = useState<'text' | 'changes'>('text');
  const at = Math.min(shown ?? drafts.length - 1, drafts.length - 1);
  const draft = drafts[at];
  if (draft === undefined) return null;
  const before = drafts[at - 1];
  return (
    <section className="card proposal-part">
      <h2 id="drafts">{words.forms['proposal-draft']}</h2>
      <div className="proposal-draft-head no-print">
        {drafts.length > 1 && (
          <select aria-label={screen.whichDraft} value={at} onChange={(event) => setShown(Number(event.target.value))}>
            {drafts.map(({ version }, n) => (
              <option key={version} value={n}>
                {screen.draft(n + 1)}
              </option>
            ))}
          </select>
        )}
        {before !== undefined && (
          <Segmented
            labelledBy="drafts"
            options={[
              { code: 'text', label: screen.asText },
              { code: 'changes', label: screen.asChanges(at) },
            ]}
            value={how}
            onChoose={setHow}
          />
        )}
      </div>
      <p className="note dotted">
        <span>{screen.draft(at + 1)}</span>
        <span>{wordOf(words.answers, draft.replyClass)}</span>
        {draft.by !== null && <span>{draft.by}</span>}
        <span>{momentWords(draft.at, kit, serverNow())}</span>
        {draft.changes !== null && <span>{draft.changes}</span>}
      </p>
      {how === 'changes' && before !== undefined ? (
        <Changes before={before.text} after={draft.text} />
      ) : (
        <p className="proposal-text">{draft.text}</p>
      )}
    </section>
  );
};
