/** What goes between the consortia: circles in a ring, arrows by count, the number within each in its circle; the same as a list below. */
import { useWords } from '../../../web/kit/language.ts';
import type { FigureBoard } from '../shapes.ts';
import { boardWords } from './board-words.ts';
import { grouped } from './figure-value.ts';

type Network = FigureBoard['networks'][number];
type Flow = Network['flows'][number];
type Point = { readonly x: number; readonly y: number };

/** As wide as the column it stands in, so that a letter stays as large as it is drawn. */
const WIDTH = 520;
const HEIGHT = 400;
const RADIUS = 24;
const WIDEST = 12;

/** Around an ellipse from the top, so that names to the left and right have room. */
const placesOf = (ids: readonly string[]): ReadonlyMap<string, Point> =>
  new Map(
    ids.map((id, n) => {
      const angle = (n / ids.length) * 2 * Math.PI - Math.PI / 2;
      return [id, { x: WIDTH / 2 + Math.cos(angle) * 172, y: HEIGHT / 2 - 8 + Math.sin(angle) * 146 }];
    }),
  );

/** A name in one line, or in two halves; what is longer still stands whole in the list. */
const LETTERS = 8;
const LINE = 16;
const linesOf = (name: string): readonly string[] => {
  if (name.length <= LETTERS) return [name];
  const first = Math.min(LETTERS, Math.ceil(name.length / 2));
  const rest = name.slice(first);
  return [name.slice(0, first), rest.length > LETTERS ? `${rest.slice(0, LETTERS - 1)}…` : rest];
};

/** A bow from circle to circle, to its own right, so that there and back are two lines. */
const bow = (from: Point, to: Point, width: number) => {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const out = Math.min(44, length * 0.16);
  const middle = { x: (from.x + to.x) / 2 - uy * out, y: (from.y + to.y) / 2 + ux * out };
  const trimmed = (at: Point, by: number): Point => {
    const [mx, my] = [middle.x - at.x, middle.y - at.y];
    const way = Math.hypot(mx, my) || 1;
    return { x: at.x + (mx / way) * by, y: at.y + (my / way) * by };
  };
  const start = trimmed(from, RADIUS + 2);
  const head = 6 + width / 2;
  const tip = trimmed(to, RADIUS + 2);
  const neck = trimmed(to, RADIUS + 2 + head);
  const [hx, hy] = [(tip.x - neck.x) / head, (tip.y - neck.y) / head];
  const wing = head * 0.7 + width / 4;
  return {
    path: `M${start.x.toFixed(1)} ${start.y.toFixed(1)} Q${middle.x.toFixed(1)} ${middle.y.toFixed(1)} ${neck.x.toFixed(1)} ${neck.y.toFixed(1)}`,
    arrow: [tip, { x: neck.x - hy * wing, y: neck.y + hx * wing }, { x: neck.x + hy * wing, y: neck.y - hx * wing }]
      .map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`)
      .join(' '),
    at: { x: (start.x + neck.x) / 4 + middle.x / 2, y: (start.y + neck.y) / 4 + middle.y / 2 },
  };
};

/** Only so many numbers stand in the picture; all are in the list. */
const NUMBERED = 14;

const Picture = ({ network }: { readonly network: Network }): React.JSX.Element => {
  const words = useWords(boardWords);
  const places = placesOf(network.nodes.map(({ id }) => id));
  const between = network.flows.filter(({ from, to }) => from !== to);
  const inOrder = [...between].sort((one, other) => (other.count ?? 0) - (one.count ?? 0));
  const most = Math.max(1, ...between.map(({ count }) => count ?? 0));
  const nameOf = (id: string): string => network.nodes.find((node) => node.id === id)?.name || words.noneShort;
  const within = (id: string): Flow | undefined => network.flows.find(({ from, to }) => from === id && to === id);
  const drawn = inOrder.flatMap((flow, n) => {
    const [from, to] = [places.get(flow.from), places.get(flow.to)];
    if (from === undefined || to === undefined) return [];
    const width = Math.max(1.25, ((flow.count ?? 0) / most) * WIDEST);
    return [{ flow, width, numbered: n < NUMBERED, ...bow(from, to, width) }];
  });
  const said = inOrder.map(({ from, to, count }) =>
    words.flow(nameOf(from), nameOf(to), count === null ? words.smallCell : String(count)),
  );
  return (
    <svg
      className="board-network"
      viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`}
      role="img"
      aria-label={words.picture(said.join('；'))}
    >
      {drawn.map(({ flow, width, path, arrow }) => (
        <g key={`${flow.from}>${flow.to}`} className="board-flow">
          <path d={path} strokeWidth={width} />
          <polygon points={arrow} />
        </g>
      ))}
      {network.nodes.map(({ id, name }) => {
        const at = places.get(id) ?? { x: 0, y: 0 };
        const own = within(id);
        return (
          <g key={id} className="board-node">
            <circle cx={at.x} cy={at.y} r={RADIUS} />
            <text x={at.x} y={at.y + 5} className="board-inside">
              {own === undefined ? '' : own.count === null ? '—' : grouped(String(own.count))}
            </text>
            {linesOf(name === '' ? words.noneShort : name).map((line, n) => (
              <text key={n} x={at.x} y={at.y + RADIUS + 16 + n * LINE}>
                {line}
              </text>
            ))}
          </g>
        );
      })}
      {drawn
        .filter(({ numbered }) => numbered)
        .map(({ flow, at }) => (
          <text key={`${flow.from}>${flow.to}`} x={at.x} y={at.y + 4} className="board-count">
            {flow.count === null ? '—' : grouped(String(flow.count))}
          </text>
        ))}
    </svg>
  );
};

export const BoardNetwork = ({ network }: { readonly network: Network }): React.JSX.Element => {
  const words = useWords(boardWords);
  const nameOf = (id: string): string => network.nodes.find((node) => node.id === id)?.name || words.none;
  const inOrder = [...network.flows].sort((one, other) => (other.count ?? 0) - (one.count ?? 0));
  const id = `network-${network.name}`;
  return (
    <section className="card board-flows" aria-labelledby={id}>
      <header>
        <h2 id={id}>{network.name}</h2>
        <span className="note">{words.networkHow}</span>
      </header>
      {network.flows.length === 0 ? (
        <p className={network.recorded ? 'note' : 'board-unrecorded'}>
          {network.recorded ? words.networkEmpty : words.networkNone}
        </p>
      ) : (
        <>
          <Picture network={network} />
          <details className="board-list">
            <summary>{words.networkTable}</summary>
            <table className="figure-table">
              <thead>
                <tr>
                  <th scope="col">{words.networkColumns.from}</th>
                  <th scope="col">{words.networkColumns.to}</th>
                  <th scope="col" className="number">
                    {words.networkColumns.count}
                  </th>
                </tr>
              </thead>
              <tbody>
                {inOrder.map(({ from, to, count }) => (
                  <tr key={`${from}>${to}`}>
                    <td>{nameOf(from)}</td>
                    <td>{from === to ? words.inside(nameOf(to)) : nameOf(to)}</td>
                    <td className="number">{count === null ? words.smallCell : grouped(String(count))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  );
};
