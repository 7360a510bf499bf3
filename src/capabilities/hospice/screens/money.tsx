/** 天数与支付: by payer and place, in yuan; what the insurer settles counts, and this says so. */
import { Link } from '@tanstack/react-router';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import type { DayView, Person } from '../shapes.ts';
import { yuan } from './format.ts';
import { screenWords } from './screen-words.ts';

const CLAIMING = ['medical', 'ltci', 'held'];
const sumOf = (days: readonly DayView[], payers: readonly string[]): number =>
  days.flatMap(({ parts }) => parts).reduce((sum, { payer, fen }) => sum + (payers.includes(payer) ? fen : 0), 0);

export const Money = ({ person }: { readonly person: Person }): React.JSX.Element => {
  const words = useWords(screenWords);
  const paid = person.days.filter(({ counted, income }) => counted || income !== 0);
  const groups = new Map<string, DayView[]>();
  for (const day of paid) {
    const key = `${day.exclusive ?? 'resident'}|${day.place}`;
    groups.set(key, [...(groups.get(key) ?? []), day]);
  }
  const aid = sumOf(paid, ['charity']);
  const own = sumOf(paid, ['resident']);
  const twice = paid.filter(({ parts }) => parts.filter(({ payer }) => CLAIMING.includes(payer)).length > 1).length;
  const { moneyColumns: columns } = words;
  return (
    <section className="card hospice-money" aria-label={words.money} id="hospice-money" tabIndex={-1}>
      <header>
        <h2>{words.money}</h2>
        {paid.some(({ verified }) => !verified) && <Tag tone="warning">{words.unverified}</Tag>}
      </header>
      <table className="hospice-table numbers">
        <thead>
          <tr>
            <th scope="col">{columns.payer}</th>
            <th scope="col">{columns.days}</th>
            <th scope="col">{columns.total}</th>
            <th scope="col">{columns.fund}</th>
            <th scope="col">{columns.own}</th>
          </tr>
        </thead>
        <tbody>
          {[...groups].map(([key, days]) => {
            const [payer = '', place = ''] = key.split('|');
            return (
              <tr key={key}>
                <td>
                  {payer === 'resident' ? words.selfPaid : wordOf(words.payers, payer)} {wordOf(words.places, place)}
                </td>
                <td>{days.filter(({ counted }) => counted).length}</td>
                <td>{yuan(days.reduce((sum, { income }) => sum + income, 0))}</td>
                <td>{yuan(sumOf(days, CLAIMING))}</td>
                <td>{yuan(sumOf(days, ['resident', 'charity']))}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{words.total}</th>
            <td>{paid.filter(({ counted }) => counted).length}</td>
            <td>{yuan(paid.reduce((sum, { income }) => sum + income, 0))}</td>
            <td>{yuan(sumOf(paid, CLAIMING))}</td>
            <td>{yuan(aid + own)}</td>
          </tr>
          {aid > 0 && (
            <tr>
              <th scope="row" colSpan={4}>
                {words.aid}
              </th>
              <td>{yuan(-aid)}</td>
            </tr>
          )}
          <tr>
            <th scope="row" colSpan={4}>
              {words.ownPaid}
            </th>
            <td>{yuan(own)}</td>
          </tr>
        </tfoot>
      </table>
      <p className={twice === 0 ? 'note' : 'danger'}>{twice === 0 ? words.preliminary : words.twice(String(twice))}</p>
      <Link to="/hospice/$id/ledger" params={{ id: person.id }}>
        {words.daily}
      </Link>
    </section>
  );
};
