/** Moves between places of care: a picture, the same in tables, and the records behind what is opened. */
import { Link } from '@tanstack/react-router';
import { Button } from '../../../web/kit/button.tsx';
import { FlowRing } from '../../../web/kit/flow-ring.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Empty } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { NETWORK_PLACES } from '../shapes/network.ts';
import type { CareNetwork, NetworkPlace } from '../shapes/network.ts';
import { networkWords } from '../words/network.ts';

type Open = (what: string | undefined) => void;
const COUNTS = ['now', 'admitted', 'discharged', 'died', 'left'] as const;
/** So many cases are listed by number, as the server lists them. */
const MOST_CASES = 100;

/** Places that somebody is in or moved through; the first four always, so that the picture keeps its shape. */
const shownOf = ({ places, flows }: CareNetwork): readonly NetworkPlace[] =>
  NETWORK_PLACES.filter(
    (id, n) =>
      n < 5 ||
      flows.some(({ from, to }) => from === id || to === id) ||
      places.some(({ place, now }) => place === id && now !== 0),
  );

const Told = ({ count }: { readonly count: number | null }): React.JSX.Element => {
  const words = useWords(networkWords);
  return count === null ? <span className="note">{words.few}</span> : <>{count}</>;
};

/** The head of a table whose last column is a number or a day. */
const Heads = <Column extends string>({
  of,
  order,
}: {
  readonly of: Readonly<Record<Column, string>>;
  readonly order: readonly Column[];
}): React.JSX.Element => (
  <thead>
    <tr>
      {order.map((column, place) => (
        <th key={column} scope="col" className={place === order.length - 1 ? 'number' : undefined}>
          {of[column]}
        </th>
      ))}
    </tr>
  </thead>
);

export const useFlowName = (): ((from: NetworkPlace, to: NetworkPlace) => string) => {
  const words = useWords(networkWords);
  return (from, to) =>
    from === to ? words.within(words.places[from]) : words.flowName(words.places[from], words.places[to]);
};

/** Opens the records behind a number, or closes them; pressed while they are open. */
const Opener = ({
  what,
  name,
  open,
  onOpen,
  children,
}: {
  readonly what: string;
  readonly name: string;
  readonly open: string | undefined;
  readonly onOpen: Open;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <button
    type="button"
    className="network-opens"
    aria-expanded={open === what}
    aria-label={name}
    onClick={() => onOpen(open === what ? undefined : what)}
  >
    {children}
  </button>
);

export const NetworkPicture = ({
  network,
  open,
  onOpen,
}: {
  readonly network: CareNetwork;
  readonly open: string | undefined;
  readonly onOpen: Open;
}): React.JSX.Element => {
  const kit = useWords(kitTable);
  const words = useWords(networkWords);
  const written = (count: number | null): string => (count === null ? '—' : String(count));
  const nowAt = (id: NetworkPlace): string => {
    const found = network.places.find(({ place }) => place === id);
    return found === undefined || found.now === 0 ? '' : written(found.now);
  };
  const said = network.flows.map(({ from, to, count }) =>
    words.flow(words.places[from], words.places[to], count === null ? words.few : String(count)),
  );
  return (
    <section className="card network-picture" aria-labelledby="network-flows">
      <header className="network-head">
        <h2 id="network-flows">{words.flows}</h2>
        <span className="note">{words.flowsHow}</span>
      </header>
      {network.flows.length === 0 ? (
        network.recorded ? (
          <Empty title={words.noFlows} why={words.noFlowsWhy} />
        ) : (
          <p className="network-unrecorded">{words.unrecorded}</p>
        )
      ) : (
        <FlowRing
          nodes={shownOf(network).map((id) => ({ id, name: words.places[id], inside: nowAt(id) }))}
          flows={network.flows}
          label={words.picture(kit.told(said))}
          written={written}
          chosen={open}
          onOpen={(what) => (what === 'outside' ? undefined : onOpen(open === what ? undefined : what))}
        />
      )}
    </section>
  );
};

export const NetworkTables = ({
  network,
  open,
  onOpen,
}: {
  readonly network: CareNetwork;
  readonly open: string | undefined;
  readonly onOpen: Open;
}): React.JSX.Element => {
  const words = useWords(networkWords);
  const nameOf = useFlowName();
  const columns = words.placeColumns;
  return (
    <section className="card network-tables" aria-labelledby="network-table">
      <header className="network-head">
        <h2 id="network-table">{words.flowTable}</h2>
        <span className="note">{words.fewLong(network.smallestCell)}</span>
      </header>
      {network.flows.length > 0 && (
        <table className="network-table">
          <Heads of={words.flowColumns} order={['from', 'to', 'count']} />
          <tbody>
            {network.flows.map(({ from, to, count }) => (
              <tr key={`${from}>${to}`} className={open === `${from}>${to}` ? 'chosen' : undefined}>
                <td>{words.places[from]}</td>
                <td>{words.places[to]}</td>
                <td className="number">
                  <Opener
                    what={`${from}>${to}`}
                    name={`${nameOf(from, to)} ${count === null ? words.few : String(count)}`}
                    open={open}
                    onOpen={onOpen}
                  >
                    <Told count={count} />
                  </Opener>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>{words.placeTable}</h3>
      <div className="network-scroll" tabIndex={0} role="region" aria-label={words.placeTable}>
        <table className="network-table">
          <thead>
            <tr>
              <th scope="col">{columns.place}</th>
              {COUNTS.map((column) => (
                <th key={column} scope="col" className="number">
                  {columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {network.places.map((row) => (
              <tr key={row.place} className={open === row.place ? 'chosen' : undefined}>
                <th scope="row">
                  <Opener what={row.place} name={words.places[row.place]} open={open} onOpen={onOpen}>
                    {words.places[row.place]}
                  </Opener>
                </th>
                {COUNTS.map((column) => (
                  <td key={column} className="number">
                    <Told count={row[column]} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

const PATHS: Readonly<Record<string, '/hospice/$id' | '/elder-care/stays/$id'>> = {
  'hospice-stay': '/hospice/$id',
  residence: '/elder-care/stays/$id',
};

export const NetworkOpened = ({
  opened,
  open,
  smallest,
  onOpen,
}: {
  readonly opened: NonNullable<CareNetwork['opened']>;
  readonly open: string;
  readonly smallest: number;
  readonly onOpen: Open;
}): React.JSX.Element => {
  const words = useWords(networkWords);
  const flowName = useFlowName();
  const [from, to] = open.split('>') as readonly (NetworkPlace | undefined)[];
  const name = from === undefined ? '' : to === undefined ? words.places[from] : flowName(from, to);
  const house = (side: { readonly id: string; readonly name: string } | null) =>
    side === null ? (
      words.outsideHouse
    ) : (
      <Link to="/elder-care/institutions/$id" params={{ id: side.id }}>
        {side.name}
      </Link>
    );
  return (
    <section className="card network-opened" aria-label={words.opened(name)}>
      <header className="network-head">
        <h2>{words.opened(name)}</h2>
        <span className="note">{words.openedHow}</span>
        <Button small className="no-print" onClick={() => onOpen(undefined)}>
          {words.openedClose}
        </Button>
      </header>
      {opened.masked ? (
        <p className="note">{words.openedMasked(smallest)}</p>
      ) : opened.pairs.length === 0 ? (
        <p className="note">{words.openedNone}</p>
      ) : (
        <div className="network-columns">
          <div>
            <h3>{words.openedPairs}</h3>
            <table className="network-table">
              <Heads of={words.flowColumns} order={['from', 'to', 'count']} />
              <tbody>
                {opened.pairs.map((pair) => (
                  <tr key={`${pair.from?.id ?? ''}>${pair.to?.id ?? ''}`}>
                    <td>{house(pair.from)}</td>
                    <td>{house(pair.to)}</td>
                    <td className="number">
                      <Told count={pair.count} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div>
            <h3>{words.openedCases}</h3>
            <table className="network-table">
              <Heads of={words.caseColumns} order={['number', 'kind', 'day']} />
              <tbody>
                {opened.cases.map(({ id, number, pathway, day, open: may }) => {
                  const path = PATHS[pathway];
                  return (
                    <tr key={id}>
                      <td className="numbers">
                        {may && path !== undefined ? (
                          <Link to={path} params={{ id }}>
                            {number}
                          </Link>
                        ) : (
                          number
                        )}
                      </td>
                      <td>{wordOf(words.caseKinds, pathway)}</td>
                      <td className="number">{day}</td>
                    </tr>
                  );
                })}
              </tbody>
            </table>
            {opened.more && <p className="note">{words.openedMore(MOST_CASES)}</p>}
          </div>
        </div>
      )}
    </section>
  );
};
