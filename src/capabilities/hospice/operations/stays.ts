/** What a step says of where the person is cared for: statements of the same transaction, read by the ledger of days. */
import type { TakenStep } from '../../../engines/pathways/capability.ts';
import { leaveBeds, occupyBed, reserveBed } from '../../../consortium/beds/statements.ts';
import { replaceCover, replaceGrade, endStay, sayEvidence, sayStay } from '../../../engines/care-days/statements.ts';
import type { Place, StayEnd } from '../../../engines/care-days/core/places.ts';
import type { Statement } from '../../../platform/postgres/database.ts';
import { text } from './loads.ts';

export const residentOf = (taken: TakenStep): string => taken.after.resident ?? '';
const receiverOf = (taken: TakenStep): string => taken.after.parties['receiver']?.organisation ?? '';

const began = (taken: TakenStep, place: string, bed: string, from: Date): Statement =>
  sayStay(
    {
      ...{ id: taken.newId(), resident: residentOf(taken), episode: taken.caseId, programme: 'hospice' },
      ...{
        place: place as Place,
        organisation: receiverOf(taken),
        department: null,
        bed: bed === '' ? null : bed,
        from,
      },
      ...{ until: null, ended: null, knownFrom: taken.at },
    },
    taken.actor.id,
  );
const ended = (taken: TakenStep, until: Date, how: StayEnd): Statement =>
  endStay({ id: taken.newId(), episode: taken.caseId, until, ended: how, at: taken.at, author: taken.actor.id });

/** Nobody waits for a bed longer than this; what ends the transfer ends it sooner. */
const KEPT_AT_MOST = 90 * 86_400_000;
const holdOf = (taken: TakenStep, organisation: string, from: Date) => ({
  ...{ id: taken.newId(), subject: taken.caseId, organisation, actor: taken.actor.id, from },
  until: new Date(from.getTime() + KEPT_AT_MOST),
});
/** The numbered bed is nobody else's from now on, whatever it is used as: the exclusion of beds is one for all capabilities. */
const lies = (taken: TakenStep, bed: string, from: Date): readonly Statement[] =>
  bed === '' ? [] : [occupyBed(bed, holdOf(taken, receiverOf(taken), from))];
/** The bed a house that accepts a transfer keeps for who is to come. */
export const kept = (taken: TakenStep): readonly Statement[] => {
  const bed = text(taken.answers['bed']);
  return bed === '' ? [] : [reserveBed(bed, holdOf(taken, taken.actor.organisation, taken.at))];
};
/** The transfer came to nothing. */
export const keptNoLonger = (taken: TakenStep): Statement => leaveBeds(taken.caseId, taken.at, 'active');
const outOfBed = (taken: TakenStep, at: Date): readonly Statement[] => [
  leaveBeds(taken.caseId, at, 'used'),
  keptNoLonger(taken),
];

/** Who insures the person and how ill they are, from the day of admission. */
const insured = (taken: TakenStep, from: string): readonly Statement[] => {
  const said = {
    ...{ resident: residentOf(taken), from, at: taken.at, author: taken.actor.id, organisation: receiverOf(taken) },
  };
  const scheme = text(taken.answers['scheme']);
  const ids = (): readonly [string, string] => [taken.newId(), taken.newId()];
  return [
    replaceCover({ ...said, ids: ids(), kind: 'medical', value: scheme === 'none' ? null : scheme }),
    replaceCover({ ...said, ids: ids(), kind: 'ltci', value: taken.answers['ltci'] === true ? 'ltci' : null }),
    replaceGrade({ ...said, ids: ids(), kind: 'severity', value: text(taken.answers['severity']) }),
  ];
};

export const shown = (taken: TakenStep, kind: string, day: string = taken.today): Statement =>
  sayEvidence(
    [
      {
        ...{ id: taken.newId(), resident: residentOf(taken), organisation: receiverOf(taken), day, kind },
        knownFrom: taken.at,
      },
    ],
    taken.actor.id,
  );

export const admitted = (taken: TakenStep, dayOf: (at: Date) => string): readonly Statement[] => {
  const from = new Date(text(taken.answers['admittedAt']));
  return [
    began(taken, text(taken.answers['place']), text(taken.answers['bed']), from),
    ...lies(taken, text(taken.answers['bed']), from),
    ...insured(taken, dayOf(from)),
    shown(taken, 'team-activity', dayOf(from)),
  ];
};
/** Until the arrival the place before has the person, so that no hour lies between two. */
export const arrived = (taken: TakenStep): readonly Statement[] => {
  const at = new Date(text(taken.answers['arrivedAt']));
  const bed = text(taken.loaded['transferBed']);
  return [
    ended(taken, at, 'transfer'),
    began(taken, text(taken.loaded['toPlace']), bed, at),
    ...outOfBed(taken, at),
    ...lies(taken, bed, at),
  ];
};
export const left = (taken: TakenStep): readonly Statement[] => {
  const at = new Date(text(taken.answers['leftAt']));
  return [ended(taken, at, taken.answers['how'] === 'against-advice' ? 'left' : 'discharge'), ...outOfBed(taken, at)];
};
export const died = (taken: TakenStep): readonly Statement[] => {
  const at = new Date(text(taken.answers['diedAt']));
  return [ended(taken, at, 'death'), ...outOfBed(taken, at)];
};
