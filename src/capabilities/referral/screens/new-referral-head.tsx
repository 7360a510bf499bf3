/** The head of the referral form: its four parts, where one is, and when the draft was last saved. */
import { Button, Key } from '../../../web/kit/button.tsx';
import { dayOf, timeOf } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { SaveState } from './draft-keeper.ts';
import { words as table } from './new-referral-words.ts';
import { PARTS } from './referral-draft.ts';
import type { Part } from './referral-draft.ts';

const savedTime = (at: string): string => {
  const moment = new Date(at);
  const seconds = String(moment.getUTCSeconds()).padStart(2, '0');
  return dayOf(moment) === dayOf(serverNow()) ? `${timeOf(moment)}:${seconds}` : `${dayOf(moment)} ${timeOf(moment)}`;
};

export const SaveWords = ({ save }: { readonly save: SaveState }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  switch (save.kind) {
    case 'untouched':
      return <span>{words.draftNew}</span>;
    case 'pending':
    case 'saving':
      return <span>{words.draftSaving}</span>;
    case 'saved':
      return <span>{words.draftSaved(savedTime(save.at))}</span>;
    case 'local':
      return <span className="warning">{save.kept ? words.draftLocal : words.draftLocalFull}</span>;
    case 'conflict':
      return <span className="warning">{words.draftElsewhere}</span>;
    case 'refused':
      return <span className="danger">{words.draftRefused(faultSentence(save.fault, kit))}</span>;
  }
};

type Props = {
  readonly done: Readonly<Record<Part, boolean>>;
  readonly save: SaveState;
  readonly onPart: (part: Part) => void;
};

export const ReferralHead = ({ done, save, onPart }: Props): React.JSX.Element => {
  const words = useWords(table);
  const current = PARTS.find((part) => !done[part]) ?? 'submit';
  return (
    <header className="nr-head">
      <h1>{words.title}</h1>
      <Tag>{words.direction}</Tag>
      <nav aria-label={words.partsLabel}>
        <ol className="nr-parts">
          {PARTS.map((part, index) => {
            const state = part === current ? 'current' : done[part] && part !== 'submit' ? 'done' : 'open';
            return (
              <li key={part} className={state}>
                <button
                  type="button"
                  aria-current={state === 'current' ? 'step' : undefined}
                  aria-keyshortcuts={`Alt+${String(index + 1)}`}
                  onClick={() => onPart(part)}
                >
                  <span className="nr-part-mark" aria-hidden="true">
                    {state === 'done' ? (
                      <svg
                        width="12"
                        height="12"
                        viewBox="0 0 12 12"
                        fill="none"
                        stroke="currentColor"
                        strokeWidth="1.8"
                      >
                        <path d="M2.5 6.5l2.5 2.5 4.500-5.500" strokeLinecap="round" strokeLinejoin="round" />
                      </svg>
                    ) : (
                      index + 1
                    )}
                  </span>
                  {words.parts[part]}
                  <span className="unseen">{done[part] ? words.partDone : words.partOpen}</span>
                </button>
              </li>
            );
          })}
        </ol>
      </nav>
      <p className="nr-head-end note">
        <span className="nr-keys" aria-hidden="true">
          <Key>Alt</Key> <Key>1</Key>–<Key>4</Key> {words.jump}
        </span>
        <SaveWords save={save} />
      </p>
    </header>
  );
};

export const ConflictBar = ({
  onMine,
  onTheirs,
}: {
  readonly onMine: () => void;
  readonly onTheirs: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  return (
    <div className="bar nr-bar" role="alert">
      <span>{words.draftConflict}</span>
      <Button small onClick={onTheirs}>
        {words.draftTakeTheirs}
      </Button>
      <Button small className="nr-second" onClick={onMine}>
        {words.draftKeepMine}
      </Button>
    </div>
  );
};
