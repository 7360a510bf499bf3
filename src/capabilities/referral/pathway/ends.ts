/** Steps of a referral beside its ordinary way: consent signed later, every explicit end, and lateness. */
import { ConsentRecord, EndingByReceiver, EndingBySender, Withdrawal } from '../forms.ts';
import { consentIsOwed, endingFitsState } from '../rules.ts';
import { residentIsBack } from '../rules/onward.ts';
import { SENDERS, TREATERS } from '../rules/sides.ts';

export const ENDS = {
  'record-consent': {
    from: ['sent', 'accepted', 'in-care', 'return-issued', 'taken-back', 'seen'],
    to: { answer: 'consent', among: { agreed: 'same', refused: 'patient-declined' } },
    clock: 'keep',
    at: ['sender', 'receiver'],
    by: [...SENDERS, 'admission-clerk', 'attending-physician'],
    form: ConsentRecord,
    when: consentIsOwed,
  },
  withdraw: {
    from: ['sent', 'information-requested', 'declined', 'accepted', 'not-arrived'],
    to: 'cancelled',
    at: 'sender',
    by: SENDERS,
    form: Withdrawal,
  },
  'end-at-sender': {
    from: ['information-requested', 'declined', 'not-arrived', 'taken-back', 'seen'],
    to: {
      answer: 'ending',
      among: {
        refused: 'refused',
        'patient-declined': 'patient-declined',
        died: 'died',
        'moved-away': 'moved-away',
        'treated-elsewhere': 'treated-elsewhere',
        duplicate: 'duplicate',
      },
    },
    at: 'sender',
    by: SENDERS,
    form: EndingBySender,
    when: endingFitsState,
  },
  'end-at-receiver': {
    from: ['accepted', 'in-care', 'referred-onward'],
    to: {
      answer: 'ending',
      among: {
        'patient-declined': 'patient-declined',
        'left-against-advice': 'left-against-advice',
        died: 'died',
        'treated-elsewhere': 'treated-elsewhere',
      },
    },
    at: 'receiver',
    by: [...TREATERS, 'admission-clerk', 'duty-officer'],
    form: EndingByReceiver,
    when: [endingFitsState, residentIsBack],
  },
  escalate: {
    from: [
      'sent',
      'sent-back',
      'information-requested',
      'declined',
      'accepted',
      'not-arrived',
      'in-care',
      'referred-onward',
      'return-issued',
      'taken-back',
      'seen',
    ],
    to: 'same',
    clock: 'keep',
    at: 'system',
    by: ['system'],
    escalates: true,
  },
} as const;
