/**
 * A hospice stay from referral to the end of bereavement care. `receiver` is where the person is cared for, `next` where they are
 * to go; who arrives makes `next` the receiver, so that no hour lies between two owners.
 */
import { CARING } from '../../consortium/roles.ts';
import { pathway } from '../../engines/pathways/define.ts';
import * as forms from './forms.ts';
import * as care from './forms/care.ts';
import * as courseForms from './forms/courses.ts';
import * as opioids from './rules/opioids.ts';
import * as rules from './rules.ts';
import * as courses from './rules/courses.ts';
import * as scales from './rules/scales.ts';
import * as team from './rules/team.ts';
import { CARERS, LEADS, LEAD_ROLES, MOURNERS, MOURNER_ROLES, NURSES, TEAM } from './rules/sides.ts';

export { careDifference } from './pathway/difference.ts';

const CARED = ['in-care', 'transfer-requested', 'transfer-accepted', 'arrived'] as const;
const UNDER_WAY = [...CARED, 'on-the-way'] as const;
/** A record of care: the case stays where it is, and its clock runs on. */
const RECORD = { from: CARED, to: 'same', clock: 'keep', at: 'receiver' } as const;

export const hospiceStay = pathway({
  name: 'hospice-stay',
  version: 1,
  parties: ['sender', 'receiver', 'next'],
  states: {
    referred: { owner: 'receiver', role: LEADS, within: 'hospice.answer', late: 'escalate' },
    'in-care': { owner: 'receiver', role: LEADS, within: 'hospice.review', late: 'escalate' },
    'transfer-requested': { owner: 'next', role: LEADS, within: 'hospice.transfer-answer', late: 'escalate' },
    'transfer-accepted': { owner: 'receiver', role: NURSES, within: 'hospice.departure', late: 'escalate' },
    'on-the-way': { owner: 'next', role: NURSES, within: 'hospice.arrival', late: 'escalate' },
    arrived: { owner: 'receiver', role: LEADS, within: 'hospice.first-assessment', late: 'escalate' },
    bereavement: { owner: 'receiver', role: MOURNERS, within: 'hospice.bereavement', late: 'escalate' },
    died: { end: 'died' },
    'died-before': { end: 'died' },
    discharged: { end: 'finished' },
    'treated-elsewhere': { end: 'treated-elsewhere' },
    'left-against-advice': { end: 'left-against-advice' },
    'moved-away': { end: 'moved-away' },
    refused: { end: 'refused' },
    cancelled: { end: 'cancelled' },
    'patient-declined': { end: 'patient-declined' },
  },
  steps: {
    refer: {
      ...{ from: [], to: 'referred', at: 'sender', by: CARING, form: forms.Referral },
      when: [rules.residentKnown, rules.residentAlive, rules.notInCare, rules.takesHospice],
    },
    admit: {
      ...{ from: ['referred'], to: 'in-care', at: 'receiver', by: LEAD_ROLES, form: forms.Admission },
      when: [rules.residentAlive, rules.admittedByNow, rules.wholeTens, rules.meetsTheRules, rules.bedFits],
    },
    refuse: { from: ['referred'], to: 'refused', at: 'receiver', by: LEAD_ROLES, form: forms.Refusal },
    withdraw: {
      from: ['referred'],
      to: {
        answer: 'withdrawn',
        among: { mistaken: 'cancelled', declined: 'patient-declined', died: 'died-before' },
      },
      at: ['sender', 'receiver'],
      by: CARING,
      form: forms.Withdrawal,
    },
    review: {
      from: ['in-care'],
      to: 'in-care',
      at: 'receiver',
      by: LEAD_ROLES,
      form: care.Score,
      when: rules.asksSomething,
    },
    score: { ...RECORD, by: CARERS, form: care.Score, when: rules.asksSomething },
    'record-scale': {
      ...{ ...RECORD, by: TEAM, form: care.ScaleEntry },
      when: [
        ...[scales.scaleByRole, scales.assessedInTheStay, scales.correctionStands],
        ...[scales.scaleComplete, scales.scoredAlive],
      ],
    },
    'withdraw-scale': { ...RECORD, by: TEAM, form: care.ScaleWithdrawal, when: scales.correctionStands },
    'record-wishes': {
      ...{ ...RECORD, by: TEAM, form: care.Wishes, when: [rules.wishesAgree, rules.someoneDecides] },
    },
    'revoke-wishes': { ...RECORD, by: TEAM, form: care.Revocation, when: rules.wishesStand },
    'name-team': { ...RECORD, by: TEAM, form: care.TeamNamed, when: [team.namedOnce, team.leadIsMember] },
    'record-activity': { ...RECORD, by: TEAM, form: care.TeamActivity },
    visit: { ...RECORD, by: CARERS, form: care.Visit, when: rules.visitedByNow },
    // 来电、夜间来电: the place of care keeps the person, whoever answers
    'answer-call': {
      ...{ ...RECORD, by: CARERS, form: care.Call },
      when: [rules.calledByNow, rules.calledAfterAdmission],
    },
    'record-opioid': {
      ...RECORD,
      by: CARERS,
      form: care.OpioidEntry,
      when: [opioids.withinDays, opioids.reviewedLately, rules.countAgrees],
    },
    'begin-course': {
      ...{ ...RECORD, by: CARERS, form: courseForms.CourseBegun },
      when: [courses.techniqueInForce, courses.courseNotTwice],
    },
    'record-session': {
      ...{ ...RECORD, by: CARERS, form: courseForms.CourseSession },
      when: [courses.someCourseOpen, courses.courseGoesOn, courses.sessionInCourse],
    },
    'end-course': {
      ...{ ...RECORD, by: CARERS, form: courseForms.CourseEnd },
      when: [courses.someCourseOpen, courses.courseGoesOn, courses.scoredAfter, courses.someSession],
    },
    'stop-course': {
      ...{ ...RECORD, by: CARERS, form: courseForms.CourseStop },
      when: [courses.someCourseOpen, courses.courseGoesOn],
    },
    'call-conference': {
      ...{ ...RECORD, by: LEAD_ROLES, form: care.CallConference },
      opens: { pathway: 'hospice-opinion', each: 'asked' },
    },
    'conclude-conference': {
      ...{ ...RECORD, by: LEAD_ROLES, form: care.Conclusion },
      when: [rules.conferenceCalled, rules.everybodyAnswered],
    },
    'give-tasks': { ...RECORD, by: TEAM, form: care.TasksGiven, opens: { pathway: 'hospice-task', each: 'tasks' } },
    'request-transfer': {
      ...{ from: ['in-care'], to: 'transfer-requested', at: 'receiver', by: LEAD_ROLES, form: forms.Transfer },
      when: [rules.takesHospice, rules.elsewhereThanHere],
    },
    'accept-transfer': {
      ...{ from: ['transfer-requested'], to: 'transfer-accepted', at: 'next', by: LEAD_ROLES, form: forms.Acceptance },
      when: rules.bedFits,
    },
    'decline-transfer': {
      ...{ from: ['transfer-requested'], to: 'in-care', at: 'next', by: LEAD_ROLES, form: forms.Declination },
    },
    depart: {
      ...{ from: ['transfer-accepted'], to: 'on-the-way', at: 'receiver', by: CARERS, form: forms.Departure },
      when: [rules.departedByNow, rules.departedAfterAdmission],
    },
    'call-off': {
      from: ['transfer-accepted'],
      to: 'in-care',
      at: ['receiver', 'next'],
      by: CARERS,
      form: forms.NotArrived,
    },
    arrive: {
      ...{ from: ['on-the-way'], to: 'arrived', at: 'next', by: CARERS, form: forms.Arrival },
      when: [rules.arrivedByNow, rules.arrivedAfterAdmission, rules.arrivedAfterDeparture],
    },
    'report-not-arrived': {
      ...{ from: ['on-the-way'], to: 'in-care', at: ['receiver', 'next'], by: CARERS, form: forms.NotArrived },
    },
    'assess-first': {
      ...{ from: ['arrived'], to: 'in-care', at: 'receiver', by: CARERS, form: care.FirstAssessment },
      when: rules.asksSomething,
    },
    discharge: {
      from: ['in-care'],
      to: {
        answer: 'how',
        among: {
          'care-ends': 'discharged',
          elsewhere: 'treated-elsewhere',
          'against-advice': 'left-against-advice',
          moved: 'moved-away',
        },
      },
      at: 'receiver',
      by: LEAD_ROLES,
      form: forms.Discharge,
      when: [rules.leftByNow, rules.leftAfterAdmission],
    },
    'record-death': {
      ...{ from: UNDER_WAY, to: 'bereavement', at: ['receiver', 'next'], by: CARERS, form: forms.Death },
      when: [rules.diedByNow, rules.diedAfterAdmission],
    },
    'after-care': {
      from: ['bereavement'],
      to: 'same',
      clock: 'keep',
      at: 'receiver',
      by: MOURNER_ROLES,
      form: care.AfterCare,
    },
    contact: {
      ...{ from: ['bereavement'], to: 'bereavement', at: 'receiver', by: MOURNER_ROLES, form: care.Contact },
      when: rules.riskReferred,
    },
    close: {
      ...{ from: ['bereavement'], to: 'died', at: 'receiver', by: MOURNER_ROLES, form: care.Closing },
      when: rules.scheduleDone,
    },
    escalate: {
      from: ['referred', ...UNDER_WAY, 'bereavement'],
      ...{ to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
    },
  },
});

/** One profession's answer to a conference: a case of its own, with an owner and a clock. */
export const hospiceOpinion = pathway({
  name: 'hospice-opinion',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    asked: { owner: 'receiver', role: NURSES, within: 'hospice.opinion', late: 'escalate' },
    answered: { end: 'finished' },
  },
  steps: {
    ask: { from: [], to: 'asked', at: 'sender', by: LEAD_ROLES, form: care.Opinion },
    answer: { from: ['asked'], to: 'answered', at: 'receiver', by: TEAM, form: care.OpinionGiven },
    escalate: { from: ['asked'], to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
  },
});

/** What one member of the team is to do by a day, ticked off by whoever did it. */
export const hospiceTask = pathway({
  name: 'hospice-task',
  version: 1,
  parties: ['sender', 'receiver'],
  states: {
    given: { owner: 'receiver', role: NURSES, within: 'hospice.task', late: 'escalate' },
    'task-done': { end: 'finished' },
    'task-dropped': { end: 'cancelled' },
  },
  steps: {
    give: { from: [], to: 'given', at: 'sender', by: TEAM, form: care.Task },
    done: { from: ['given'], to: 'task-done', at: 'receiver', by: TEAM, form: care.TaskDone },
    drop: { from: ['given'], to: 'task-dropped', at: 'receiver', by: TEAM, form: care.TaskDropped },
    escalate: { from: ['given'], to: 'same', clock: 'keep', at: 'system', by: ['system'], escalates: true },
  },
});
