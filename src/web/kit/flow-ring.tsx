/** What goes between a few places: circles in a ring, arrows by count, a number within each circle. The same stands in a table beside it. */
import './flow-ring.css';

export type RingNode = { readonly id: string; readonly name: string; readonly inside: string };
/** `count` null: too few to be told. */
export type RingFlow = { readonly from: string; readonly to: string; readonly count: number | null };
type Point = { readonly x: number; readonly y: number };

/** As wide as the column it stands in, so that a letter stays as large as it is drawn. */
const WIDTH = 520;
const HEIGHT = 416;
const RADIUS = 24;
const WIDEST = 12;

/** Around an ellipse from the top, so that names to the left and right have room. */
const placesOf = (ids: readonly string[]): ReadonlyMap<string, Point> =>
  new Map(
    ids.map((id, n) => {
      const angle = (n / ids.length) * 2 * Math.PI - Math.PI / 2;
      return [id, { x: WIDTH / 2 + Math.cos(angle) * 172, y: HEIGHT / 2 + Math.sin(angle) * 146 }];
    }),
  );

/** A name in one line, or in two halves, between words where it has several; what is longer still stands whole in the list. */
const LETTERS = 8;
const LINE = 16;
const linesOf = (name: string): readonly string[] => {
  const spaces = [...name.matchAll(/ /g)].map(({ index }) => index);
  if (name.length <= LETTERS) return [name];
  const [space] = spaces.sort((a, b) => Math.abs(a - name.length / 2) - Math.abs(b - name.length / 2));
  if (space !== undefined) return [name.slice(0, space), name.slice(space + 1)];
  const first = Math.min(LETTERS, Math.ceil(name.length / 2));
  const rest = name.slice(first);
  return [name.slice(0, first), rest.length > LETTERS ? `${rest.slice(0, LETTERS - 1)}…` : rest];
};

/** How far from the middle of its circle a line of a name stands: outside of the ring, where no arrow leads. */
const nameAt = (at: Point, line: number, lines: number): number =>
  at.y < HEIGHT / 2 - RADIUS ? -RADIUS - 8 - (lines - 1 - line) * LINE : RADIUS + 16 + line * LINE;

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

type Props = {
  readonly nodes: readonly RingNode[];
  readonly flows: readonly RingFlow[];
  /** Says the whole picture to whoever does not see it. */
  readonly label: string;
  /** A count as it is written. */
  readonly written: (count: number | null) => string;
  /** What is opened now, by its id or `from>to`. */
  readonly chosen?: string | undefined;
  /** Opens what is pointed at: an id, or `from>to`. Keyboards and screen readers open it in the table. */
  readonly onOpen?: (what: string) => void;
};

export const FlowRing = ({ nodes, flows, label, written, chosen, onOpen }: Props): React.JSX.Element => {
  const places = placesOf(nodes.map(({ id }) => id));
  const between = flows.filter(({ from, to }) => from !== to);
  const inOrder = [...between].sort((one, other) => (other.count ?? 0) - (one.count ?? 0));
  const most = Math.max(1, ...between.map(({ count }) => count ?? 0));
  const drawn = inOrder.flatMap((flow, n) => {
    const [from, to] = [places.get(flow.from), places.get(flow.to)];
    if (from === undefined || to === undefined) return [];
    const width = Math.max(1.25, ((flow.count ?? 0) / most) * WIDEST);
    return [{ flow, width, name: `${flow.from}>${flow.to}`, numbered: n < NUMBERED, ...bow(from, to, width) }];
  });
  const opens = (what: string) => (onOpen === undefined ? {} : { onClick: () => onOpen(what) });
  const look = (base: string, what: string): string =>
    [base, ...(onOpen === undefined ? [] : ['opens']), ...(chosen === what ? ['chosen'] : [])].join(' ');
  return (
    <svg className="flow-ring" viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={label}>
      {drawn.map(({ name, width, path, arrow }) => (
        <g key={name} className={look('ring-flow', name)} {...opens(name)}>
          {onOpen !== undefined && <path d={path} className="ring-reach" />}
          <path d={path} strokeWidth={width} />
          <polygon points={arrow} />
        </g>
      ))}
      {nodes.map(({ id, name, inside }) => {
        const at = places.get(id) ?? { x: 0, y: 0 };
        return (
          <g key={id} className={look('ring-node', id)} {...opens(id)}>
            <circle cx={at.x} cy={at.y} r={RADIUS} />
            <text x={at.x} y={at.y + 5} className="ring-inside">
              {inside}
            </text>
            {linesOf(name).map((line, n, lines) => (
              <text key={n} x={at.x} y={at.y + nameAt(at, n, lines.length)}>
                {line}
              </text>
            ))}
          </g>
        );
      })}
      {drawn
        .filter(({ numbered }) => numbered)
        .map(({ name, flow, at }) => (
          <text key={name} x={at.x} y={at.y + 4} className={look('ring-count', name)} {...opens(name)}>
            {written(flow.count)}
          </text>
        ))}
    </svg>
  );
};
