/** Who was told of a case and whether anybody has read it; what the resident asked for, and the code for their page. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { ResidentCode } from '../../consortium/resident-access/shapes.ts';
import { RESIDENT_WORDS } from '../../consortium/resident-access/words.ts';
import { CARING } from '../../consortium/roles.ts';
import { NoticeCourse } from '../../engines/notices/shapes.ts';
import { NOTICE_WORDS } from '../../engines/notices/words.ts';
import { api } from './api.ts';
import { Button } from './button.tsx';
import { dayOf, dayWords, momentWords } from './civil.ts';
import { words as table } from './case-notices-words.ts';
import { useLanguage, useWords, wordOf } from './language.ts';
import { useServerNow } from './server-time.ts';
import { useSession } from './session.ts';
import { ErrorState, faultSentence } from './states.tsx';
import { words as kitTable } from './words.ts';
import './case-notices.css';

type Entry = NoticeCourse['items'][number];

const Deliveries = ({ entry }: { readonly entry: Entry }): React.JSX.Element => {
  const words = useWords(table);
  return (
    <>
      {entry.deliveries.map(({ channel, status, attempts }, index) => (
        <span key={`${channel}-${String(index)}`} className={status === 'failed' ? 'warning' : ''}>
          {words.delivery(words.channels[channel], words.statuses[status], attempts)}
        </span>
      ))}
    </>
  );
};

const Line = ({ entry }: { readonly entry: Entry }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const now = useServerNow();
  const asked = entry.kind === 'request' ? entry.what : null;
  const toResident = entry.kind === 'resident';
  const read =
    entry.readAt !== null
      ? words.readAt(momentWords(entry.readAt, kit, now), entry.readBy ?? '')
      : entry.wakeAt !== null
        ? words.raisedAt(momentWords(entry.wakeAt, kit, now))
        : words.unread;
  return (
    <li data-notice-kind={entry.kind} data-notice-level={entry.level}>
      <time dateTime={entry.at} className="numbers">
        {momentWords(entry.at, kit, now)}
      </time>
      <div>
        <p>
          {words.kinds[entry.kind]}
          {asked !== null && `：${wordOf(RESIDENT_WORDS[language].reasons, asked)}`}
          {toResident && entry.what !== null && `：${wordOf(NOTICE_WORDS[language].residentNews, entry.what)}`}
        </p>
        <p className="note dotted">
          {!toResident && (
            <>
              <span>
                {entry.organisation.name} {wordOf(kit.roles, entry.role)}
              </span>
              {entry.people.length > 0 && <span>{kit.listed(entry.people.map(({ name }) => name))}</span>}
              {entry.kind !== 'news' && <span>{read}</span>}
            </>
          )}
          <Deliveries entry={entry} />
        </p>
        {asked !== null && entry.note !== null && <p className="case-notices-note">{entry.note}</p>}
      </div>
    </li>
  );
};

const Code = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const issue = useMutation({
    mutationFn: (renew: boolean) => api.post(`/api/cases/${id}/resident-code`, { renew }, ResidentCode),
  });
  return (
    <div className="case-code no-print">
      <p className="dotted">
        <span className="strong">{words.code}</span>
        {issue.data !== undefined && (
          <>
            <span className="case-code-digits numbers">{issue.data.code}</span>
            <span className="note">{words.until(dayWords(dayOf(new Date(issue.data.expiresAt)), kit, now))}</span>
            {!issue.data.verified && <span className="note">{kit.unverified}</span>}
          </>
        )}
      </p>
      <p className="note">{words.codeNote}</p>
      {issue.isError && (
        <p className="danger" role="alert">
          {faultSentence(issue.error, kit)}
        </p>
      )}
      <p className="case-code-acts">
        {issue.data === undefined && (
          <Button small disabled={issue.isPending} onClick={() => issue.mutate(false)}>
            {words.showCode}
          </Button>
        )}
        {issue.data !== undefined && (
          <Button small disabled={issue.isPending} onClick={() => issue.mutate(true)}>
            {words.renewCode}
          </Button>
        )}
      </p>
    </div>
  );
};

export const CaseNotices = ({ id, open }: { readonly id: string; readonly open: boolean }): React.JSX.Element => {
  const words = useWords(table);
  const language = useLanguage();
  const { role } = useSession();
  const course = useQuery({
    queryKey: ['case-notices', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}/notices`, NoticeCourse, signal),
  });
  const items = course.data?.items ?? [];
  const wish = open ? items.findLast(({ kind, readAt }) => kind === 'request' && readAt === null) : undefined;
  const mayGiveCode = open && (CARING as readonly string[]).includes(role.role);
  return (
    <section aria-labelledby="case-notices-title" className="case-notices">
      <h2 id="case-notices-title">{words.title}</h2>
      {wish !== undefined && wish.what !== null && (
        <p className="bar">
          <span className="strong">{words.wish(wordOf(RESIDENT_WORDS[language].reasons, wish.what))}</span>
          {wish.note !== null && <span>{wish.note}</span>}
          <span>{words.wishNote}</span>
        </p>
      )}
      {mayGiveCode && <Code id={id} />}
      {course.isError && course.data === undefined && (
        <ErrorState what={words.title} fault={course.error} onRetry={() => void course.refetch()} />
      )}
      {course.data !== undefined && items.length === 0 && <p className="note">{words.none}</p>}
      {items.length > 0 && (
        <details>
          <summary>{words.count(items.length)}</summary>
          <ol className="case-notices-list">
            {items.map((entry) => (
              <Line key={entry.id} entry={entry} />
            ))}
          </ol>
        </details>
      )}
    </section>
  );
};
