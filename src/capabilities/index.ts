/** The register of what the platform does. A capability is on the platform when it stands here. */
import type { CapabilityServer } from '../engines/pathways/capability.ts';
import { referralServer } from './referral/server.ts';

export const CAPABILITIES: readonly CapabilityServer[] = [referralServer];

/** Capabilities named by a handover that do not exist yet: their step is not offered. */
export const COMING: readonly string[] = [];
