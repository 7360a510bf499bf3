/** 消息: unread first, by day. What comes while one reads joins by itself; nothing is marked read that was not seen. */
import { Link } from '@tanstack/react-router';
import { useRef } from 'react';
import type { NoticeView } from '../../../engines/notices/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords, weekdayWords } from '../../kit/civil.ts';
import { useKeys } from '../../kit/keyboard.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { useServerNow } from '../../kit/server-time.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { MessageRow } from './message-row.tsx';
import { useMarkRead, useMessages } from './message-query.ts';
import { words as table } from './words.ts';
import './messages.css';

const byDay = (notices: readonly NoticeView[]): readonly (readonly [string, readonly NoticeView[]])[] => {
  const days = new Map<string, NoticeView[]>();
  for (const notice of notices) {
    const day = dayOf(new Date(notice.at));
    days.set(day, [...(days.get(day) ?? []), notice]);
  }
  return [...days];
};

const Part = ({
  title,
  notices,
  onRead,
}: {
  readonly title: string;
  readonly notices: readonly NoticeView[];
  readonly onRead: (id: string) => void;
}) => {
  const kit = useWords(kitTable);
  const now = useServerNow();
  if (notices.length === 0) return null;
  return (
    <section className="card messages-part" aria-label={title}>
      <h2>{title}</h2>
      {byDay(notices).map(([day, ofDay]) => (
        <div key={day}>
          <h3 className="messages-day">
            {day === dayOf(now) ? kit.today : dayWords(day, kit, now)} {weekdayWords(day, kit)}
          </h3>
          <ul>
            {ofDay.map((notice) => (
              <MessageRow key={notice.id} notice={notice} onRead={onRead} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
};

/** J and K go from one message to the next; Enter opens it, as any link. */
const useRowKeys = (place: React.RefObject<HTMLDivElement | null>): void => {
  const go = (step: 1 | -1): boolean => {
    const links = [...(place.current?.querySelectorAll<HTMLElement>('a.message-link') ?? [])];
    const here = links.findIndex((link) => link === document.activeElement);
    const next = links[here < 0 ? (step === 1 ? 0 : links.length - 1) : here + step];
    next?.focus();
    return next !== undefined;
  };
  useKeys({ j: () => go(1), k: () => go(-1) });
};

export const MessagesScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const place = useRef<HTMLDivElement>(null);
  const list = useMessages();
  const mark = useMarkRead();
  useRowKeys(place);
  const pages = list.data?.pages ?? [];
  const notices = pages.flatMap((page) => page.items);
  const [first] = pages;
  const unread = first?.unread ?? 0;
  const markRead = (what: Parameters<typeof mark.mutate>[0]): void =>
    mark.mutate(what, { onSuccess: (count) => announce(words.marked(count.unread)) });
  const onRead = (id: string): void => markRead({ id });
  return (
    <div className="messages-page" ref={place}>
      <PageHead title={words.title} {...(first === undefined ? {} : { note: words.note(unread) })}>
        {notices.length > 0 && (
          <Button className="no-print" onClick={() => window.print()}>
            {words.print}
          </Button>
        )}
        {unread > 0 && first !== undefined && (
          <Button className="no-print" disabled={mark.isPending} onClick={() => markRead({ upTo: first.serverTime })}>
            {words.markAll}
          </Button>
        )}
      </PageHead>
      {mark.isError && (
        <p className="danger" role="alert">
          {words.failed}
        </p>
      )}
      {list.isPending && <Skeleton rows={8} height={56} />}
      {list.isError && list.data === undefined && (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      )}
      {list.data !== undefined && notices.length === 0 && (
        <Empty title={words.none} why={words.noneWhy}>
          <Link to="/">{words.toWorklist}</Link>
        </Empty>
      )}
      <Part title={words.unread} notices={notices.filter(({ readAt }) => readAt === null)} onRead={onRead} />
      <Part title={words.read} notices={notices.filter(({ readAt }) => readAt !== null)} onRead={onRead} />
      {list.hasNextPage && (
        <p className="messages-more no-print">
          <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {list.isFetchingNextPage ? words.loading : words.more}
          </Button>
          <span className="note">{words.shown(notices.length)}</span>
        </p>
      )}
    </div>
  );
};
