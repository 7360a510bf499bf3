/** The rows a hospice step writes beside its case. One statement, one function. */
import type { TakenStep } from '../../../engines/pathways/capability.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { findRules, rulesVersion } from '../rules/admission.ts';
import { text } from './loads.ts';
import { residentOf } from './stays.ts';

const own = (taken: TakenStep): readonly unknown[] => [
  taken.newId(),
  taken.caseId,
  residentOf(taken),
  taken.actor.organisation,
];

export const decidedBy = (taken: TakenStep): Statement => {
  const rules = findRules(text(taken.loaded['city']), taken.today);
  const { answers } = taken;
  return {
    name: 'hospice-admission',
    text: `insert into hospice_admission (case_id, resident, organisation, diagnosis, rules, verified, kps, pps, prognosis,
                                          admitted_at, author)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    values: [
      ...[taken.caseId, residentOf(taken), taken.actor.organisation, taken.after.headline],
      ...[rules === undefined ? '' : rulesVersion(rules), rules?.verified ?? false],
      ...[answers['kps'], answers['pps'], answers['prognosis'], new Date(text(answers['admittedAt'])), taken.actor.id],
    ],
  };
};

export const wished = (taken: TakenStep): readonly Statement[] => [
  {
    name: 'hospice-wish-supersede',
    text: `update hospice_wish set revoked_at = $2, revocation = 'superseded' where case_id = $1 and revoked_at is null`,
    values: [taken.caseId, taken.at],
  },
  {
    name: 'hospice-wish',
    text: `insert into hospice_wish (id, case_id, resident, organisation, version, content, said_at, author)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      ...[...own(taken), Number(taken.loaded['wishVersion'] ?? 0) + 1, JSON.stringify(taken.answers), taken.at],
      taken.actor.id,
    ],
  },
];
export const revoked = (taken: TakenStep): Statement => ({
  name: 'hospice-wish-revoke',
  text: `with gone as (
    update hospice_wish set revoked_at = $2, revocation = $3 where case_id = $1 and revoked_at is null returning 1
  )
  select expect_rows((select count(*) from gone), 1, 'hospice.no-wishes')`,
  values: [taken.caseId, taken.at, text(taken.answers['revocation'])],
});

export const booked = (taken: TakenStep): Statement => ({
  name: 'hospice-opioid',
  text: `insert into hospice_opioid (id, case_id, resident, organisation, kind, drug, units, day, days, second_person, at, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
  values: [
    ...[...own(taken), taken.answers['entry'], taken.answers['drug'], taken.answers['units'], taken.today],
    ...[taken.answers['days'] ?? null, taken.answers['second'], taken.at, taken.actor.id],
  ],
});

export const acted = (
  taken: TakenStep,
  kind: 'visit' | 'call' | 'team' | 'conference' | 'after-care' | 'contact',
  what: string,
): Statement => ({
  name: 'hospice-act',
  text: `insert into hospice_act (id, case_id, resident, organisation, kind, profession, what, content, day, at, next_on, author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
  values: [
    ...[...own(taken), kind, taken.answers['profession'] ?? null, what, JSON.stringify(taken.answers), taken.today],
    ...[taken.at, taken.answers['nextOn'] ?? null, taken.actor.id],
  ],
});

export const asked = (taken: TakenStep): Statement => ({
  name: 'hospice-transfer-ask',
  text: `insert into hospice_transfer (id, case_id, resident, organisation, receiver, place, trigger, reason, note, requested_at,
                                       author)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
  values: [
    ...[
      ...own(taken),
      taken.answers['to'],
      taken.answers['toPlace'],
      taken.answers['trigger'],
      taken.answers['reason'],
    ],
    ...[taken.answers['summary'], taken.at, taken.actor.id],
  ],
});

/** A moment of the transfer under way. Guard: `hospice.no-transfer`. */
const moved = (taken: TakenStep, name: string, set: string, ...values: readonly unknown[]): Statement => ({
  name: `hospice-transfer-${name}`,
  text: `with moved as (update hospice_transfer set ${set} where id = $1 returning 1)
  select expect_rows((select count(*) from moved), 1, 'hospice.no-transfer')`,
  values: [taken.loaded['transfer'], ...values],
});
export const answered = (taken: TakenStep, answer: 'accepted' | 'declined'): Statement =>
  moved(
    taken,
    'answer',
    'answered_at = $2, answer = $3, bed = $4',
    ...[taken.at, answer, text(taken.answers['bed']) || null],
  );
export const departed = (taken: TakenStep): Statement =>
  moved(taken, 'depart', 'departed_at = $2', new Date(text(taken.answers['departedAt'])));
export const came = (taken: TakenStep): Statement =>
  moved(taken, 'arrive', 'arrived_at = $2', new Date(text(taken.answers['arrivedAt'])));
export const assessed = (taken: TakenStep): Statement => moved(taken, 'assess', 'assessed_at = $2', taken.at);
export const calledOff = (taken: TakenStep): Statement =>
  moved(taken, 'call-off', 'not_arrived = $2', text(taken.answers['whereabouts']) || '已离世');
