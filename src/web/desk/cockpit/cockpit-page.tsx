/** 监管看板: an official answers “how do you know?” by pointing; the page prints and goes to a meeting as it is. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { FigureView, Part } from '../../../capabilities/referral/index.ts';
import { PARTS, words as referralTable } from '../../../capabilities/referral/index.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, timeOf } from '../../kit/civil.ts';
import { Drawer } from '../../kit/drawer.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { ErrorState, Skeleton } from '../../kit/states.tsx';
import { AttentionCard } from './attention.tsx';
import { CaseList } from './case-list.tsx';
import { useFigures } from './cockpit-query.ts';
import { Comparison } from './comparison.tsx';
import { Definitions } from './definitions.tsx';
import { FlowPicture } from './flow-picture.tsx';
import { AsOfChoice, Choices } from './head.tsx';
import { OpenContext } from './opens.tsx';
import type { Opening } from './opens.tsx';
import { periodFrom } from './periods.ts';
import type { Period } from './periods.ts';
import { Reasons } from './reasons.tsx';
import { sheetOf } from './sheet.ts';
import { DurationTile, RateTile } from './tiles.tsx';
import { words as table } from './words.ts';
import './attention.css';
import './flow-picture.css';
import './cockpit.css';
import './comparison.css';

/** Lives in the address: codes only. */
type Search = {
  readonly [Key in
    | 'scope'
    | 'side'
    | 'period'
    | 'from'
    | 'until'
    | 'asOf'
    | 'part'
    | 'flow'
    | 'reason'
    | 'other'
    | 'of'
    | 'ofSide']?: string;
};
const LIST = {
  part: undefined,
  flow: undefined,
  reason: undefined,
  other: undefined,
  of: undefined,
  ofSide: undefined,
};

const momentOf = (instant: string): string => `${dayOf(new Date(instant))} ${timeOf(new Date(instant))}`;
/** The end of a past day is said as that day's, not as the minute before midnight. */
const asOfText = ({ asOf, past }: FigureView): string => (past === null ? momentOf(asOf) : `${past} 24:00`);

const Board = ({
  view,
  onDefine,
  onEnter,
}: {
  readonly view: FigureView;
  readonly onDefine: () => void;
  readonly onEnter: (id: string, side: string | undefined) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const { scope } = view;
  // what an organisation's other sides sent it, they see from their own side
  const side = scope.kind === 'organisation' && scope.side === 'sent' ? 'received' : 'sent';
  const wide = view.scopes.length > 0;
  return (
    <>
      <div className="tiles">
        {view.rates.map((rate) => (
          <RateTile
            key={rate.code}
            rate={rate}
            note={
              rate.code === 'referral.seen-in-time'
                ? words.seenWithin(view.limits.seenWithin.value)
                : rate.code === 'referral.closed-loop'
                  ? words.openCounted
                  : undefined
            }
            onDefine={onDefine}
          />
        ))}
        <DurationTile durations={view.durations} onDefine={onDefine} />
      </div>
      <div className="cockpit-columns">
        <div className="cockpit-column">
          <FlowPicture view={view} />
          <Reasons view={view} />
        </div>
        <div className="cockpit-column">
          <Comparison
            view={view}
            onEnter={wide ? (row) => onEnter(row.id, scope.kind === 'region' ? undefined : side) : null}
          />
          <AttentionCard view={view} />
        </div>
      </div>
    </>
  );
};

/** What is said over an opened list: whose, and what of it. */
const titleOf = (
  view: FigureView,
  search: Search,
  words: (typeof table)['zh'],
  answers: Readonly<Record<string, string>>,
): { readonly where: string; readonly what: string } => {
  const part = search.part as Part;
  const [from, to] = (search.flow ?? '').split('>');
  const named = view.rows.find(({ id }) => id === (search.of ?? search.other))?.name;
  const reason =
    search.reason === undefined ? '' : `（${wordOf(part === 'refused' ? answers : words.endingWords, search.reason)}）`;
  const what =
    from !== undefined && to !== undefined
      ? words.flow(wordOf(words.levels, from), wordOf(words.levels, to))
      : words.parts[part];
  return { where: search.of === 'none' ? words.unaffiliated : (named ?? view.scope.name), what: `${what}${reason}` };
};

const download = (view: FigureView, text: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = `referral-${view.scope.id ?? 'region'}-${view.from}-${view.until}${view.past === null ? '' : `-as-of-${view.past}`}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
};

const Actions = ({ view }: { readonly view: FigureView }): React.JSX.Element => {
  const words = useWords(table);
  const answers = useWords(referralTable).answers;
  return (
    <>
      <Button
        className="no-print"
        onClick={() =>
          download(
            view,
            sheetOf(view, words, (code) => wordOf(answers, code)),
          )
        }
      >
        {words.sheet}
      </Button>
      <Button className="no-print" onClick={() => window.print()}>
        {words.print}
      </Button>
    </>
  );
};

const Shown = ({ view, period }: { readonly view: FigureView; readonly period: Period }): React.JSX.Element => {
  const words = useWords(table);
  const answers = useWords(referralTable).answers;
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const [defining, setDefining] = useState(false);
  const go = (change: Search): void => void navigate({ to: '/cockpit', search: { ...search, ...LIST, ...change } });
  const part = PARTS.find((one) => one === search.part);
  const versions = view.rates
    .map(({ code, version }) => `${words.figures[code]} ${words.version(String(version))}`)
    .join('；');
  return (
    <OpenContext value={(opening: Opening) => go(opening)}>
      <Board
        view={view}
        onDefine={() => setDefining(true)}
        onEnter={(id, side) => go({ scope: id, ...(side === undefined ? {} : { side }) })}
      />
      <p className="note">{words.noAccess}</p>
      <p className="note print-only">
        {words.printFoot(view.scope.name, words.periodText(view.from, view.until), asOfText(view), versions)}
      </p>
      {part !== undefined && (
        <CaseList
          opened={{
            ...period,
            asOf: search.asOf,
            part,
            scope: search.of ?? search.scope,
            side: search.of === undefined ? search.side : search.ofSide,
            flow: search.flow,
            reason: search.reason,
            other: search.other,
          }}
          {...titleOf(view, search, words, answers)}
          onClose={() => go({})}
        />
      )}
      {defining && (
        <Drawer label={words.definitions} onClose={() => setDefining(false)}>
          <div className="cockpit-list">
            <h2>{words.definitions}</h2>
            <Definitions view={view} />
          </div>
        </Drawer>
      )}
    </OpenContext>
  );
};

export const CockpitScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const { region } = useSession();
  const { name, ...period } = periodFrom(search, search.asOf ?? dayOf(serverNow()));
  const figures = useFigures({ scope: search.scope, side: search.side, asOf: search.asOf, ...period });
  const change = (to: Readonly<Record<string, string | undefined>>): void =>
    void navigate({ to: '/cockpit', search: { ...search, ...LIST, ...to } });
  const view = figures.data;
  return (
    <div className="cockpit" aria-busy={figures.isPending}>
      <PageHead
        title={words.title}
        note={
          <span className="dotted">
            <span>{words.periodText(period.from, period.until)}</span>
            {view !== undefined && (
              <span>
                {words.asOf} {asOfText(view)}
              </span>
            )}
            {view !== undefined && <span className="print-only">{view.scope.name}</span>}
          </span>
        }
      >
        <Choices view={view} region={region.name} period={period} name={name} onChange={change} />
        <AsOfChoice key={search.asOf ?? ''} asOf={search.asOf} onChange={change} />
        <Button className="no-print" aria-disabled={figures.isFetching} onClick={() => void figures.refetch()}>
          {words.refresh}
        </Button>
        {view !== undefined && <Actions view={view} />}
      </PageHead>
      {search.asOf !== undefined && (
        <p className="bar primary cockpit-past" role="status">
          <span>
            {view?.past === search.asOf ? `${words.pastDay(view.past)}${words.pastNote}` : words.pastAsked(search.asOf)}
          </span>
          <Button kind="link" className="no-print" onClick={() => change({ asOf: undefined })}>
            {words.backToNow}
          </Button>
        </p>
      )}
      {figures.isError && view !== undefined && (
        <p className="bar" role="status">
          {words.staleData(momentOf(view.asOf))}
        </p>
      )}
      {view !== undefined && <Shown view={view} period={period} />}
      {figures.isPending && <Skeleton rows={6} height={96} />}
      {figures.isError && view === undefined && (
        <ErrorState what={words.title} fault={figures.error} onRetry={() => void figures.refetch()} />
      )}
    </div>
  );
};
