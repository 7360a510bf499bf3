/** The records behind a figure: those the reader may open, the others as a count. A case opens; an entry leads to its register. */
import { Link } from '@tanstack/react-router';
import { useWords } from '../../../web/kit/language.ts';
import { Empty } from '../../../web/kit/states.tsx';
import type { FigurePage } from '../shapes.ts';
import { grouped } from './figure-value.ts';
import { figureWords as table } from './figure-words.ts';

type Record = FigurePage['records'][number];

const RecordName = ({ record, name, open, attributes }: Record): React.JSX.Element => {
  const [type = '', id = ''] = record.split('/');
  // a case whose resident the reader has no relation to is told by its number and does not open
  if (!open) return <span>{name ?? id}</span>;
  if (type === 'Task')
    return (
      <Link to="/cases/$id" params={{ id }}>
        {name ?? id}
      </Link>
    );
  if (type === 'MeasureReport')
    return (
      <Link to="/registers" search={{ register: attributes['register'] }}>
        {id}
      </Link>
    );
  return <span>{id}</span>;
};

export const FigureRecords = ({ page }: { readonly page: FigurePage }): React.JSX.Element => {
  const words = useWords(table);
  const { records, others, more, now } = page;
  const known = 'refused' in now ? null : now;
  return (
    <section className="card" aria-labelledby="figure-records">
      <h2 id="figure-records">
        {words.records}
        {known !== null && known.records !== null && <span className="note"> {words.recordsOf(known.records)}</span>}
      </h2>
      {records.length === 0 ? (
        <Empty title={words.noRecords} {...(page.figure.kind === 'combined' ? { why: words.noRecordsWhy } : {})} />
      ) : (
        <div className="figure-scroll">
          <table className="figure-table">
            <thead>
              <tr>
                <th scope="col">{words.recordColumns.record}</th>
                <th scope="col">{words.recordColumns.part}</th>
                <th scope="col">{words.recordColumns.organisation}</th>
                <th scope="col">{words.recordColumns.day}</th>
                <th scope="col" className="number">
                  {words.recordColumns.amount}
                </th>
                <th scope="col">{words.recordColumns.more}</th>
              </tr>
            </thead>
            <tbody>
              {records.map((each) => (
                <tr key={`${each.part} ${each.record} ${JSON.stringify(each.attributes)}`}>
                  <td>
                    <RecordName {...each} />
                  </td>
                  <td>{words.partNames[each.part === 'denominator' ? 'denominator' : 'numerator']}</td>
                  <td>{each.organisation ?? words.empty}</td>
                  <td>{each.day ?? words.empty}</td>
                  <td className="number">{each.amount === null ? '' : grouped(each.amount)}</td>
                  <td className="note">
                    {Object.entries(each.attributes)
                      .map(([name, value]) => `${name}=${value}`)
                      .join('，')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {more && <p className="note">{words.more}</p>}
      {others > 0 && <p className="note">{words.others(others)}</p>}
    </section>
  );
};
