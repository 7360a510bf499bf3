/** 照护网络: hospice and elder care of the region as one: who cares where, by which contract, and who went from which place to which. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { api, queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { CareNetwork } from '../shapes/network.ts';
import { networkWords } from '../words/network.ts';
import { NetworkChoices } from './network-choices.tsx';
import type { NetworkSearch } from './network-choices.tsx';
import { NetworkOpened, NetworkPicture, NetworkTables } from './network-flows.tsx';
import { NetworkContracts, NetworkHouses } from './network-houses.tsx';
import './network.css';

/** Only what this screen asks; another screen's words in the address are left alone. */
const askedOf = ({ from, until, district, kind, programme, open }: NetworkSearch): NetworkSearch => ({
  ...{ from, until, district, kind, programme, open },
});

export const NetworkScreen = (): React.JSX.Element => {
  const words = useWords(networkWords);
  const navigate = useNavigate();
  const search = askedOf(useSearch({ strict: false }));
  const network = useQuery({
    queryKey: ['care-network', search],
    queryFn: ({ signal }) => api.get(`/api/elder-care/network${queryString(search)}`, CareNetwork, signal),
    placeholderData: keepPreviousData,
  });
  const { data } = network;
  const change = (to: NetworkSearch): void =>
    void navigate({ to: '/elder-care/network', search: { ...search, ...to }, resetScroll: false });
  const open = (what: string | undefined): void => change({ open: what });
  const { open: _open, ...taken } = search;
  return (
    <div className="network" aria-busy={network.isFetching}>
      <PageHead
        title={words.title}
        note={
          data !== undefined && (
            <span className="dotted">
              <span>{search.district ?? words.region}</span>
              <span>{words.period(data.period.from, data.period.to)}</span>
              <span>{words.now(data.day)}</span>
            </span>
          )
        }
      >
        <DownloadButton path={`/api/elder-care/network-sheet${queryString(taken)}`} label={words.sheet} />
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      {data === undefined ? (
        network.isError ? (
          <ErrorState what={words.title} fault={network.error} onRetry={() => void network.refetch()} />
        ) : (
          <Skeleton rows={6} height={112} />
        )
      ) : (
        <>
          <NetworkChoices network={data} search={search} onChange={change} />
          {network.isError && (
            <ErrorState what={words.title} fault={network.error} onRetry={() => void network.refetch()} />
          )}
          <div className="network-columns">
            <NetworkPicture network={data} open={search.open} onOpen={open} />
            {data.recorded && <NetworkTables network={data} open={search.open} onOpen={open} />}
          </div>
          {data.opened !== null && search.open !== undefined && (
            <NetworkOpened opened={data.opened} open={search.open} smallest={data.smallestCell} onOpen={open} />
          )}
          <NetworkHouses houses={data.houses} />
          <NetworkContracts contracts={data.contracts} />
          <details className="card network-definitions">
            <summary>{words.definitionTitle}</summary>
            <dl>
              {words.definitions.map(([name, how]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{how}</dd>
                </div>
              ))}
            </dl>
          </details>
        </>
      )}
    </div>
  );
};
