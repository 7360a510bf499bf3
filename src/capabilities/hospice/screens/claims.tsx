/** 医保申报与回执: what is sent to the insurers, what they answer, and each difference worked. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { PageHead } from '../../../web/kit/page.tsx';
import { printRecorded } from '../../../web/kit/recorded-print.ts';
import { ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as hospiceTable } from '../words.ts';
import { Claims, ClaimView, Worked } from '../shapes/claims.ts';
import type { ClaimLineView, ClaimRow } from '../shapes/claims.ts';
import { ColumnHeads } from './column-heads.tsx';
import { ClaimState, useInsurer } from './claim-state.tsx';
import { claimsWords } from './claims-words.ts';
import { yuan } from './format.ts';
import { readStatement } from './statement-text.ts';
import './hospice.css';
import './claims.css';

const KEY = ['hospice', 'claims'] as const;

export const ClaimsScreen = (): React.JSX.Element => {
  const words = useWords(claimsWords);
  const kit = useWords(kitTable);
  const insurer = useInsurer();
  const client = useQueryClient();
  const list = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/hospice/claims', Claims, signal) });
  const sending = useMutation({
    mutationFn: (of: Pick<ClaimRow, 'payer' | 'scheme'>) =>
      api.post('/api/hospice/claims', { ...of, through: list.data?.today ?? '' }, Worked),
    onSuccess: ({ lines }) => {
      announce(words.sent(lines));
      return client.invalidateQueries({ queryKey: KEY });
    },
  });
  const { columns } = words;
  const { data } = list;
  return (
    <div className="hospice">
      <PageHead title={words.claims} note={words.claimsNote}>
        <Link to="/hospice/differences" className="button">
          {words.differences}
        </Link>
      </PageHead>
      {data === undefined && list.isError && (
        <ErrorState what={words.claims} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data === undefined && !list.isError && <Skeleton rows={4} height={48} />}
      {sending.isError && (
        <p className="danger" role="alert">
          {faultSentence(sending.error, kit)}
        </p>
      )}
      {data !== undefined && (
        <>
          <section className="card claims" aria-label={words.unclaimed}>
            <h2>{words.unclaimed}</h2>
            {data.unclaimed.length === 0 && <p className="note">{words.nothingUnclaimed}</p>}
            <ul>
              {data.unclaimed.map((one) => (
                <li key={`${one.payer}-${one.scheme}`}>
                  <span>{insurer(one)}</span>
                  <span className="numbers">{words.days(one.days)}</span>
                  <b className="numbers">{yuan(one.fen)}</b>
                  <Button aria-disabled={sending.isPending} onClick={() => sending.mutate(one)}>
                    {sending.isPending ? words.sending : words.send}
                  </Button>
                </li>
              ))}
            </ul>
          </section>
          <section className="card hospice-scroll" tabIndex={0} aria-label={words.list}>
            <h2>{words.list}</h2>
            {data.items.length === 0 && <p className="note">{words.none}</p>}
            {data.items.length > 0 && (
              <table className="hospice-table numbers">
                <ColumnHeads
                  of={[columns.batch, columns.through, columns.lines, columns.fen, columns.paid, columns.state]}
                />
                <tbody>
                  {data.items.map((claim) => (
                    <tr key={claim.id}>
                      <td>
                        <Link to="/hospice/claims/$id" params={{ id: claim.id }}>
                          {insurer(claim)}
                        </Link>
                      </td>
                      <td>{dayWords(claim.through, kit, serverNow())}</td>
                      <td>{claim.lines}</td>
                      <td>{yuan(claim.fen)}</td>
                      <td>{claim.answered === 0 ? '—' : yuan(claim.paid)}</td>
                      <td>
                        <ClaimState claim={claim} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </section>
        </>
      )}
    </div>
  );
};

const Line = ({ line }: { readonly line: ClaimLineView }): React.JSX.Element => {
  const words = useWords(claimsWords);
  const hospice = useWords(hospiceTable);
  const answered = line.kind !== 'unanswered';
  const tone = line.kind === 'agreed' ? 'good' : answered ? 'warning' : 'plain';
  return (
    <tr>
      <td>{line.line}</td>
      <td>{line.resident.name}</td>
      <td>{line.month}</td>
      <td>
        {words.days(line.claimed.days)} {yuan(line.claimed.fen)}
      </td>
      <td>{answered ? `${words.days(line.paid.days)} ${yuan(line.paid.fen)}` : '—'}</td>
      <td>{answered ? yuan(line.paid.fen - line.claimed.fen) : '—'}</td>
      <td>
        <Tag tone={tone}>{wordOf(words.kinds, line.kind)}</Tag> {line.reason}
        {line.case !== null && (
          <div>
            <Link to="/hospice/differences/$id" params={{ id: line.case }}>
              {wordOf(hospice.states, line.state ?? '')}
            </Link>
          </div>
        )}
      </td>
    </tr>
  );
};

const Import = ({ claim, onDone }: { readonly claim: string; readonly onDone: () => void }): React.JSX.Element => {
  const words = useWords(claimsWords);
  const kit = useWords(kitTable);
  const [pasted, setPasted] = useState('');
  const [faults, setFaults] = useState<readonly string[]>([]);
  const importing = useMutation({
    mutationFn: (rows: object) => api.post(`/api/hospice/claims/${claim}/statement`, { rows }, Worked),
    onSuccess: ({ lines }) => {
      announce(words.imported(lines));
      setPasted('');
      onDone();
    },
  });
  const submit = (): void => {
    const read = readStatement(pasted);
    const wrong = 'faults' in read ? read.faults.map(({ row, why }) => words.badRow(row, words[why])) : [];
    const rows = 'rows' in read ? read.rows : [];
    setFaults(wrong.length === 0 && rows.length === 0 ? [words.empty] : wrong);
    if (rows.length > 0 && !importing.isPending) importing.mutate(rows);
  };
  return (
    <section className="card claims no-print" aria-label={words.statement}>
      <h2>{words.statement}</h2>
      <p className="note">{words.statementHow}</p>
      <textarea
        rows={5}
        aria-label={words.pasted}
        value={pasted}
        onChange={(event) => setPasted(event.target.value)}
        placeholder={'1\t5\t2250.00'}
      />
      {faults.length > 0 && (
        <ul className="danger" role="alert">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
      {importing.isError && (
        <p className="danger" role="alert">
          {faultSentence(importing.error, kit)}
        </p>
      )}
      <Button kind="primary" aria-disabled={importing.isPending} onClick={submit}>
        {importing.isPending ? words.importing : words.import}
      </Button>
    </section>
  );
};

export const ClaimScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(claimsWords);
  const kit = useWords(kitTable);
  const insurer = useInsurer();
  const client = useQueryClient();
  const found = useQuery({
    queryKey: [...KEY, id],
    queryFn: ({ signal }) => api.get(`/api/hospice/claims/${id}`, ClaimView, signal),
  });
  const again = (): void => void client.invalidateQueries({ queryKey: ['hospice'] });
  const { columns } = words;
  if (found.data === undefined)
    return found.isError ? (
      <ErrorState what={words.claims} fault={found.error} onRetry={() => void found.refetch()} />
    ) : (
      <Skeleton rows={6} height={44} />
    );
  const { claim, lines } = found.data;
  return (
    <div className="hospice">
      <PageHead
        title={insurer(claim)}
        note={
          <span className="dotted numbers">
            <span>{`${columns.through} ${dayWords(claim.through, kit, serverNow())}`}</span>
            <span>{`${columns.fen} ${yuan(claim.fen)}`}</span>
            {claim.answered > 0 && <span>{`${columns.paid} ${yuan(claim.paid)}`}</span>}
          </span>
        }
      >
        <ClaimState claim={claim} />
        <Button onClick={() => void printRecorded({ what: 'claim', of: claim.id })}>{words.print}</Button>
        <Link to="/hospice/claims" className="button no-print">
          {words.back}
        </Link>
      </PageHead>
      <section className="card hospice-scroll" tabIndex={0} aria-label={words.list}>
        <table className="hospice-table numbers">
          <ColumnHeads
            of={[
              columns.lines,
              columns.person,
              columns.month,
              columns.claimed,
              columns.answered,
              columns.difference,
              columns.reason,
            ]}
          />
          <tbody>
            {lines.map((line) => (
              <Line key={line.line} line={line} />
            ))}
          </tbody>
        </table>
      </section>
      <Import claim={id} onDone={again} />
    </div>
  );
};
