/** 指标: an official answers “how do you know?” by pointing; the page prints and goes to a meeting as it is. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from '../../kit/button.tsx';
import { dayOf, timeOf } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { Comparison } from './comparison.tsx';
import { FigureCases } from './figure-cases.tsx';
import { useFigure } from './figure-query.ts';
import type { Figure, Part } from './figure-query.ts';
import { PERIODS, periodOf } from './rate.ts';
import type { Period, PeriodName } from './rate.ts';
import { FigureTile } from './tile.tsx';
import { words as table } from './words.ts';
import './figures.css';

const CODE = 'referral.closed-loop';

/** Lives in the address: codes only. */
type Search = { readonly period?: string; readonly part?: string; readonly organisation?: string };

const Shown = ({
  figure,
  period,
  scope,
}: {
  readonly figure: Figure;
  readonly period: Period;
  readonly scope: string;
}): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const open = (part: Part, organisation?: string): void =>
    void navigate({ to: '/figures', search: { ...search, part, organisation } });
  const close = (): void =>
    void navigate({ to: '/figures', search: search.period === undefined ? {} : { period: search.period } });
  const part = search.part === 'numerator' || search.part === 'denominator' ? search.part : null;
  const where =
    figure.byOrganisation.find((row) => row.organisation.id === search.organisation)?.organisation.name ?? scope;
  const at = new Date(figure.asOf);
  return (
    <>
      <div className="figure-tiles">
        <FigureTile name={wordOf(words.figures, figure.code)} figure={figure} onOpen={(which) => open(which)} />
      </div>
      {part !== null && (
        <FigureCases
          code={CODE}
          period={period}
          part={part}
          organisation={search.organisation}
          where={where}
          onClose={close}
        />
      )}
      {figure.byOrganisation.length > 0 && (
        <Comparison figure={figure} onOpen={(which, organisation) => open(which, organisation.id)} />
      )}
      <p className="note print-only">
        {words.printFoot(
          scope,
          words.periodText(period.from, period.until),
          `${dayOf(at)} ${timeOf(at)}`,
          String(figure.version),
        )}
      </p>
    </>
  );
};

export const FiguresScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const { role, region } = useSession();
  const chosen: PeriodName = PERIODS.find((name) => name === search.period) ?? 'year';
  const period = periodOf(chosen, dayOf(serverNow()));
  const figure = useFigure(CODE, period);
  const scope = role.role === 'commission-officer' ? region.name : role.organisation.name;
  return (
    <div className="figures">
      <PageHead
        title={words.title}
        note={
          <span className="dotted">
            <span>
              {words.scope} {scope}
            </span>
            <span>{words.periodText(period.from, period.until)}</span>
          </span>
        }
      >
        <label className="figure-period no-print">
          <span>{words.period}</span>
          <select
            value={chosen}
            onChange={(event) => void navigate({ to: '/figures', search: { period: event.target.value } })}
          >
            {PERIODS.map((name) => (
              <option key={name} value={name}>
                {words.periods[name]}
              </option>
            ))}
          </select>
        </label>
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      {figure.data !== undefined && <Shown figure={figure.data} period={period} scope={scope} />}
      {figure.isPending && <Skeleton rows={5} height={72} />}
      {figure.isError && figure.data === undefined && (
        <ErrorState what={words.figures[CODE]} fault={figure.error} onRetry={() => void figure.refetch()} />
      )}
    </div>
  );
};
