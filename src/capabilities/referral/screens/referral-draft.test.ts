import { describe, expect, it } from 'vitest';
import type { HoldView } from '../../../consortium/shapes.ts';
import {
  changed,
  draftFrom,
  emptyDraft,
  formAnswers,
  fromRecord,
  gapsOf,
  partsDone,
  placeOfRefusal,
  prefilled,
  secondsLeft,
} from './referral-draft.ts';
import type { Answers, ReferralDraft } from './referral-draft.ts';

const now = new Date('2026-11-20T14:30:00+08:00');
const place = {
  visit: 'inpatient' as const,
  department: { id: 'dep-endo', name: '内分泌科' },
  organisation: { id: 'org-county', name: '青禾县人民医院' },
  walkIn: false,
};
const hold: HoldView = {
  id: 'hold-1',
  kind: 'quota',
  department: place.department,
  organisation: place.organisation,
  slot: null,
  bed: null,
  subject: 'draft-1',
  status: 'active',
  overCapacity: false,
  extended: 0,
  untilAt: '2026-11-20T14:44:00+08:00',
  serverTime: '2026-11-20T14:30:00+08:00',
};
const whole: Partial<Answers> = {
  urgency: 'urgent',
  visit: 'inpatient',
  allergy: 'present',
  impression: '2型糖尿病，右足溃疡伴感染',
  reason: '右足底溃疡12天，近3天红肿渗液',
  history: '2型糖尿病11年',
  treatment: '门冬胰岛素30',
  contact: '13800006021',
  told: ['reason-and-destination', 'risk-in-transit'],
  consent: 'agreed',
  signer: 'self',
  signerName: '吴淑琴',
};
const draft = (answers: Partial<Answers> = {}, rest: Partial<ReferralDraft> = {}): ReferralDraft => ({
  ...changed(emptyDraft('res-1'), { ...whole, ...answers }),
  place,
  hold,
  ...rest,
});
const missing = (of: ReferralDraft) => gapsOf(of, now).map((gap) => `${gap.field}:${gap.code}`);

describe('a referral being written', () => {
  it('needs no place held where the clinic gives out no appointments', () => {
    const outpatient = draft({ visit: 'outpatient' }, { hold: null, place: { ...place, visit: 'outpatient' } });
    expect(missing(outpatient)).toEqual(['hold:no-place-held']);
    const walkIn = draft(
      { visit: 'outpatient' },
      { hold: null, place: { ...place, visit: 'outpatient', walkIn: true } },
    );
    expect(missing(walkIn)).toEqual([]);
  });

  it('lacks nothing when form, place and consent are there, and findings may stay empty', () => {
    expect(missing(draft())).toEqual([]);
    expect(partsDone(gapsOf(draft(), now))).toEqual({ condition: true, place: true, consent: true, submit: true });
  });

  it('names every field of a new form that is still to be filled, condition before place before consent', () => {
    const parts = gapsOf(emptyDraft('res-1'), now).map((gap) => gap.part);
    expect(parts).toEqual(
      [...parts].sort((a, b) => 'condition place consent'.indexOf(a) - 'condition place consent'.indexOf(b)),
    );
    expect(missing(emptyDraft('res-1'))).toEqual([
      'urgency:required',
      'visit:required',
      'impression:required',
      'reason:required',
      'history:required',
      'treatment:required',
      'allergy:required',
      'contact:required',
      'department:required',
      'consent:required',
    ]);
  });

  it('does not leave with blanks for an answer, nor with more than the form takes', () => {
    expect(missing(draft({ reason: '  \n ' }))).toEqual(['reason:required']);
    expect(missing(draft({ impression: '痛'.repeat(201) }))).toEqual(['impression:too-long']);
  });

  it('needs a place that still holds, unless it is an emergency or the resident said no', () => {
    const ranOut = { hold: { ...hold, untilAt: '2026-11-20T14:29:59+08:00' } };
    expect(missing(draft({}, { hold: null }))).toEqual(['hold:no-place-held']);
    expect(missing(draft({}, ranOut))).toEqual(['hold:no-place-held']);
    expect(formAnswers(draft({}, ranOut), now)['hold']).toBeUndefined();
    expect(missing(draft({ urgency: 'emergency' }, { hold: null }))).toEqual([]);
    expect(missing(draft({ consent: 'refused', told: [] }, { hold: null }))).toEqual([]);
  });

  it('notices a hold that is at another department than the chosen one', () => {
    const elsewhere = { hold: { ...hold, department: { id: 'dep-surgery', name: '外科' } } };
    expect(missing(draft({}, elsewhere))).toEqual(['hold:hold-is-elsewhere']);
  });

  it('notices that a bed is held for what has become a clinic visit, and keeps the hold', () => {
    const clinic = draft({ visit: 'outpatient' });
    expect(missing(clinic)).toEqual(['department:place-of-other-visit']);
    expect(clinic.hold).toEqual(hold);
  });

  it('asks who signed and what was told before a yes counts', () => {
    expect(missing(draft({ told: [] }))).toEqual(['told:consent-after-telling']);
    expect(missing(draft({ signerName: '' }))).toEqual(['signerName:consent-names-its-signer']);
    expect(missing(draft({ signer: null }))).toEqual(['signer:consent-names-its-signer']);
  });

  it('lets only an emergency owe its consent, and forgets the debt when it is no emergency any more', () => {
    const owed = draft({ urgency: 'emergency', consent: 'owed', told: [], signer: null, signerName: '' });
    expect(missing(owed)).toEqual([]);
    expect(formAnswers(owed, now)).not.toHaveProperty('signer');
    expect(changed(owed, { urgency: 'urgent' }).answers.consent).toBeNull();
  });
});

describe('what the record knows', () => {
  it('is filled in and marked until someone writes over it', () => {
    const filled = prefilled(emptyDraft('res-1'), { history: '高血压2级', allergy: 'never-asked', contact: null });
    expect(filled.answers.history).toBe('高血压2级');
    expect(fromRecord(filled, 'history')).toBe(true);
    expect(fromRecord(filled, 'allergy')).toBe(true);
    expect(fromRecord(changed(filled, { history: '高血压2级，脑梗死' }), 'history')).toBe(false);
  });

  it('never writes over what was typed', () => {
    const typed = changed(emptyDraft('res-1'), { history: '自述无病史', allergy: 'none-known' });
    const filled = prefilled(typed, { history: '高血压2级', allergy: 'never-asked' });
    expect(filled.answers).toEqual(typed.answers);
    expect(fromRecord(filled, 'history')).toBe(false);
  });
});

describe('a stored draft', () => {
  it('comes back as it was saved', () => {
    const saved: unknown = JSON.parse(JSON.stringify(draft()));
    expect(draftFrom('res-1', saved)).toEqual(draft());
  });

  it('still knows which insurance and device were asked of the place', () => {
    const asked = draft({}, { needs: { specialty: '', device: 'ct', insurance: 'residents' } });
    const read = draftFrom('res-1', JSON.parse(JSON.stringify(asked)));
    expect(read.needs).toEqual({ specialty: '', device: 'ct', insurance: 'residents' });
    expect(draftFrom('res-1', { needs: { device: 7 } }).needs).toEqual({ specialty: '', device: '', insurance: '' });
  });

  it('drops what it does not know instead of failing', () => {
    const read = draftFrom('res-1', { answers: { urgency: 'soon', told: ['x'], reason: 3 }, hold: 'x', place: {} });
    expect(read).toEqual(emptyDraft('res-1'));
  });
});

describe('the hold', () => {
  it('counts whole seconds and stops at nothing', () => {
    expect(secondsLeft('2026-11-20T14:43:46+08:00', now)).toBe(826);
    expect(secondsLeft('2026-11-20T14:29:00+08:00', now)).toBe(0);
  });
});

describe('a refusal of the server', () => {
  it('is said where it can be mended', () => {
    expect(placeOfRefusal('hold-is-elsewhere')).toEqual({ part: 'place', field: 'hold' });
    expect(placeOfRefusal('consent-first')).toEqual({ part: 'consent', field: 'consent' });
    expect(placeOfRefusal('destination-is-sender')).toEqual({ part: 'place', field: 'department' });
    expect(placeOfRefusal('step-not-allowed')).toBeNull();
  });
});
