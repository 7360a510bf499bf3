/** Referrals between the levels of care: up above in blue, down below in grey, width by count; what was never recorded is dashed. */
import type { FigureFlow, FigureView, Level } from '../../../capabilities/referral/index.ts';
import { LEVELS } from '../../../capabilities/referral/index.ts';
import { useWords } from '../../kit/language.ts';
import { Opens } from './opens.tsx';
import { words as table } from './words.ts';

const WIDTH = 452;
const HEIGHT = 268;
const BOX = { width: 82, top: 88, height: 100 };
const GAP = (WIDTH - BOX.width * 4) / 3;
const WIDEST = 20;

const rank = (level: Level): number => LEVELS.indexOf(level);
const left = (level: Level): number => rank(level) * (BOX.width + GAP);
const middle = (level: Level): number => left(level) + BOX.width / 2;
const isUp = ({ from, to }: FigureFlow): boolean => rank(to) > rank(from);

type Drawn = {
  readonly flow: FigureFlow;
  /** Centre of its number. */
  readonly at: readonly [number, number];
  readonly shape: React.ReactNode;
};

const points = (list: readonly (readonly [number, number])[]): string =>
  list.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

/** Between neighbours: a straight arrow in the gap. */
const straight = (flow: FigureFlow, width: number): Drawn => {
  const up = isUp(flow);
  const lower = up ? flow.from : flow.to;
  const begin = left(lower) + BOX.width + 2;
  const end = begin + GAP - 4;
  const y = up ? BOX.top + 30 : BOX.top + 74;
  const half = width / 2;
  const head = Math.max(4, half + 3);
  const [tail, tip] = up ? [begin, end] : [end, begin];
  const neck = up ? tip - 8 : tip + 8;
  const shape =
    flow.count === null ? (
      <line x1={begin} y1={y} x2={end} y2={y} className="flow-none" />
    ) : (
      <polygon
        points={points([
          [tail, y - half],
          [neck, y - half],
          [neck, y - head],
          [tip, y],
          [neck, y + head],
          [neck, y + half],
          [tail, y + half],
        ])}
      />
    );
  return { flow, shape, at: [(begin + end) / 2, up ? y - head - 9 : y + head + 9] };
};

/** Between levels that are not neighbours: a bow over or under the boxes; wider reach, further out. */
const bow = (flow: FigureFlow, width: number): Drawn => {
  const up = isUp(flow);
  const reach = Math.abs(rank(flow.to) - rank(flow.from));
  const [from, to] = [middle(flow.from), middle(flow.to)];
  const shift = up ? -6 * (reach - 2) : 6 * (reach - 2);
  const edge = up ? BOX.top - 2 : BOX.top + BOX.height + 2;
  const out = up ? edge - 32 - 14 * (reach - 2) : edge + 32 + 14 * (reach - 2);
  const tip = up ? -9 : 9;
  const [a, b] = [from + shift, to + shift];
  const turn = Math.sign(b - a) * 12;
  const bend = up ? 12 : -12;
  const head = width / 2 + 5;
  const path = `M${String(a)} ${String(edge)} V${String(out + bend)} Q${String(a)} ${String(out)} ${String(a + turn)} ${String(out)} H${String(b - turn)} Q${String(b)} ${String(out)} ${String(b)} ${String(out + bend)} V${String(edge + tip)}`;
  const shape = (
    <>
      <path d={path} fill="none" strokeWidth={width} />
      <polygon
        points={points([
          [b - head, edge + tip],
          [b + head, edge + tip],
          [b, edge],
        ])}
      />
    </>
  );
  return { flow, shape, at: [(a + b) / 2, up ? out - width / 2 - 9 : out + width / 2 + 9] };
};

/** Village to county or city and back would cross everything: they are said in words. */
const inPicture = ({ from, to }: FigureFlow): boolean =>
  Math.abs(rank(from) - rank(to)) === 1 || (from !== 'village' && to !== 'village');

const FlowNumber = ({ flow, at }: { readonly flow: FigureFlow; readonly at?: readonly [number, number] }) => {
  const words = useWords(table);
  const what = words.flow(words.levels[flow.from], words.levels[flow.to]);
  const style =
    at === undefined
      ? undefined
      : { left: `${String((at[0] / WIDTH) * 100)}%`, top: `${String((at[1] / HEIGHT) * 100)}%` };
  if (flow.count === null)
    return (
      <span className={at === undefined ? 'note' : 'flow-number note'} style={style}>
        {words.notCollected}
      </span>
    );
  const opening = { part: isUp(flow) ? ('up' as const) : ('down' as const), flow: `${flow.from}>${flow.to}` };
  return (
    <Opens
      opening={opening}
      count={flow.count}
      what={what}
      {...(at === undefined ? {} : { className: 'flow-number' })}
      {...(style === undefined ? {} : { style })}
    />
  );
};

export const FlowPicture = ({ view }: { readonly view: FigureView }): React.JSX.Element => {
  const words = useWords(table);
  const most = Math.max(1, ...view.flows.map(({ count }) => count ?? 0));
  const drawn = view.flows.filter(inPicture).map((flow) => {
    const width = Math.max(1.5, ((flow.count ?? 0) / most) * WIDEST);
    return Math.abs(rank(flow.from) - rank(flow.to)) === 1 ? straight(flow, width) : bow(flow, width);
  });
  const others = view.flows.filter((flow) => !inPicture(flow) && flow.count !== 0);
  return (
    <section className="card flows" aria-labelledby="flows-title">
      <header>
        <h2 id="flows-title">{words.flows}</h2>
        <span className="note">{words.flowsHow}</span>
      </header>
      <p className="flow-head up">
        {words.up} <Opens opening={{ part: 'up' }} count={view.up} />
      </p>
      <div className="flow-picture">
        <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} aria-hidden="true">
          {drawn.map(({ flow, shape }) => (
            <g key={`${flow.from}>${flow.to}`} className={isUp(flow) ? 'flow up' : 'flow down'}>
              {flow.count === 0 ? null : shape}
            </g>
          ))}
          {LEVELS.map((level) => (
            <g key={level}>
              <rect x={left(level)} y={BOX.top} width={BOX.width} height={BOX.height} rx="4" className="flow-box" />
              <text x={middle(level)} y={BOX.top + (words.levelsToo[level] === '' ? 54 : 45)}>
                {words.levels[level]}
              </text>
              <text x={middle(level)} y={BOX.top + 63}>
                {words.levelsToo[level]}
              </text>
            </g>
          ))}
        </svg>
        {drawn.map(({ flow, at }) => (
          <FlowNumber key={`${flow.from}>${flow.to}`} flow={flow} at={at} />
        ))}
      </div>
      <ul className="flow-list">
        {view.flows.filter(inPicture).map((flow) => (
          <li key={`${flow.from}>${flow.to}`}>
            <span>
              {isUp(flow) ? words.up : words.down} {words.flow(words.levels[flow.from], words.levels[flow.to])}
            </span>
            <FlowNumber flow={flow} />
          </li>
        ))}
      </ul>
      <p className="flow-head down">
        {words.down} <Opens opening={{ part: 'down' }} count={view.down} />
        <span className="note">{words.downNote}</span>
        {view.aside > 0 && (
          <span className="note">
            {words.aside} <Opens opening={{ part: 'aside' }} count={view.aside} />
          </span>
        )}
        {others.map((flow) => (
          <span className="note" key={`${flow.from}>${flow.to}`}>
            {words.otherFlows} {words.flow(words.levels[flow.from], words.levels[flow.to])} <FlowNumber flow={flow} />
          </span>
        ))}
      </p>
    </section>
  );
};
