/** What is said of elder care: one table for its pathways, in parts. */
import { words as table } from '../../platform/words.ts';
import { ASSESSMENT_EN, ASSESSMENT_ZH, SCALE_WORDS } from './words/assessment.ts';
import { BENEFIT_EN, BENEFIT_ZH, PROGRAMME_WORDS } from './words/benefit.ts';
import { CONTRACT_EN, CONTRACT_ZH } from './words/contract.ts';
import { INSTITUTION_EN, INSTITUTION_ZH } from './words/institution.ts';
import { LIVING_EN, LIVING_ZH } from './words/living.ts';
import { RESIDENCE_EN } from './words/residence-en.ts';
import { RESIDENCE_ZH } from './words/residence.ts';

export const words = table(
  {
    name: '养老服务',
    documents: {
      ...RESIDENCE_ZH.documents,
      ...ASSESSMENT_ZH.documents,
      ...BENEFIT_ZH.documents,
      ...CONTRACT_ZH.documents,
    },
    states: { ...RESIDENCE_ZH.states, ...ASSESSMENT_ZH.states, ...BENEFIT_ZH.states, ...CONTRACT_ZH.states },
    steps: {
      ...RESIDENCE_ZH.steps,
      ...LIVING_ZH.steps,
      ...ASSESSMENT_ZH.steps,
      ...BENEFIT_ZH.steps,
      ...CONTRACT_ZH.steps,
    },
    done: { ...RESIDENCE_ZH.done, ...LIVING_ZH.done, ...ASSESSMENT_ZH.done, ...BENEFIT_ZH.done, ...CONTRACT_ZH.done },
    clocks: { ...RESIDENCE_ZH.clocks, ...ASSESSMENT_ZH.clocks, ...BENEFIT_ZH.clocks, ...CONTRACT_ZH.clocks },
    forms: {
      ...RESIDENCE_ZH.forms,
      ...LIVING_ZH.forms,
      ...ASSESSMENT_ZH.forms,
      ...BENEFIT_ZH.forms,
      ...CONTRACT_ZH.forms,
    },
    questions: {
      ...SCALE_WORDS.zh.questions,
      ...RESIDENCE_ZH.questions,
      ...LIVING_ZH.questions,
      ...ASSESSMENT_ZH.questions,
      ...BENEFIT_ZH.questions,
      ...CONTRACT_ZH.questions,
      ...INSTITUTION_ZH.questions,
    },
    answers: {
      ...PROGRAMME_WORDS.zh,
      ...SCALE_WORDS.zh.answers,
      ...RESIDENCE_ZH.answers,
      ...LIVING_ZH.answers,
      ...ASSESSMENT_ZH.answers,
      ...BENEFIT_ZH.answers,
      ...CONTRACT_ZH.answers,
      ...INSTITUTION_ZH.answers,
    },
    refusals: {
      ...RESIDENCE_ZH.refusals,
      ...LIVING_ZH.refusals,
      ...ASSESSMENT_ZH.refusals,
      ...BENEFIT_ZH.refusals,
      ...CONTRACT_ZH.refusals,
      ...INSTITUTION_ZH.refusals,
    },
  },
  {
    name: 'Elder care',
    documents: {
      ...RESIDENCE_EN.documents,
      ...ASSESSMENT_EN.documents,
      ...BENEFIT_EN.documents,
      ...CONTRACT_EN.documents,
    },
    states: { ...RESIDENCE_EN.states, ...ASSESSMENT_EN.states, ...BENEFIT_EN.states, ...CONTRACT_EN.states },
    steps: {
      ...RESIDENCE_EN.steps,
      ...LIVING_EN.steps,
      ...ASSESSMENT_EN.steps,
      ...BENEFIT_EN.steps,
      ...CONTRACT_EN.steps,
    },
    done: { ...RESIDENCE_EN.done, ...LIVING_EN.done, ...ASSESSMENT_EN.done, ...BENEFIT_EN.done, ...CONTRACT_EN.done },
    clocks: { ...RESIDENCE_EN.clocks, ...ASSESSMENT_EN.clocks, ...BENEFIT_EN.clocks, ...CONTRACT_EN.clocks },
    forms: {
      ...RESIDENCE_EN.forms,
      ...LIVING_EN.forms,
      ...ASSESSMENT_EN.forms,
      ...BENEFIT_EN.forms,
      ...CONTRACT_EN.forms,
    },
    questions: {
      ...SCALE_WORDS.en.questions,
      ...RESIDENCE_EN.questions,
      ...LIVING_EN.questions,
      ...ASSESSMENT_EN.questions,
      ...BENEFIT_EN.questions,
      ...CONTRACT_EN.questions,
      ...INSTITUTION_EN.questions,
    },
    answers: {
      ...PROGRAMME_WORDS.en,
      ...SCALE_WORDS.en.answers,
      ...RESIDENCE_EN.answers,
      ...LIVING_EN.answers,
      ...ASSESSMENT_EN.answers,
      ...BENEFIT_EN.answers,
      ...CONTRACT_EN.answers,
      ...INSTITUTION_EN.answers,
    },
    refusals: {
      ...RESIDENCE_EN.refusals,
      ...LIVING_EN.refusals,
      ...ASSESSMENT_EN.refusals,
      ...BENEFIT_EN.refusals,
      ...CONTRACT_EN.refusals,
      ...INSTITUTION_EN.refusals,
    },
  },
);
