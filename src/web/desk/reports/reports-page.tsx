/** 上报: what is not yet reported elsewhere, out in that layout, and the mark when the other system took it. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ReportBatch, ReportTargets } from '../../../engines/reporting/shapes.ts';
import type { ReportTargetView } from '../../../engines/reporting/shapes.ts';
import { api, Nothing } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { DownloadButton, keepFile } from '../../kit/download.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from './words.ts';
import './reports.css';

const KEY = ['reports'] as const;
const fileOf = (batch: string): string => `/api/reports/batches/${batch}/file`;

const Batch = ({ batch }: { readonly batch: ReportTargetView['batches'][number] }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => api.post(`/api/reports/batches/${batch.id}/confirmation`, {}, Nothing),
    onSuccess: () => {
      announce(words.done);
      return client.invalidateQueries({ queryKey: KEY });
    },
  });
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li>
      <span className="strong numbers">{words.batch(String(batch.cases))}</span>
      <span className="note">{words.made(batch.by ?? words.somebody, moment(batch.madeAt))}</span>
      {batch.confirmedAt === null ? (
        <span className="note">{words.waiting}</span>
      ) : (
        <Tag tone="good">{words.confirmed(batch.confirmedBy ?? words.somebody, moment(batch.confirmedAt))}</Tag>
      )}
      <span className="report-acts">
        <DownloadButton small path={fileOf(batch.id)} label={words.download} />
        {batch.confirmedAt === null && (
          <Button small kind="primary" disabled={confirm.isPending} onClick={() => confirm.mutate()}>
            {words.confirm}
          </Button>
        )}
      </span>
      {confirm.isError && (
        <span className="danger" role="alert">
          {faultSentence(confirm.error, kit)}
        </span>
      )}
    </li>
  );
};

const Target = ({ target }: { readonly target: ReportTargetView }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const { counts, batches, code, name, verified } = target;
  const waiting = counts.unreported + counts.corrected;
  const make = useMutation({
    mutationFn: async () => keepFile(fileOf((await api.post(`/api/reports/${code}/batches`, {}, ReportBatch)).id)),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
  return (
    <section className="card report-target" aria-label={name}>
      <header>
        <h2>{name}</h2>
        {!verified && <Tag tone="warning">{words.unverified}</Tag>}
      </header>
      <dl className="report-counts">
        {(['unreported', 'corrected', 'reported'] as const).map((state) => (
          <div key={state}>
            <dt>{words.counts[state]}</dt>
            <dd>
              <b className="numbers">{counts[state]}</b> {words.cases}
            </dd>
          </div>
        ))}
      </dl>
      {waiting === 0 ? (
        <p className="note">{words.nothing}</p>
      ) : (
        <p>
          <Button kind="primary" disabled={make.isPending} onClick={() => make.mutate()}>
            {words.make(String(waiting))}
          </Button>
        </p>
      )}
      {make.isError && (
        <p className="danger" role="alert">
          {faultSentence(make.error, kit)}
        </p>
      )}
      {batches.length > 0 && (
        <>
          <h3 className="note">{words.batches}</h3>
          <ul className="report-batches">
            {batches.map((batch) => (
              <Batch key={batch.id} batch={batch} />
            ))}
          </ul>
        </>
      )}
    </section>
  );
};

export const ReportsScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const list = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/reports', ReportTargets, signal) });
  return (
    <div className="reports">
      <PageHead title={words.title} note={words.note} />
      {list.data === undefined && list.isError && (
        <ErrorState what={words.what} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data === undefined && !list.isError && <Skeleton rows={4} height={48} />}
      {list.data?.targets.length === 0 && <Empty title={words.none} why={words.noneWhy} />}
      {list.data?.targets.map((target) => (
        <Target key={target.code} target={target} />
      ))}
    </div>
  );
};
