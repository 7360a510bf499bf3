/** 区域总览: the region at a glance. Each value opens its definition, course and cases; the page prints and goes to a meeting as it is. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, timeOf } from '../../../web/kit/civil.ts';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import type { FigureBoard } from '../shapes.ts';
import { BoardComparison } from './board-comparison.tsx';
import { BoardNetwork } from './board-network.tsx';
import { BoardTile } from './board-tile.tsx';
import { boardWords as table } from './board-words.ts';
import { FigureChoices } from './figure-choices.tsx';
import { useFigureBoard } from './figure-query.ts';
import type { BoardSearch, FigureSearch } from './figure-query.ts';
import { figureWords } from './figure-words.ts';
import './figures.css';
import './board.css';

const momentOf = (instant: string): string => `${dayOf(new Date(instant))} ${timeOf(new Date(instant))}`;
const asOfText = ({ past, serverTime }: FigureBoard): string =>
  past === null ? momentOf(serverTime) : `${past} 24:00`;

type Part = { readonly theme: string; readonly name: string; readonly tiles: FigureBoard['tiles'] };

/** Themes in the order their first tile stands in. */
const partsOf = (board: FigureBoard): readonly Part[] =>
  [...new Set(board.tiles.map(({ figure }) => figure.theme))].map((theme) => ({
    theme,
    name: board.themes.find(({ code }) => code === theme)?.name ?? theme,
    tiles: board.tiles.filter(({ figure }) => figure.theme === theme),
  }));

const Board = ({
  board,
  search,
  onChange,
}: {
  readonly board: FigureBoard;
  readonly search: BoardSearch;
  readonly onChange: (change: BoardSearch) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const { compare: _compare, ...asked } = search;
  const onward: FigureSearch = asked;
  const parts = partsOf(board);
  const wide = parts.filter(({ tiles }) => tiles.length > 2);
  const narrow = parts.filter(({ tiles }) => tiles.length <= 2);
  const shelf = ({ theme, name, tiles }: Part): React.JSX.Element => (
    <section key={theme} className="board-part" aria-labelledby={`part-${theme}`}>
      <h2 id={`part-${theme}`}>
        <Link to="/figures" search={{ ...onward, theme }}>
          {name}
        </Link>
      </h2>
      <div className="board-tiles">
        {tiles.map((tile) => (
          <BoardTile key={tile.figure.code} tile={tile} search={onward} />
        ))}
      </div>
    </section>
  );
  const versions = board.tiles.map(({ figure }) => `${figure.name} ${String(figure.version)}`).join('；');
  return (
    <>
      {wide.slice(0, 1).map(shelf)}
      <div className="board-columns">
        {board.networks.map((network) => (
          <BoardNetwork key={network.name} network={network} />
        ))}
        {board.comparison !== null && (
          <BoardComparison
            compared={board.comparison}
            search={onward}
            choices={board.tiles.map(({ figure }) => figure)}
            onChoose={(code) => onChange({ compare: code })}
          />
        )}
      </div>
      {wide.slice(1).map(shelf)}
      {narrow.length > 0 && <div className="board-narrow">{narrow.map(shelf)}</div>}
      <p className="note">{words.noAccess}</p>
      <p className="note print-only">
        {words.printFoot(board.scopeName, `${board.period.from}—${board.period.to}`, asOfText(board))}
        {words.and}
        {words.versions(versions)}
      </p>
    </>
  );
};

export const OverviewScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const texts = useWords(figureWords);
  const navigate = useNavigate();
  const search: BoardSearch = useSearch({ strict: false });
  const board = useFigureBoard(search);
  const change = (to: BoardSearch): void => void navigate({ to: '/overview', search: { ...search, ...to } });
  const { data } = board;
  const { compare: _compare, ...asked } = search;
  const sheet = (format: string): string => `/api/figure-sheet${queryString({ ...asked, only: 'board', format })}`;
  return (
    <div className="figures board" aria-busy={board.isFetching}>
      <PageHead
        title={words.title}
        note={
          data !== undefined && (
            <span className="dotted">
              <span>{data.scope.kind === 'level' ? wordOf(texts.levels, data.scope.id) : data.scopeName}</span>
              <span>{texts.period(data.period.from, data.period.to)}</span>
              <span>{texts.known(asOfText(data))}</span>
            </span>
          )
        }
      >
        <Button className="no-print" aria-disabled={board.isFetching} onClick={() => void board.refetch()}>
          {words.refresh}
        </Button>
        <DownloadButton path={sheet('xlsx')} label={words.sheet} />
        <DownloadButton path={sheet('csv')} label={words.csv} />
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      <FigureChoices search={search} list={data} onChange={change} themed={false} />
      {data !== undefined && data.past !== null && (
        <p className="bar primary board-past" role="status">
          <span>{words.pastNote(data.past)}</span>
          <Button kind="link" className="no-print" onClick={() => change({ asOf: undefined })}>
            {words.backToNow}
          </Button>
        </p>
      )}
      {data !== undefined ? (
        <Board board={data} search={search} onChange={change} />
      ) : board.isError ? (
        <ErrorState what={words.title} fault={board.error} onRetry={() => void board.refetch()} />
      ) : (
        <Skeleton rows={6} height={112} />
      )}
      {board.isError && data !== undefined && (
        <p className="bar" role="status">
          {texts.known(asOfText(data))}
        </p>
      )}
    </div>
  );
};
