/** The houses of the network by district, and the contracts between them. */
import { Link } from '@tanstack/react-router';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { useWords } from '../../../web/kit/language.ts';
import { Empty } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import type { CareNetwork, NetworkContract, NetworkHouse } from '../shapes/network.ts';
import { networkWords } from '../words/network.ts';

const Acceptance = ({ acceptance }: { readonly acceptance: NetworkHouse['acceptance'] }): React.JSX.Element => {
  const words = useWords(networkWords);
  if (acceptance === null) return <span className="note">{words.notAccepted}</span>;
  const { until, state, madeUp } = acceptance;
  const day = until === null ? '' : addDays(until, -1);
  return (
    <>
      {state === 'ended' ? (
        <Tag tone="danger">{words.ended(until ?? '')}</Tag>
      ) : state === 'stands' ? (
        until === null ? (
          words.noEnd
        ) : (
          words.standsUntil(day)
        )
      ) : (
        <Tag tone={state === '60' ? 'warning' : 'danger'}>{words.endsSoon(day, state)}</Tag>
      )}
      {madeUp && <span className="note network-made-up">{words.madeUp}</span>}
    </>
  );
};

const House = ({ house }: { readonly house: NetworkHouse }): React.JSX.Element => {
  const words = useWords(networkWords);
  const uses = useWords(BED_WORDS).uses;
  const { houseColumns } = words;
  const standing = house.acceptance !== null && house.acceptance.state !== 'ended' ? house.acceptance.beds : null;
  return (
    <tr>
      <th scope="row">
        <Link to="/elder-care/institutions/$id" params={{ id: house.id }}>
          {house.name}
        </Link>
      </th>
      <td data-label={houseColumns.kind}>
        {words.kinds[house.kind]}
        {house.homeTeam && <div className="note">{words.homeTeam}</div>}
      </td>
      <td data-label={houseColumns.beds}>
        {house.beds.length === 0 ? (
          <span className="note">{words.noBeds}</span>
        ) : (
          house.beds.map(({ use, beds, taken }) => <div key={use}>{words.bedsOf(uses[use], taken, beds)}</div>)
        )}
      </td>
      <td data-label={houseColumns.standard} className="number">
        {standing ?? <span className="note">—</span>}
      </td>
      <td data-label={houseColumns.acceptance}>
        <Acceptance acceptance={house.acceptance} />
      </td>
      <td data-label={houseColumns.people}>
        {house.people.length === 0 ? (
          <span className="note">{words.none}</span>
        ) : (
          house.people.map(({ place, count }) => (
            <div key={place}>
              {count === null
                ? `${words.places[place]} ${words.few}`
                : words.peopleOf(words.places[place], String(count))}
            </div>
          ))
        )}
      </td>
    </tr>
  );
};

export const NetworkHouses = ({ houses }: { readonly houses: CareNetwork['houses'] }): React.JSX.Element => {
  const words = useWords(networkWords);
  const beds = houses.flatMap((house) => house.beds);
  const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
  const accepted = houses.flatMap(({ acceptance }) =>
    acceptance === null || acceptance.state === 'ended' ? [] : [acceptance.beds],
  );
  const districts = [...new Set(houses.map(({ district }) => district))];
  const { houseColumns: columns } = words;
  return (
    <section className="card" aria-labelledby="network-houses">
      <header className="network-head">
        <h2 id="network-houses">{words.houses}</h2>
        <span className="note">
          {words.housesNote(houses.length, sum(beds.map((bed) => bed.beds)), sum(beds.map(({ taken }) => taken)))}
        </span>
        <span className="note">{words.acceptedNote(accepted.length, sum(accepted))}</span>
      </header>
      {houses.length === 0 ? (
        <Empty title={words.noHouses} why={words.noHousesWhy} />
      ) : (
        <div className="network-scroll" tabIndex={0} role="region" aria-label={words.houses}>
          <table className="network-table network-cards">
            <thead>
              <tr>
                {[columns.house, columns.kind, columns.beds].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                <th scope="col" className="number">
                  {columns.standard}
                </th>
                {[columns.acceptance, columns.people].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            {districts.map((district) => (
              <tbody key={district ?? ''}>
                <tr className="network-district">
                  <th scope="rowgroup" colSpan={6}>
                    {district ?? words.noDistrict}
                  </th>
                </tr>
                {houses
                  .filter((house) => house.district === district)
                  .map((house) => (
                    <House key={house.id} house={house} />
                  ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </section>
  );
};

const Contract = ({ contract }: { readonly contract: NetworkContract }): React.JSX.Element => {
  const words = useWords(networkWords);
  const { contractColumns: columns } = words;
  const { medical, home, warning, ended, behind } = contract;
  return (
    <tr>
      <td data-label={columns.medical}>
        <Link to="/elder-care/institutions/$id" params={{ id: medical.id }}>
          {medical.name}
        </Link>
      </td>
      <td data-label={columns.home}>
        <Link to="/elder-care/institutions/$id" params={{ id: home.id }}>
          {home.name}
        </Link>
      </td>
      <td data-label={columns.number} className="numbers">
        {contract.number}
      </td>
      <td data-label={columns.term}>
        {words.term(contract.from, addDays(contract.until, -1))}{' '}
        {ended ? (
          <Tag>{words.contractEnded}</Tag>
        ) : warning === 'expired' ? (
          <Tag tone="danger">{words.contractOver}</Tag>
        ) : (
          warning !== null && <Tag tone={warning === '60' ? 'warning' : 'danger'}>{words.contractEnds(warning)}</Tag>
        )}
      </td>
      <td data-label={columns.due} className="number">
        {contract.due}
      </td>
      <td data-label={columns.done} className="number">
        {contract.done}
      </td>
      <td data-label={columns.behind} className="number">
        {behind > 0 ? <Tag tone="danger">{words.behindBy(behind)}</Tag> : words.onTime}
      </td>
    </tr>
  );
};

export const NetworkContracts = ({ contracts }: { readonly contracts: CareNetwork['contracts'] }) => {
  const words = useWords(networkWords);
  const { contractColumns: columns } = words;
  const behind = contracts.reduce((sum, contract) => sum + contract.behind, 0);
  return (
    <section className="card" aria-labelledby="network-contracts">
      <header className="network-head">
        <h2 id="network-contracts">{words.contracts}</h2>
        <span className="note">
          {contracts.length === 0 ? words.noContracts : words.contractsNote(contracts.length, behind)}
        </span>
      </header>
      {contracts.length > 0 && (
        <div className="network-scroll" tabIndex={0} role="region" aria-label={words.contracts}>
          <table className="network-table network-cards">
            <thead>
              <tr>
                {[columns.medical, columns.home, columns.number, columns.term].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
                {[columns.due, columns.done, columns.behind].map((name) => (
                  <th key={name} scope="col" className="number">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {contracts.map((contract) => (
                <Contract key={contract.id} contract={contract} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
};
