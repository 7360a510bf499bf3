/** One file: how far it is, what was found, and the import. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ImportRun } from '../../../consortium/imports/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { DownloadButton } from '../../kit/download.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { ErrorState, faultSentence, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { digestOf, isUnderWay, useRun } from './import-query.ts';
import { words as table } from './words.ts';

const COUNTS = ['added', 'altered', 'unchanged', 'refused'] as const;
export const grouped = (count: number): string => count.toLocaleString('en-US');

const Progress = ({ run }: { readonly run: ImportRun }) => {
  const words = useWords(table);
  const { rowsDone, rowsTotal, state } = run;
  const label = state === 'checking' ? words.checking : words.importing;
  return (
    <div className="import-progress">
      <p>
        <b>{label}</b>{' '}
        {rowsTotal === null ? words.rowsDone(grouped(rowsDone)) : words.rowsOf(grouped(rowsDone), grouped(rowsTotal))}
      </p>
      <progress aria-label={label} {...(rowsTotal === null ? {} : { max: rowsTotal, value: rowsDone })} />
      <p className="note">{words.leave}</p>
    </div>
  );
};

const Refusals = ({ run }: { readonly run: ImportRun }) => {
  const words = useWords(table);
  const { refusals, counts, kept, id } = run;
  if (refusals.length === 0) return null;
  return (
    <section className="import-refusals" aria-label={words.refusedTitle}>
      <header>
        <h2>{words.refusedTitle}</h2>
        {counts.refused > refusals.length && (
          <span className="note">{words.firstOnly(grouped(refusals.length), grouped(counts.refused))}</span>
        )}
        {kept && <DownloadButton path={`/api/imports/runs/${id}/refused`} label={words.download} />}
      </header>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.columns.row}</th>
            <th scope="col">{words.columns.cell}</th>
            <th scope="col">{words.columns.column}</th>
            <th scope="col">{words.columns.problem}</th>
          </tr>
        </thead>
        <tbody>
          {refusals.flatMap(({ row, problems }) =>
            problems.map((problem, n) => (
              <tr key={`${String(row)}-${String(n)}`}>
                <td className="numbers">{n === 0 ? row : ''}</td>
                <td className="numbers">{problem.cell ?? ''}</td>
                <td>{problem.column ?? words.whole}</td>
                <td>{problem.sentence}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </section>
  );
};

const Counts = ({ run }: { readonly run: ImportRun }) => {
  const words = useWords(table);
  return (
    <dl className="import-counts">
      {COUNTS.map((count) => (
        <div key={count} className={count === 'refused' && run.counts.refused > 0 ? 'danger' : ''}>
          <dt>{words.counts[count]}</dt>
          <dd>
            <b className="numbers">{grouped(run.counts[count])}</b> {words.rows}
          </dd>
        </div>
      ))}
    </dl>
  );
};

const Act = ({ run, file }: { readonly run: ImportRun; readonly file: File | null }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [changed, setChanged] = useState(false);
  const { counts, digest, id } = run;
  const start = useMutation({
    mutationFn: async () => {
      setChanged(false);
      // whoever still has the file before them imports that one, or nothing
      const now = file === null ? digest : await digestOf(file);
      if (now !== digest) {
        setChanged(true);
        return null;
      }
      return api.post(`/api/imports/runs/${id}/import`, { digest: now, withoutRefused: counts.refused > 0 }, ImportRun);
    },
    onSuccess: (answer) => {
      if (answer !== null) client.setQueryData(['imports', id], answer);
    },
  });
  const count = counts.added + counts.altered;
  if (count === 0) return <p className="note">{words.nothing}</p>;
  return (
    <div className="import-act">
      <Button kind="primary" disabled={start.isPending || !run.kept} onClick={() => start.mutate()}>
        {counts.refused === 0
          ? words.importAll(grouped(count))
          : words.importRest(grouped(count), grouped(counts.refused))}
      </Button>
      {counts.refused > 0 && <span className="note">{words.mendFirst}</span>}
      {!run.kept && <span className="note">{words.gone}</span>}
      {changed && (
        <span className="danger" role="alert">
          {words.changedFile}
        </span>
      )}
      {start.isError && (
        <span className="danger" role="alert">
          {faultSentence(start.error, kit)}
        </span>
      )}
    </div>
  );
};

const TITLES = {
  checking: 'checking',
  checked: 'checked',
  importing: 'importing',
  imported: 'imported',
  stopped: 'stopped',
} as const;

export const RunPanel = ({
  id,
  file,
  onAgain,
}: {
  readonly id: string;
  readonly file: File | null;
  readonly onAgain: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const client = useQueryClient();
  const query = useRun(id);
  const state = query.data?.state;
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (state === undefined || isUnderWay(state)) return;
    announce(words[TITLES[state]]);
    head.current?.focus();
    void client.invalidateQueries({ queryKey: ['imports'], exact: true });
  }, [state, words, client]);
  const run = query.data;
  if (run === undefined && query.isError)
    return <ErrorState what={words.lost} fault={query.error} onRetry={() => void query.refetch()} />;
  if (run === undefined) return <Skeleton rows={4} height={48} />;
  return (
    <section className="card import-run" aria-label={run.fileName}>
      <header>
        <h2 ref={head} tabIndex={-1}>
          {words[TITLES[run.state]]}
        </h2>
        <span className="note import-file">{run.fileName}</span>
        {!isUnderWay(run.state) && (
          <Button kind="link" onClick={onAgain}>
            {words.again}
          </Button>
        )}
      </header>
      {isUnderWay(run.state) && <Progress run={run} />}
      {run.reason !== null && (
        <p className="danger" role="alert">
          {run.reason}
        </p>
      )}
      {(run.state === 'checked' || run.state === 'imported') && <Counts run={run} />}
      {run.state === 'imported' && (
        <p>
          {words.doneNote(grouped(run.counts.added), grouped(run.counts.altered))}
          {run.counts.similar > 0 && words.similarDone(grouped(run.counts.similar))}
          {run.counts.refused > 0 && words.leftOut(grouped(run.counts.refused))}
        </p>
      )}
      {run.state === 'checked' && run.counts.similar > 0 && (
        <p className="bar">{words.similar(grouped(run.counts.similar))}</p>
      )}
      {run.state === 'checked' && <Act run={run} file={file} />}
      {!isUnderWay(run.state) && <Refusals run={run} />}
    </section>
  );
};
