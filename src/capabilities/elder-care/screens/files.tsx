/** 评估、签约与待遇: what the own house has a part in, the most pressing first. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
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
import { FILES_KEY } from './step-form.tsx';
import './beds.css';
import './stay.css';

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
  const offers = ['public-health-worker', 'medical-affairs'].includes(role.role);
  return (
    <div className="beds">
      <PageHead title={words.files}>
        {offers && (
          <Link
            className="button primary"
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
