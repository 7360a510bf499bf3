/** The server door of elder care: what the engine needs to run its pathways. */
import type { CapabilityServer } from '../../engines/pathways/capability.ts';
import { refusals } from '../../platform/errors.ts';
import { RESIDENCE_FORMS } from './forms.ts';
import { ASSESSMENT_FORMS } from './forms/assessment.ts';
import * as assessmentWork from './operations/assessment.ts';
import * as contractWork from './operations/contract.ts';
import * as residenceWork from './operations/residence.ts';
import { CONTRACT_FORMS } from './forms/contract.ts';
import { INSURANCE_FORMS, SUBSIDY_FORMS } from './forms/benefit.ts';
import * as benefitWork from './operations/benefit.ts';
import { assessment, careBenefit, careContract, careSubsidy, residence } from './pathway.ts';
import { words } from './words.ts';

export { elderCareFigures } from './figures.ts';
export { loadInstitutions } from './operations/institutions-pack.ts';
export { elderCareRoutes } from './routes.ts';
export { careNetworkRoutes } from './routes/network.ts';

const lookUp = (table: Readonly<Record<string, string>>, code: string): string | undefined =>
  Object.hasOwn(table, code) ? table[code] : undefined;

const errors = refusals(
  409,
  Object.fromEntries(
    Object.entries(words.zh.refusals).map(([code, zh]) => [code, [zh, lookUp(words.en.refusals, code) ?? zh]]),
  ),
);

const said =
  (document: keyof typeof words.zh.documents): CapabilityServer['word'] =>
  (kind, code, language) =>
    kind === 'document'
      ? words[language].documents[document]
      : (lookUp(kind === 'state' ? words[language].states : words[language].steps, code) ?? code);

const RESIDENCE_STATUS: Readonly<Record<string, string>> = {
  applied: 'requested',
  waiting: 'on-hold',
  offered: 'accepted',
  resident: 'in-progress',
  'to-reassess': 'in-progress',
  away: 'on-hold',
  left: 'completed',
  'not-admitted': 'rejected',
  withdrawn: 'cancelled',
  died: 'completed',
};

export const residenceServer: CapabilityServer = {
  pathway: residence,
  ownList: true,
  forms: RESIDENCE_FORMS,
  numberPrefix: 'YL',
  errors,
  word: said('residence'),
  loads: residenceWork.loads,
  moves: residenceWork.moves,
  write: residenceWork.write,
  reason: (step, answers) => {
    const given = step === 'refuse-admission' ? answers['why'] : step === 'record-incident' ? answers['kind'] : null;
    return typeof given === 'string' ? given : null;
  },
  taskStatus: (state) => lookUp(RESIDENCE_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
};

const ASSESSMENT_STATUS: Readonly<Record<string, string>> = {
  requested: 'requested',
  'first-found': 'in-progress',
  found: 'in-progress',
  published: 'in-progress',
  disputed: 'on-hold',
  'in-force': 'completed',
  'kept-as-found': 'completed',
  'not-assessed': 'rejected',
  'assessment-withdrawn': 'cancelled',
};

export const assessmentServer: CapabilityServer = {
  pathway: assessment,
  ownList: true,
  forms: ASSESSMENT_FORMS,
  numberPrefix: 'PG',
  // said once, by the residence's door
  errors: {},
  word: said('assessment'),
  loads: assessmentWork.loads,
  moves: assessmentWork.moves,
  write: assessmentWork.write,
  reason: (step, answers) =>
    step === 'refuse-assessment' && typeof answers['why'] === 'string' ? answers['why'] : null,
  taskStatus: (state) => lookUp(ASSESSMENT_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
};

const BENEFIT_STATUS: Readonly<Record<string, string>> = {
  asked: 'requested',
  checked: 'in-progress',
  approved: 'accepted',
  paid: 'in-progress',
  audited: 'completed',
  'taken-back': 'failed',
  'benefit-refused': 'rejected',
  'benefit-withdrawn': 'cancelled',
};

const benefit = (
  pathway: typeof careBenefit,
  numberPrefix: string,
  forms: CapabilityServer['forms'],
  document: 'care-benefit' | 'care-subsidy',
): CapabilityServer => ({
  pathway,
  ownList: true,
  forms,
  numberPrefix,
  errors: {},
  word: said(document),
  loads: benefitWork.loads,
  moves: benefitWork.moves,
  write: benefitWork.write,
  reason: (step, answers) => (step === 'refuse-benefit' && typeof answers['why'] === 'string' ? answers['why'] : null),
  taskStatus: (state) => lookUp(BENEFIT_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
});
export const careBenefitServer = benefit(careBenefit, 'CH', INSURANCE_FORMS, 'care-benefit');
export const careSubsidyServer = benefit(careSubsidy, 'BT', SUBSIDY_FORMS, 'care-subsidy');

const CONTRACT_STATUS: Readonly<Record<string, string>> = {
  'contract-offered': 'requested',
  'contract-in-force': 'in-progress',
  'call-open': 'in-progress',
  'contract-ended': 'completed',
  'contract-refused': 'rejected',
};

export const careContractServer: CapabilityServer = {
  pathway: careContract,
  ownList: true,
  forms: CONTRACT_FORMS,
  numberPrefix: 'QY',
  errors: {},
  word: said('care-contract'),
  loads: contractWork.loads,
  moves: contractWork.moves,
  write: contractWork.write,
  reason: () => null,
  taskStatus: (state) => lookUp(CONTRACT_STATUS, state) ?? 'cancelled',
  publishedStatus: () => undefined,
  outlook: () => ({ summary: {}, consentOwed: false, tasks: [] }),
};
