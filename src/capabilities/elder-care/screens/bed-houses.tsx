/** The region's houses: how full, and where a bed is free. Their people are not here; their beds are. */
import { Link } from '@tanstack/react-router';
import type { BedCounts, RegionBeds } from '../../../consortium/beds/shapes.ts';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { useToday } from './beds-query.ts';
import { boardWords } from './board-words.ts';
import './houses.css';

const SHARES = ['used', 'kept', 'held', 'free', 'closed'] as const;

export const BedBar = ({ counts }: { readonly counts: BedCounts }): React.JSX.Element => (
  <span className="bed-bar" aria-hidden="true">
    {SHARES.map((share) => (
      <span key={share} className={share} style={{ flexGrow: counts[share] }} />
    ))}
  </span>
);

const House = ({ house }: { readonly house: RegionBeds['houses'][number] }): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  return (
    <li className={house.own ? 'own' : undefined}>
      <p>
        <Link to="/elder-care/institutions/$id" params={{ id: house.id }}>
          {house.name}
        </Link>
        <b className={house.counts.free > 0 ? 'good' : 'note'}>{words.free(house.counts.free)}</b>
      </p>
      <BedBar counts={house.counts} />
      <p className="note">
        {house.uses.map(({ use, counts }) => (
          <span key={use}>
            {beds.uses[use]} {words.usedOf(counts.used + counts.kept, counts.beds)}
          </span>
        ))}
      </p>
    </li>
  );
};

/** Who waits for a bed of the own house: how many for what, and how long the first has waited. */
const Queue = (): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  const { data } = useToday();
  if (data === undefined || data.queue.length === 0) return null;
  return (
    <>
      <h2>{words.waiting}</h2>
      <ul className="bed-queue">
        {data.queue.map(({ use, people, days }) => (
          <li key={use}>
            {words.queueOf(wordOf(beds.uses, use), people)} <span className="note">{words.queueDays(days)}</span>
          </li>
        ))}
      </ul>
    </>
  );
};

export const BedHouses = ({ region }: { readonly region: RegionBeds }): React.JSX.Element => {
  const words = useWords(boardWords);
  const own = region.houses.filter((house) => house.own);
  const others = region.houses.filter((house) => !house.own);
  return (
    <nav className="bed-houses" aria-label={words.region}>
      {own.length > 0 && (
        <>
          <h2>
            {words.own} <span className="note">{words.ownNote}</span>
          </h2>
          <ul>
            {own.map((house) => (
              <House key={house.id} house={house} />
            ))}
          </ul>
        </>
      )}
      {others.length > 0 && (
        <>
          <h2>
            {words.others} <span className="note">{words.othersNote}</span>
          </h2>
          <ul>
            {others.map((house) => (
              <House key={house.id} house={house} />
            ))}
          </ul>
        </>
      )}
      {own.length > 0 && <Queue />}
    </nav>
  );
};

/** Used and kept, of the beds that are open: a closed bed is no bed to be used. */
const percent = ({ used, kept, beds, closed }: BedCounts): string =>
  beds === closed ? '—' : `${(((used + kept) / (beds - closed)) * 100).toFixed(1)}%`;

/** The region by use: for those who have no beds of their own to look at. */
export const BedUses = ({ region }: { readonly region: RegionBeds }): React.JSX.Element => {
  const words = useWords(boardWords);
  const beds = useWords(BED_WORDS);
  return (
    <section className="card" aria-labelledby="bed-uses">
      <h2 id="bed-uses">
        {words.region} <span className="note">{words.regionNote}</span>
      </h2>
      <div className="bed-table">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.byUse}</th>
              <th scope="col">{words.open(region.counts.beds)}</th>
              {SHARES.map((share) => (
                <th key={share} scope="col">
                  {beds.states[share]} {region.counts[share]}
                </th>
              ))}
              <th scope="col">
                {words.occupancy} {percent(region.counts)}
              </th>
            </tr>
          </thead>
          <tbody>
            {region.uses.map(({ use, counts }) => (
              <tr key={use}>
                <th scope="row">{beds.uses[use]}</th>
                <td>{counts.beds}</td>
                {SHARES.map((share) => (
                  <td key={share}>{counts[share]}</td>
                ))}
                <td>{percent(counts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="note">{words.sum}</p>
    </section>
  );
};
