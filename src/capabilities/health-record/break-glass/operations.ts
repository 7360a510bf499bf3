/** What breaking the glass does beside opening its review: this person may read this record until a moment, and others are told. */
import { readFileSync } from 'node:fs';
import { countWithheld, withheldOf } from '../../../consortium/access/reasons.ts';
import { openEmergency, tellTeam } from '../../../consortium/access/emergency.ts';
import { findReviewer, readReviewer } from '../../../consortium/access/reviewers.ts';
import type { Reviewer } from '../../../consortium/access/reviewers.ts';
import type { Load, Moves, StepQuestion, TakenStep, Written } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import type { GlassFacts } from './rules.ts';

type ReasonTable = {
  readonly verified: boolean;
  readonly reasons: readonly { readonly code: string; readonly opensWithheld: boolean }[];
};
/** What each reason opens (law 6). */
export const REASON_TABLE = JSON.parse(
  readFileSync(new URL('rules/reasons.json', import.meta.url), 'utf8'),
) as ReasonTable;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const findGlass = (question: StepQuestion): Statement => ({
  name: 'break-glass-facts',
  text: `select resident_known($1) as known,
                exists (select 1 from relation where resident = $1 and organisation = $2 and kind <> 'review'
                           and from_at <= $4 and (until_at is null or until_at > $4)) as related,
                exists (select 1 from emergency_access where resident = $1 and actor = $3
                           and from_at <= $4 and until_at > $4) as open`,
  values: [text(question.answers['resident']), question.actor.organisation, question.actor.id, question.at],
});

/** The look under review was this person's own, in whatever role. */
const findOwnLook = (caseId: string, person: string | null): Statement => ({
  name: 'break-glass-own-look',
  text: 'select 1 from emergency_access where id = $1 and person = $2',
  values: [caseId, person],
});

export const loads = (question: StepQuestion): readonly Load[] =>
  question.step === 'break'
    ? [
        { name: 'reviewer', statement: findReviewer(question.actor.organisation, question.at), read: readReviewer },
        {
          name: 'glass',
          statement: findGlass(question),
          read: (rows) => ({
            known: rows[0]?.['known'] === true,
            related: rows[0]?.['related'] === true,
            open: rows[0]?.['open'] === true,
          }),
        },
        { name: 'withheld', statement: countWithheld(text(question.answers['resident'])), read: withheldOf },
      ]
    : [
        {
          name: 'ownLook',
          statement: findOwnLook(question.caseId, question.actor.person),
          read: (rows) => rows.length > 0,
        },
      ];

export const moves = (question: StepQuestion, loaded: Readonly<Record<string, unknown>>, before: unknown): Moves => {
  if (before !== null) return {};
  const reviewer = loaded['reviewer'] as Reviewer | undefined;
  return {
    parties: {
      asker: { organisation: question.actor.organisation, department: null },
      ...(reviewer === undefined ? {} : { reviewer: reviewer.party }),
    },
    resident: text(question.answers['resident']),
    headline: text(question.answers['reason']),
  };
};

export const write = (taken: TakenStep): Written => {
  if (taken.step !== 'break') return { resources: [], statements: [] };
  const { caseId, actor, at, answers, limits } = taken;
  const reason = text(answers['reason']);
  const resident = text(answers['resident']);
  return {
    resources: [],
    statements: [
      openEmergency({
        id: caseId,
        resident,
        actor,
        reason,
        explanation: text(answers['explanation']),
        opensWithheld: REASON_TABLE.reasons.some(({ code, opensWithheld }) => code === reason && opensWithheld),
        at,
        until: limits('access.emergency', 'routine', at).dueAt,
      }),
      tellTeam({ event: taken.newId(), caseId, resident, at }),
    ],
  };
};

export type { GlassFacts };
