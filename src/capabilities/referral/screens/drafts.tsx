/** 我的草稿: referrals not sent yet, to be gone on with here or at another computer. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { DraftList, DraftView } from '../../../consortium/shapes.ts';
import { api, Nothing } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { localKeys, readLocal, writeLocal } from '../../../web/kit/local.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as table } from './new-referral-words.ts';
import { draftFrom } from './referral-draft.ts';
import { DRAFT_KIND, localKey } from './use-draft.ts';
import './drafts.css';

type Row = DraftList['items'][number];

/** Drafts that never reached the server stand only on this machine. */
const localOnly = (person: string, known: ReadonlySet<string>): readonly string[] =>
  localKeys(localKey(person, ''))
    .map((key) => key.slice(localKey(person, '').length))
    .filter((id) => !known.has(id) && readLocal(localKey(person, id)) !== null);

const Delete = ({ draft, person }: { readonly draft: Row; readonly person: string }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const remove = async (): Promise<void> => {
    try {
      const { content } = await api.get(`/api/drafts/${draft.id}`, DraftView);
      const { hold } = draftFrom(draft.resident?.id ?? '', content);
      // A hold that ran out or was given back already is no reason to keep the draft.
      if (hold !== null) await api.remove(`/api/holds/${hold.id}`, Nothing).catch(() => undefined);
      await api.remove(`/api/drafts/${draft.id}`, Nothing);
      writeLocal(localKey(person, draft.id), null);
      await queries.invalidateQueries({ queryKey: ['drafts'] });
    } catch (fault) {
      setFailed(faultSentence(fault, kit));
    }
  };
  if (!asking)
    return (
      <Button kind="link" onClick={() => setAsking(true)}>
        {words.draftsDelete}
      </Button>
    );
  return (
    <span className="draft-asking">
      <span className="note">{failed ?? words.draftsDeleteAsk}</span>
      <Button small onClick={() => void remove()}>
        {words.draftsDeleteYes}
      </Button>
      <Button kind="link" onClick={() => setAsking(false)}>
        {words.cancel}
      </Button>
    </span>
  );
};

export const Drafts = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { person } = useSession();
  const list = useQuery({ queryKey: ['drafts'], queryFn: ({ signal }) => api.get('/api/drafts', DraftList, signal) });
  const rows = (list.data?.items ?? []).filter((draft) => draft.kind === DRAFT_KIND);
  const here = localOnly(person.id, new Set(rows.map((draft) => draft.id)));
  return (
    <div className="drafts">
      <PageHead title={words.drafts} note={words.draftsNoneWhy} />
      {list.isPending && <Skeleton rows={4} height={57} />}
      {list.isError && <ErrorState what={words.drafts} fault={list.error} onRetry={() => void list.refetch()} />}
      {list.data !== undefined && rows.length + here.length === 0 && (
        <Empty title={words.draftsNone}>
          <Link to="/residents">{words.chooseResidentDo}</Link>
        </Empty>
      )}
      {rows.length + here.length > 0 && (
        <ul className="card draft-list">
          {rows.map((draft) => (
            <li key={draft.id}>
              <span className="draft-name">
                <b>{draft.resident?.name ?? words.draftNobody}</b>
                <span className="note">
                  {words.draftOf} {words.draftsUpdated} {momentWords(draft.updatedAt, kit, now)}
                </span>
              </span>
              <Delete draft={draft} person={person.id} />
              <Link to="/referrals/drafts/$draft" params={{ draft: draft.id }} className="button">
                {words.draftsContinue}
              </Link>
            </li>
          ))}
          {here.map((id) => (
            <li key={id}>
              <span className="draft-name">
                <b>{words.draftOf}</b>
                <Tag tone="warning">{words.draftLocalOnly}</Tag>
              </span>
              <Link to="/referrals/drafts/$draft" params={{ draft: id }} className="button">
                {words.draftsContinue}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
