/** Joins official letters to the figures they claim, the region's templates, the printer and the seal. */
import { letterRoutes } from './capabilities/letters/server.ts';
import type { LetterRoutesOptions } from './capabilities/letters/server.ts';
import { regionFolder } from './compose-installation.ts';
import type { FigureSource } from './engines/letters/figures-port.ts';
import { PUBLIC_READER } from './engines/letters/public.ts';
import { plainSeal } from './engines/letters/seal.ts';
import { installTemplates, readTemplates } from './engines/letters/templates.ts';
import type { Config } from './platform/config.ts';
import type { Job } from './platform/jobs.ts';
import type { Route } from './platform/http/route.ts';

type Ground = Pick<LetterRoutesOptions, 'engine' | 'say' | 'zone' | 'printer'> & {
  readonly config: Config;
  readonly reads: { readonly record: LetterRoutesOptions['recordRead'] };
  readonly figures: { readonly source: FigureSource };
};

const DAY = 24 * 3_600_000;

export const composeLetters = ({
  config,
  reads,
  figures,
  ...options
}: Ground): { readonly routes: readonly Route[]; readonly jobs: readonly Job[] } => ({
  // electronic seals are a device of the commission's own: its adapter is put here
  routes: letterRoutes({ ...options, recordRead: reads.record, figures: figures.source, seal: plainSeal }),
  jobs: [
    {
      name: 'letter templates',
      everyMs: DAY,
      work: async () => {
        const { db, clock } = options.engine;
        const templates = await readTemplates(regionFolder(config));
        if (templates.length > 0)
          await db.write(PUBLIC_READER, clock.now(), (tx) => tx.finish([installTemplates(templates)]));
      },
    },
  ],
});
