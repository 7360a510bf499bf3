/** Several server processes behind one port: this one keeps database and region, its workers serve them. */
import { keepInstallation, refuseUsedPort } from './compose-installation.ts';
import type { Kept, LoadingProgress } from './compose-installation.ts';
import { systemClock } from './platform/clock.ts';
import type { Config } from './platform/config.ts';
import { startFault } from './platform/start-words.ts';
import { superviseWorkers } from './platform/workers/supervise.ts';
import type { SuperviseOptions } from './platform/workers/supervise.ts';

export type Started = Pick<Kept, 'pack' | 'loaded'> & { readonly address: string };

/** `stop` may be called at any time; what has been started by then is stopped in the reverse order. */
export const startWorkers = (
  config: Config,
  onProgress: (progress: LoadingProgress) => void,
  onLost: SuperviseOptions['onLost'],
): { readonly starting: Promise<Started>; readonly stop: () => Promise<void> } => {
  const undo: (() => Promise<unknown>)[] = [];
  const undoAll = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  const start = async (): Promise<Started> => {
    await refuseUsedPort(config);
    const kept = await keepInstallation(config, systemClock, onProgress);
    undo.push(kept.stop);
    const workers = superviseWorkers({ count: config.workers, onLost });
    undo.push(workers.stop);
    try {
      return { pack: kept.pack, loaded: kept.loaded, address: await workers.ready };
    } catch (cause) {
      await undoAll();
      throw startFault('start.worker-ended', {}, cause);
    }
  };
  const starting = start();
  return {
    starting,
    stop: async () => {
      await starting.catch(() => undefined);
      await undoAll();
    },
  };
};
