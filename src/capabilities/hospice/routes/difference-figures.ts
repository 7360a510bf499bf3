/** What the figures say of the own organisation's differences this year: the same definitions the commission reads. */
import type { FigureSource } from '../../../engines/letters/figures-port.ts';
import type { Route } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import { DIFFERENCE_FIGURES } from '../figures/differences.ts';
import { atDesk } from '../rules/sides.ts';
import { DifferenceFigures } from '../shapes/claims.ts';
import type { HospiceRoutesOptions } from './options.ts';

const CODES = DIFFERENCE_FIGURES.map(({ code }) => code);

export const differenceFigureRoute = ({ engine, figures }: HospiceRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/api/hospice/difference-figures',
    summary: 'Figures of the own organisation’s differences with insurers, from the first of January to today',
    access: 'role',
    answer: DifferenceFigures,
    handle: async ({ caller: { actor }, language }) => {
      if (!atDesk(actor)) return { refusal: refuse('role.may-not') };
      const today = engine.today(engine.clock.now());
      const period = { from: `${today.slice(0, 4)}-01-01`, to: today };
      const scope = { kind: 'organisation', id: actor.organisation } as const;
      return {
        body: {
          period,
          items: await told(
            figures,
            CODES.map((code) => ({ code, scope, period, asOf: null })),
            actor,
            language,
          ),
        },
      };
    },
  });

const told = async (
  figures: FigureSource | null,
  asked: Parameters<FigureSource['read']>[1],
  actor: Parameters<FigureSource['read']>[0],
  language: 'zh' | 'en',
): Promise<DifferenceFigures['items']> => {
  const answers = figures === null ? [] : await figures.read(actor, asked);
  return answers.flatMap((answer) => {
    const definition = isRefusal(answer) ? undefined : figures?.catalogue.find(answer.code);
    if (isRefusal(answer) || definition === undefined) return [];
    const { name, unit, definition: says, leavesOut } = definition.words[language];
    const { code, value, numerator, denominator, masked } = answer;
    return [
      {
        code,
        name,
        unit,
        definition: says,
        leavesOut,
        decimals: definition.decimals,
        value,
        numerator,
        denominator,
        masked,
      },
    ];
  });
};
