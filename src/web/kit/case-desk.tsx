/**
 * The desk of one kind of case that is decided and not passed on (紧急查看复核, 居民异议, 更正与删除): what waits by due time and
 * what was closed lately, one case whole with its history, and the step that answers it.
 */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { z } from 'zod';
import { CaseView, StepTaken } from '../../engines/pathways/shapes.ts';
import { api } from './api.ts';
import { momentWords } from './civil.ts';
import { useWords, wordOf } from './language.ts';
import { announce } from './live-region.tsx';
import { PageHead } from './page.tsx';
import { serverNow } from './server-time.ts';
import { ErrorState, Skeleton } from './states.tsx';
import { Timeline } from './timeline.tsx';
import { words as kitTable } from './words.ts';
import './case-desk.css';

type Worded = Readonly<Record<string, string>>;

/** The page of the list: its head, and what a failed or a slow answer looks like. */
export const CaseDesk = <Answer,>({
  list,
  title,
  note,
  children,
}: {
  readonly list: UseQueryResult<Answer>;
  readonly title: string;
  readonly note: string;
  readonly children: (answer: Answer) => React.ReactNode;
}): React.JSX.Element => (
  <div className="case-desk">
    <PageHead title={title} note={note} />
    {list.data === undefined && list.isError && (
      <ErrorState what={title} fault={list.error} onRetry={() => void list.refetch()} />
    )}
    {list.data === undefined && !list.isError && <Skeleton rows={4} height={48} />}
    {list.data !== undefined && children(list.data)}
  </div>
);

/** Some rows under a heading; without any, what `none` says, or nothing at all. */
export const CaseRows = <Row,>({
  title,
  rows,
  none,
  children,
}: {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly none?: React.ReactNode;
  readonly children: (row: Row) => React.ReactNode;
}): React.JSX.Element | null => {
  if (rows.length === 0 && none === undefined) return null;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? none : <ul className="case-list">{rows.map(children)}</ul>}
    </section>
  );
};

type Due = {
  readonly due: { readonly dueAt: string | null; readonly late: boolean };
  readonly label: string;
  readonly lateWord: string;
};

/** On a row: by when, in red with a word once it is late. */
export const DueLine = ({ due: { dueAt, late }, label, lateWord }: Due): React.JSX.Element | null => {
  const kit = useWords(kitTable);
  return dueAt === null ? null : (
    <span className={late ? 'danger' : 'note'}>
      {label} {momentWords(dueAt, kit, serverNow())}
      {late && ` · ${lateWord}`}
    </span>
  );
};

/** Among the facts of one case: the same, and the note that goes with the limit. */
export const DueFact = ({
  due: { dueAt, late },
  label,
  lateWord,
  note,
}: Due & { readonly note?: string | null }): React.JSX.Element | null => {
  const kit = useWords(kitTable);
  return dueAt === null ? null : (
    <>
      <dt>{label}</dt>
      <dd className={late ? 'danger numbers' : 'numbers'}>
        {momentWords(dueAt, kit, serverNow())}
        {late && ` · ${lateWord}`}
        {note !== undefined && note !== null && <p className="note">{note}</p>}
      </dd>
    </>
  );
};

type OneCaseProps<Own> = {
  /** Where both the list and the case are asked: `/reviews` on the screen, `/api/reviews` at the server. */
  readonly at: `/${string}`;
  readonly listKey: readonly string[];
  readonly shape: z.ZodType<Own>;
  readonly document: string;
  readonly states: Worded;
  readonly title: string;
  readonly back: string;
  /** @param again asks the server anew, for the list and the case alike */
  readonly children: (own: Own, view: CaseView, again: () => void) => React.ReactNode;
};

/** One case: what is particular to its kind, and the case as every case is. Its id stands in the address. */
export const OneCase = <Own extends { readonly number: string; readonly state: string }>({
  at,
  listKey,
  shape,
  document,
  states,
  title,
  back,
  children,
}: OneCaseProps<Own>): React.JSX.Element => {
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const client = useQueryClient();
  const id = params['id'] ?? '';
  const own = useQuery({
    queryKey: [...listKey, id],
    queryFn: ({ signal }) => api.get(`/api${at}/${id}`, shape, signal),
  });
  const view = useQuery({
    queryKey: [...listKey, id, 'case'],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const fault = own.error ?? view.error;
  const retry = (): void => {
    void own.refetch();
    void view.refetch();
  };
  if (fault !== null) return <ErrorState what={title} fault={fault} onRetry={retry} />;
  if (own.data === undefined || view.data === undefined) return <Skeleton rows={6} height={48} />;
  return (
    <div className="case-desk">
      <PageHead title={`${document} ${own.data.number}`} note={wordOf(states, own.data.state)}>
        <Link to={at} className="button">
          {back}
        </Link>
      </PageHead>
      {children(own.data, view.data, () => void client.invalidateQueries({ queryKey: listKey }))}
    </div>
  );
};

/** How it went: each step in the words of its kind, with the sentence that was given for it. */
export const CaseHistory = ({
  view,
  title,
  done,
  answers,
}: {
  readonly view: CaseView;
  readonly title: string;
  readonly done: Worded;
  readonly answers: Worded;
}): React.JSX.Element => {
  const detailOf = (given: Readonly<Record<string, unknown>> | null): string | null => {
    const said = given?.['finding'] ?? given?.['note'];
    return typeof said === 'string' ? said : null;
  };
  return (
    <section className="card" aria-label={title}>
      <Timeline
        rows={view.timeline.map((row) => ({
          key: String(row.version),
          at: row.at,
          what: wordOf(done, row.step),
          by: row.by,
          reason: row.reason === null ? null : wordOf(answers, row.reason),
          detail: detailOf(row.answers),
        }))}
        current={null}
        ahead={[]}
      />
    </section>
  );
};

/** Why the reader may not decide, each reason once. */
export const WhyNot = ({ view: { blocked } }: { readonly view: CaseView }): React.JSX.Element => (
  <>
    {[...new Set(blocked.map(({ reason }) => reason))].map((reason) => (
      <p key={reason} className="note">
        {reason}
      </p>
    ))}
  </>
);

export type CaseStep = { readonly step: string; readonly answers: object };

/** Takes a step of the case as it is seen; says `saved` aloud when it was taken. */
export const useCaseStep = (
  view: CaseView,
  saved: string,
  onDone: () => void,
): UseMutationResult<z.infer<typeof StepTaken>, Error, CaseStep> =>
  useMutation({
    mutationFn: ({ step, answers }: CaseStep) =>
      api.post(`/api/cases/${view.id}/steps/${step}`, { version: view.version, answers }, StepTaken),
    onSuccess: () => {
      announce(saved);
      onDone();
    },
  });
