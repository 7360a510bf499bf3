/** The foot of the referral form: who will own it and until when, what is missing, and the two things to do. */
import { Button, Key } from '../../../web/kit/button.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { AnswerDue } from './answer-due.ts';
import { words as table } from './new-referral-words.ts';
import type { Gap, ReferralDraft } from './referral-draft.ts';

/** Named in the foot; more are counted. */
const NAMED = 2;

type ScreenWords = (typeof table)['zh'];

const gapName = (gap: Gap, words: ScreenWords): string => {
  const gaps: Readonly<Record<string, string>> = words.gaps;
  const labels: Readonly<Record<string, string>> = words.labels;
  return gaps[gap.field] ?? labels[gap.field] ?? gap.field;
};

export const missingSentence = (gaps: readonly Gap[], words: ScreenWords): string => {
  if (gaps.length === 0) return words.foot.ready;
  const named = gaps.slice(0, NAMED).map((gap) => gapName(gap, words));
  const rest = gaps.length > NAMED ? words.foot.more(gaps.length) : '';
  return `${words.foot.missing(gaps.length)}${words.foot.colon}${named.join(words.foot.comma)}${rest}`;
};

type Props = {
  readonly draft: ReferralDraft;
  readonly gaps: readonly Gap[];
  readonly due: AnswerDue | null;
  readonly sending: boolean;
  readonly offline: boolean;
  /** Why the server did not take it. */
  readonly refusal: string | null;
  readonly onSave: () => void;
  readonly onSubmit: () => void;
  readonly onMissing: () => void;
};

const Ownership = ({ draft, due }: Pick<Props, 'draft' | 'due'>): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  if (draft.answers.consent === 'refused') return <p>{words.foot.refused}</p>;
  if (draft.place === null) return <p className="nr-quiet">{words.foot.chooseFirst}</p>;
  const { answeredBy } = draft.place;
  return (
    <p>
      {words.foot.owner}{' '}
      <b>
        {draft.place.organisation.name} {answeredBy === undefined ? words.foot.role : wordOf(kit.roles, answeredBy)}
      </b>
      {due !== null && (
        <span className="nowrap">
          {words.comma}
          {words.foot.before(due.until)}
        </span>
      )}
    </p>
  );
};

export const ReferralFoot = (props: Props): React.JSX.Element => {
  const { draft, gaps, sending, offline, refusal } = props;
  const words = useWords(table);
  const ready = gaps.length === 0 && !offline && !sending;
  const why = offline ? words.foot.offline : missingSentence(gaps, words);
  return (
    <footer className="nr-foot" id="nr-submit">
      {refusal !== null && (
        <p className="nr-refusal" role="alert">
          <b>{words.refusedTitle}</b> {refusal}
        </p>
      )}
      <div className="nr-foot-row">
        <div className="nr-owner">
          <Ownership draft={draft} due={props.due} />
        </div>
        <div className="nr-acts">
          {gaps.length > 0 && !offline ? (
            <button type="button" className="nr-missing" id="nr-why" onClick={props.onMissing}>
              {why}
            </button>
          ) : (
            <span className={offline ? 'nr-missing-text warning' : 'nr-missing-text good'} id="nr-why">
              {why}
            </span>
          )}
          <Button onClick={props.onSave}>{words.foot.save}</Button>
          <Button
            kind="primary"
            aria-disabled={!ready}
            aria-describedby="nr-why"
            aria-keyshortcuts="Control+Enter"
            onClick={props.onSubmit}
          >
            {sending ? words.foot.sending : draft.answers.consent === 'refused' ? words.foot.record : words.foot.submit}
            <span className="nr-keys">
              <Key>Ctrl</Key> <Key>{words.foot.enter}</Key>
            </span>
          </Button>
        </div>
      </div>
    </footer>
  );
};
