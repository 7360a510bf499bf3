/** The register of what the platform does. A capability is on the platform when it stands here. */
import type { CapabilityServer } from '../engines/pathways/capability.ts';
import {
  assessmentServer,
  careBenefitServer,
  careContractServer,
  careSubsidyServer,
  residenceServer,
} from './elder-care/server.ts';
import { breakGlassServer } from './health-record/break-glass/server.ts';
import { erasureServer } from './health-record/erasure/server.ts';
import { identityServer } from './health-record/identity/server.ts';
import { objectionServer } from './health-record/objection/server.ts';
import { coHandlingServer, promiseServer, proposalServer } from './proposals/server.ts';
import { hospiceOpinionServer, hospiceStayServer } from './hospice/server.ts';
import { letterCountersignServer, letterServer } from './letters/server.ts';
import { referralServer } from './referral/server.ts';

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
  assessmentServer,
  careBenefitServer,
  careContractServer,
  careSubsidyServer,
  residenceServer,
  erasureServer,
  letterServer,
  letterCountersignServer,
];

/** Pathways that steps name and that do not exist yet. */
export const COMING: readonly string[] = [];
