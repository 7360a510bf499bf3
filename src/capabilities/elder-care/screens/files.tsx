/** 评估、签约与待遇: what the own house has a part in, the most pressing first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Files } from '../shapes.ts';
import { words as elderTable } from '../words.ts';
import { boardWords } from './board-words.ts';
import { yuan } from './format.ts';
import { FILES_KEY } from './step-form.tsx';
import './beds.css';
import './stay.css';

/** Who may apply for somebody (the pathway's own table is the one that counts). */
const APPLICANTS: readonly string[] = [
  'general-practitioner',
  'public-health-worker',
  'social-worker',
  'referral-coordinator',
  'attending-physician',
];

export const FilesScreen = (): React.JSX.Element => {
  const words = useWords(boardWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const { role } = useSession();
  const list = useQuery({
    queryKey: FILES_KEY,
    queryFn: ({ signal }) => api.get('/api/elder-care/files', Files, signal),
    refetchInterval: 60_000,
  });
  const { data } = list;
  const applies = APPLICANTS.includes(role.role);
  const offers = ['public-health-worker', 'medical-affairs'].includes(role.role);
  return (
    <div className="beds">
      <PageHead title={words.list}>
        {applies && (
          <Link className="button primary" to="/elder-care/apply">
            {words.newApplication}
          </Link>
        )}
        {offers && (
          <Link
            className={applies ? 'button' : 'button primary'}
            to="/elder-care/new/$pathway/$id"
            params={{ pathway: 'care-contract', id: 'new' }}
          >
            {words.offerContract}
          </Link>
        )}
      </PageHead>
      {list.isPending && <Skeleton rows={4} height={56} />}
      {list.isError && data === undefined && (
        <ErrorState what={words.files} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {data?.items.length === 0 && <Empty title={words.filesNone} why={words.filesNoneWhy} />}
      {data !== undefined && data.items.length > 0 && (
        <ul className="waiting-list elder-files">
          {data.items.map((item) => (
            <li key={item.id}>
              <Tag>{wordOf(elder.documents, item.pathway)}</Tag>
              <span className="numbers">{item.number}</span>
              <span>
                <b>{item.person ?? item.headline}</b> <span className="note">{item.with}</span>
                {item.contract !== null && (
                  <span className="file-more">
                    <span className={item.contract.done < item.contract.owed ? 'danger' : 'note'}>
                      {words.visitsOwed(item.contract.done, item.contract.owed, item.contract.perMonth)}
                    </span>
                    <span className={item.contract.inTime < item.contract.calls ? 'danger' : 'note'}>
                      {words.responses(item.contract.inTime, item.contract.calls, item.contract.promised)}
                    </span>
                    {item.contract.warning !== null && (
                      <Tag tone={item.contract.warning === '60' ? 'warning' : 'danger'}>
                        {wordOf(words.expires, item.contract.warning)}
                      </Tag>
                    )}
                  </span>
                )}
                {item.benefit !== null && (
                  <span className="file-more note">
                    <span>{wordOf(elder.answers, item.benefit.programme)}</span>
                    <span>
                      {dayWords(item.benefit.from, kit, serverNow())}～{dayWords(item.benefit.until, kit, serverNow())}
                    </span>
                    <span>{wordOf(elder.answers, item.benefit.level)}</span>
                    {item.benefit.fundFen !== null && (
                      <span>{words.fundSelf(yuan(item.benefit.fundFen), yuan(item.benefit.selfFen ?? 0))}</span>
                    )}
                  </span>
                )}
              </span>
              <span>
                {wordOf(elder.states, item.state)} {item.mine && <Tag tone="primary">{words.mine}</Tag>}{' '}
                {item.dueAt !== null && (
                  <span className={item.late ? 'danger' : 'note'}>
                    {words.due(momentWords(item.dueAt, kit, serverNow()))}
                    {item.late && ` ${words.late}`}
                  </span>
                )}
              </span>
              <Link className="button" to="/elder-care/stays/$id" params={{ id: item.id }}>
                {words.keyOpen}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
