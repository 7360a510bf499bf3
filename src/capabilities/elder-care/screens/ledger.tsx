/** 逐日明细与账目: every day of a stay with its place, its payers and the reason, and the entries that say so. */
import { Link, useParams } from '@tanstack/react-router';
import { Button } from '../../../web/kit/button.tsx';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import type { StayDay, StayLedger } from '../shapes.ts';
import { reasonOf, yuan } from './format.ts';
import { useLedger } from './stay-query.ts';
import { stayWords } from './stay-words.ts';
import './beds.css';
import './stay.css';

const DayRow = ({ day }: { readonly day: StayDay }): React.JSX.Element => {
  const words = useWords(stayWords);
  const kit = useWords(kitTable);
  return (
    <tr className={day.counted ? undefined : 'uncounted'}>
      <th scope="row" className="numbers">
        {dayWords(day.day, kit, serverNow())} <span className="note">{wordOf(words.kinds, day.kind)}</span>
      </th>
      <td>
        {wordOf(words.places, day.place)} <span className="note">{day.organisation.name}</span>
      </td>
      <td className="numbers">
        {day.parts.map(({ payer, fen }) => (
          <div key={payer}>
            {wordOf(words.payers, payer)} <b>{yuan(fen)}</b>
          </div>
        ))}
        {day.parts.length === 0 && <span className="note">{yuan(0)}</span>}
      </td>
      <td className="note">
        {day.because.map((one) => (
          <div key={one.code}>{reasonOf(one, words)}</div>
        ))}
        {!day.verified && <Tag tone="warning">{words.unverified}</Tag>}
      </td>
    </tr>
  );
};

const Entries = ({ entries }: { readonly entries: StayLedger['entries'] }): React.JSX.Element => {
  const words = useWords(stayWords);
  const kit = useWords(kitTable);
  return (
    <section className="card stay-table" aria-label={words.entries} tabIndex={0}>
      <h2>{words.entries}</h2>
      {entries.length === 0 ? (
        <p className="note">{words.noEntries}</p>
      ) : (
        <table>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.id}>
                <th scope="row" className="numbers">
                  {dayWords(entry.day, kit, serverNow())}
                </th>
                <td>
                  <Tag tone={entry.kind === 'day' ? 'plain' : 'warning'}>{wordOf(words.entryKinds, entry.kind)}</Tag>
                </td>
                <td className="numbers">
                  {entry.postings.map(({ account, fen }) => (
                    <span key={account} className="stay-posting">
                      {wordOf(words.accounts, account)} <b>{yuan(fen)}</b>
                    </span>
                  ))}
                </td>
                <td className="note numbers">{momentWords(entry.at, kit, serverNow())}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
};

export const StayLedgerScreen = (): React.JSX.Element => {
  const words = useWords(stayWords);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const ledger = useLedger(id);
  const { data } = ledger;
  const { columns } = words;
  if (data === undefined)
    return (
      <div className="beds">
        {ledger.isError ? (
          <ErrorState what={words.ledger} fault={ledger.error} onRetry={() => void ledger.refetch()} />
        ) : (
          <Skeleton rows={8} height={44} />
        )}
      </div>
    );
  const sum = (payer: string): number =>
    data.days.flatMap(({ parts }) => parts).reduce((total, part) => total + (part.payer === payer ? part.fen : 0), 0);
  const payers = [...new Set(data.days.flatMap(({ parts }) => parts.map(({ payer }) => payer)))];
  return (
    <div className="beds">
      <PageHead title={`${data.resident.name} ${words.ledger}`} note={words.ledgerNote}>
        <Link className="button no-print" to="/elder-care/stays/$id" params={{ id }}>
          {words.back}
        </Link>
        <Button className="no-print" onClick={() => void printRecorded({ what: 'ledger', of: id })}>
          {words.print}
        </Button>
      </PageHead>
      <section className="card stay-table" aria-label={words.ledger} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[columns.day, columns.place, columns.who, columns.why].map((one) => (
                <th key={one} scope="col">
                  {one}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.days.map((day) => (
              <DayRow key={day.day} day={day} />
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{words.sum}</th>
              <td>{words.daysOf(data.days.filter(({ counted }) => counted).length, data.days.length)}</td>
              <td className="numbers">
                {payers.map((payer) => (
                  <div key={payer}>
                    {wordOf(words.payers, payer)} <b>{yuan(sum(payer))}</b>
                  </div>
                ))}
              </td>
              <td />
            </tr>
          </tfoot>
        </table>
      </section>
      <Entries entries={data.entries} />
    </div>
  );
};
