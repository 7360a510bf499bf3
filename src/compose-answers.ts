/**
 * Joins proposals to the letters that answer them: a letter's step takes its proposal along, and a proposer who wants changes takes
 * the letter back to drafting. Neither capability knows the other; what one means to the other is said here.
 */
import { REPLY_CLASSES } from './capabilities/proposals/server.ts';
import { answeredCaseIn } from './capabilities/letters/server.ts';
import type { LetterFacts } from './capabilities/letters/server.ts';
import type { Engine, StepAlong, StepDecided } from './engines/pathways/engine.ts';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** 类别：B类 and 办理结果：B are one class; what no letter of the dictionary stands in is said as it is and refused by the proposal. */
const classOf = ({ content }: LetterFacts): { readonly replyClass?: string } => {
  if (content.reply === null) return {};
  const said = content.reply.value.normalize('NFKC').toUpperCase();
  return { replyClass: REPLY_CLASSES.find((code) => said.includes(code)) ?? said.slice(0, 10) };
};

const PUBLICATION = { public: 'public', 'on-request': 'on-request', 'not-public': 'not-public' } as const;
const SEND_WAY: Readonly<Record<string, string>> = { paper: 'paper', mail: 'paper', upload: 'platform' };

const promisesOf = ({ content }: LetterFacts): readonly object[] =>
  content.promises.map(({ sentence, keeper, due, figure, milestones }) => ({
    what: sentence,
    organisation: keeper,
    due,
    ...(figure === null ? {} : { figure }),
    milestones: milestones.map((milestone) => ({ milestone: milestone.what, due: milestone.due })),
  }));

/** What a letter's step is to the proposal it answers. */
const ofLetter = (decided: StepDecided, letter: LetterFacts): readonly [step: string, answers: object] | null => {
  const { step, answers } = decided;
  const written = { letter: decided.after.id, letterVersion: letter.head, ...classOf(letter) };
  switch (step) {
    case 'submit':
      return ['letter-submitted', written];
    case 'check':
    case 'countersigned':
      return ['letter-checked', {}];
    case 'send-back':
      return ['letter-stopped', { reason: text(answers['backReason']) }];
    case 'withdraw':
      // a draft that was never handed in has moved nothing
      return decided.before?.state === 'drafting'
        ? null
        : ['letter-stopped', { reason: text(answers['withdrawReason']) }];
    case 'sign':
      return ['letter-signed', { ...written, publication: PUBLICATION[letter.content.disclosure] }];
    case 'send':
      return [
        'letter-sent',
        {
          sentOn: answers['sentOn'],
          sendWays: [...new Set((answers['ways'] as readonly string[]).map((way) => SEND_WAY[way]))],
          sentTo: answers['sentTo'],
          promises: promisesOf(letter),
        },
      ];
    case 'void':
      return ['letter-stopped', { reason: text(answers['voidReason']) }];
    default:
      return null;
  }
};

const proposalAlong = (decided: StepDecided): readonly StepAlong[] => {
  const answered = answeredCaseIn(decided.loaded);
  const letter = decided.loaded['letter'] as LetterFacts | undefined;
  if (answered === null || answered.closed || answered.pathway !== 'proposal' || letter === undefined) return [];
  const along = ofLetter(decided, letter);
  if (along === null) return [];
  const [step, answers] = along;
  return [{ pathway: 'proposal', caseId: answered.id, step, answers: { ...answers } }];
};

/** A draft the proposer or the leader does not agree to goes back to whoever wrote it. */
const letterAlong = ({ step, answers, children }: StepDecided): readonly StepAlong[] => {
  const back = step === 'send-back' || (step === 'record-draft-opinion' && answers['draftOpinion'] === 'wants-changes');
  const open = children.find(({ pathway, closed }) => pathway === 'letter' && !closed);
  if (!back || open === undefined) return [];
  const said = text(answers['remark']) || text(answers['reason']) || '提出人要求修改';
  return [{ pathway: 'letter', caseId: open.id, step: 'case-returned', answers: { backReason: said.slice(0, 1000) } }];
};

export const stepsAlong: NonNullable<Engine['along']> = (decided) =>
  decided.pathway === 'letter' ? proposalAlong(decided) : decided.pathway === 'proposal' ? letterAlong(decided) : [];
