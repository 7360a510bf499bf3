/** What goes between the consortia: circles in a ring, arrows by count, the number within each in its circle; the same as a list below. */
import { FlowRing } from '../../../web/kit/flow-ring.tsx';
import { useWords } from '../../../web/kit/language.ts';
import type { FigureBoard } from '../shapes.ts';
import { boardWords } from './board-words.ts';
import { grouped } from './figure-value.ts';

type Network = FigureBoard['networks'][number];

const Picture = ({ network }: { readonly network: Network }): React.JSX.Element => {
  const words = useWords(boardWords);
  const nameOf = (id: string): string => network.nodes.find((node) => node.id === id)?.name || words.noneShort;
  const written = (count: number | null): string => (count === null ? '—' : grouped(String(count)));
  const inside = (id: string): string => {
    const own = network.flows.find(({ from, to }) => from === id && to === id);
    return own === undefined ? '' : written(own.count);
  };
  const said = network.flows
    .filter(({ from, to }) => from !== to)
    .sort((one, other) => (other.count ?? 0) - (one.count ?? 0))
    .map(({ from, to, count }) =>
      words.flow(nameOf(from), nameOf(to), count === null ? words.smallCell : String(count)),
    );
  return (
    <FlowRing
      nodes={network.nodes.map(({ id }) => ({ id, name: nameOf(id), inside: inside(id) }))}
      flows={network.flows}
      label={words.picture(said.join('；'))}
      written={written}
    />
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
