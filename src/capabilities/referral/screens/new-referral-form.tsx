/** The referral form itself, once the draft and the resident are there. */
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import { planWords } from './plan-words.ts';
import type { ResidentSummary } from '../../../consortium/shapes.ts';
import { useConnection } from '../../../web/kit/connection.ts';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { ReferralRequest } from '../forms.ts';
import { useAnswerDue } from './answer-due.ts';
import type { DraftKeeper } from './draft-keeper.ts';
import { ConditionForm, ResidentBlock } from './new-referral-condition.tsx';
import { ConsentForm } from './new-referral-consent.tsx';
import { focusGap, focusPart, useFormKeys } from './new-referral-focus.ts';
import { missingSentence, ReferralFoot } from './new-referral-foot.tsx';
import { ConflictBar, ReferralHead } from './new-referral-head.tsx';
import { PlaceChoice } from './new-referral-place.tsx';
import { ReferralSent } from './new-referral-sent.tsx';
import { words as table } from './new-referral-words.ts';
import { changed, gapsOf, isHeld, partsDone, placeOfRefusal } from './referral-draft.ts';
import type { Answers, Gap, ReferralDraft } from './referral-draft.ts';
import { useConflict, useKept } from './use-draft.ts';
import { useExpiry } from './use-expiry.ts';
import { useHold } from './use-hold.ts';
import { useSending } from './use-sending.ts';

const ALL: ReadonlySet<string> = new Set(Object.keys(ReferralRequest.questions));
const NONE: ReadonlySet<string> = new Set();

type Props = {
  readonly id: string;
  readonly keeper: DraftKeeper<ReferralDraft>;
  readonly summary: ResidentSummary;
};

export const ReferralForm = ({ id, keeper, summary }: Props): React.JSX.Element => {
  const plan = useWords(planWords);
  const words = useWords(table);
  const { content: draft, save } = useKept(keeper);
  const offline = useConnection().state === 'offline';
  const now = useExpiry(draft.hold?.untilAt ?? null);
  const gaps = useMemo(() => gapsOf(draft, now), [draft, now]);
  const due = useAnswerDue(draft.answers.urgency);
  const hold = useHold(id, keeper);
  const conflict = useConflict(id, keeper);
  const { sending, refused, sent, send, forgive } = useSending(id, keeper);
  // Nothing is red before one tried to send.
  const [tried, setTried] = useState(false);
  const asked = tried ? ALL : NONE;
  const top = useRef<HTMLDivElement>(null);

  const change = (part: Partial<Answers>): void => {
    forgive();
    keeper.change((content) => changed(content, part));
  };
  const saveNow = (): void => void keeper.flush().then((done) => done && announce(words.foot.save));
  const submit = (): void => {
    setTried(true);
    const [first] = gapsOf(keeper.view().content, new Date(Math.max(now.getTime(), 0)));
    if (first !== undefined) {
      announce(missingSentence(gaps, words));
      focusGap(first);
      return;
    }
    if (offline) announce(words.foot.offline);
    else void send();
  };
  useFormKeys({ onPart: focusPart, onSave: saveNow, onSubmit: submit });

  // What the server did not take is shown where it can be mended.
  const refusedAt = refused?.code === null || refused === null ? null : placeOfRefusal(refused.code);
  const shown: readonly Gap[] =
    refusedAt === null || refused?.code === undefined || refused.code === null
      ? gaps
      : [...gaps, { ...refusedAt, code: refused.code }];
  useEffect(() => {
    if (refusedAt !== null) focusPart(refusedAt.part);
    // Once per refusal, not again with every letter typed after it.
  }, [refused]);

  if (sent !== null) return <ReferralSent sent={sent} due={due} />;
  return (
    <div className="nr" ref={top}>
      <ReferralHead done={partsDone(gaps)} save={save} onPart={focusPart} />
      <div className="nr-scroll">
        {draft.onward !== undefined && (
          <p className="bar plain nr-bar">{plan.carried(draft.onward.number, draft.onward.organisation)}</p>
        )}
        {save.kind === 'conflict' && <ConflictBar onMine={conflict.keepMine} onTheirs={conflict.takeTheirs} />}
        {save.kind === 'local' && <p className="bar nr-bar">{words.draftWaits}</p>}
        <div className="nr-body">
          <div className="nr-main">
            <ResidentBlock
              summary={summary}
              recordLink={
                <Link to="/residents/$id" params={{ id: draft.resident }}>
                  {words.openRecord}
                </Link>
              }
            />
            <ConditionForm draft={draft} gaps={shown} asked={asked} due={due} onChange={change} />
          </div>
          <PlaceChoice
            id={id}
            draft={draft}
            hold={hold}
            held={isHeld(draft.hold, now)}
            offline={offline}
            gaps={shown}
            asked={tried}
            onNeeds={(needs) => keeper.change((content) => ({ ...content, needs }))}
          />
          <ConsentForm
            answers={draft.answers}
            residentName={summary.resident.name}
            gaps={shown}
            asked={asked}
            onChange={change}
          />
        </div>
      </div>
      <ReferralFoot
        draft={draft}
        gaps={gaps}
        due={due}
        sending={sending}
        offline={offline}
        refusal={refused?.sentence ?? null}
        onSave={saveNow}
        onSubmit={submit}
        onMissing={() => {
          setTried(true);
          const [first] = gaps;
          if (first !== undefined) focusGap(first);
        }}
      />
    </div>
  );
};
