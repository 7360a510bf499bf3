/** What care costs, month by month, and each month's statement as the house's desk has it. */
import type { FamilyPage } from '../../../capabilities/elder-care/screens/phone.ts';
import { useWords } from '../../kit/language.ts';
import { words as table } from './family-words.ts';
import { Part } from './part.tsx';

const yuan = (fen: number): string => (fen / 100).toFixed(2);

const Columns = ({ named }: { readonly named: readonly string[] }): React.JSX.Element => (
  <tr>
    {named.map((one) => (
      <th key={one} scope="col">
        {one}
      </th>
    ))}
  </tr>
);

/** What the house's ledger has booked of a month: days of one price, and what was taken back. */
const Statement = ({
  statement: { month, days, fen, rows },
}: {
  readonly statement: NonNullable<FamilyPage['statements']>[number];
}): React.JSX.Element => {
  const words = useWords(table);
  const named: Readonly<Record<string, string>> = {
    ...{ medical: words.medical, ltci: words.ltci, charity: words.aid, resident: words.own, held: words.held },
  };
  return (
    <details className="own-statement">
      <summary>{words.statement(month, days, yuan(fen))}</summary>
      <table className="own-money">
        <thead>
          <Columns named={words.statementColumns} />
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              <th scope="row">
                {named[row.account] ?? row.account}
                {words.as[row.as]}
                <span className="note own-period">{words.period(row.from, row.through)}</span>
              </th>
              <td>{row.days}</td>
              <td>{yuan(row.unit)}</td>
              <td>{yuan(row.fen)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
};

export const Money = ({
  money,
  statements,
}: {
  readonly money: NonNullable<FamilyPage['money']>;
  readonly statements: NonNullable<FamilyPage['statements']>;
}): React.JSX.Element => {
  const words = useWords(table);
  return (
    <Part id="money" title={words.money}>
      {money.length === 0 ? (
        <p>{words.noMoney}</p>
      ) : (
        <div className="own-scroll" tabIndex={0} role="region" aria-label={words.money}>
          <table className="own-money">
            <thead>
              <Columns named={[words.month, words.days, words.ltci, words.medical, words.aid, words.own]} />
            </thead>
            <tbody>
              {money.map((row) => (
                <tr key={row.month}>
                  <th scope="row">{row.month}</th>
                  <td>{row.days}</td>
                  {[row.ltci, row.medical, row.aid, row.own].map((fen, index) => (
                    <td key={index}>{yuan(fen)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {statements.map((one) => (
        <Statement key={one.month} statement={one} />
      ))}
      <p className="note">{words.moneyNote}</p>
    </Part>
  );
};
