/** The phone's door of the referral: what its pages, which stand outside the desk, are built from. */
export { useAnswerDue } from './answer-due.ts';
export { CaseCourse } from './case-course.tsx';
export { useCase } from './case-query.ts';
export { CaseSummary } from './case-summary.tsx';
export { beginDraftId, newDraftId } from './draft-id.ts';
export type { DraftKeeper, SaveState } from './draft-keeper.ts';
export { placeWords } from './place-words.ts';
export { changed, formAnswers, gapsOf, isHeld } from './referral-draft.ts';
export type { Answers, Gap, Place, ReferralDraft } from './referral-draft.ts';
export { writeDraft as writeStepDraft } from './step-draft.ts';
export { StepPanel } from './step-panel.tsx';
export type { StepSending } from './step-panel.tsx';
export { DRAFT_KIND, findDraft, localKey, useConflict, useDraftKeeper, useKept, useSummary } from './use-draft.ts';
export { useExpiry } from './use-expiry.ts';
export { useHold } from './use-hold.ts';
export type { HoldActs } from './use-hold.ts';
export { useWorklist } from './worklist-query.ts';
