/** The register of what the platform does. A capability is on the platform when it stands here. */
import type { FigureSet } from '../engines/figures/set.ts';
import type { CapabilityServer } from '../engines/pathways/capability.ts';
import { cockpitFigures } from './cockpit/server.ts';
import { acceptanceReviewServer, acceptanceServer, accreditationFigures } from './accreditation/server.ts';
import {
  assessmentServer,
  careBenefitServer,
  careContractServer,
  careSubsidyServer,
  elderCareFigures,
  residenceServer,
} from './elder-care/server.ts';
import { breakGlassServer } from './health-record/break-glass/server.ts';
import { erasureServer } from './health-record/erasure/server.ts';
import { identityServer } from './health-record/identity/server.ts';
import { objectionServer } from './health-record/objection/server.ts';
import { coHandlingServer, promiseServer, proposalServer } from './proposals/server.ts';
import {
  careDifferenceServer,
  hospiceFigures,
  hospiceOccupancy,
  hospiceOpinionServer,
  hospiceStayServer,
  hospiceTaskServer,
} from './hospice/server.ts';
import { letterCountersignServer, letterServer } from './letters/server.ts';
import { referralFigures, referralServer } from './referral/server.ts';

export const CAPABILITIES: readonly CapabilityServer[] = [
  referralServer,
  breakGlassServer,
  identityServer,
  objectionServer,
  proposalServer,
  coHandlingServer,
  promiseServer,
  hospiceStayServer,
  hospiceOpinionServer,
  hospiceTaskServer,
  careDifferenceServer,
  assessmentServer,
  careBenefitServer,
  careContractServer,
  careSubsidyServer,
  residenceServer,
  erasureServer,
  acceptanceServer,
  acceptanceReviewServer,
  // a reply is signed once the proposer has seen its draft, or need not
  letterServer({ proposal: ['agreed'] }),
  letterCountersignServer,
];

/** What is counted, and from which facts: a capability's figures are in the catalogue when its set stands here. */
export const FIGURE_SETS: readonly FigureSet[] = [
  referralFigures,
  accreditationFigures,
  hospiceFigures,
  cockpitFigures,
  elderCareFigures,
  hospiceOccupancy,
];

/** Pathways that steps name and that do not exist yet. */
export const COMING: readonly string[] = [];
