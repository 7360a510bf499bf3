/**
 * Property tests draw the same schedules on every machine, so that a red run is a red run everywhere. To look further:
 * `KANGLIAN_SEED=$RANDOM npx vitest run …`, and for the pathways more of them with `KANGLIAN_SCHEDULES=2000`.
 */
import fc from 'fast-check';

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['KANGLIAN_SEED'] ?? 20261122) });
