/** 查看审核: emergency looks by due time, then looks by people close to the resident, then what was reviewed lately. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, Nothing } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { CaseDesk, CaseRows, DueLine } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Empty, faultSentence } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { words as glassTable } from '../words.ts';
import { Reviews } from '../shapes.ts';
import type { FlaggedLook, ReviewRow } from '../shapes.ts';
import { reviewWords } from './review-words.ts';
import './reviews.css';

export const REVIEWS_KEY = ['reviews'] as const;

const Row = ({ row, act }: { readonly row: ReviewRow; readonly act: string }): React.JSX.Element => {
  const words = useWords(reviewWords);
  const glass = useWords(glassTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li className={row.late ? 'late' : undefined}>
      <span className="review-who">
        <b>{row.who.name ?? '—'}</b>
        <span className="note">
          {row.who.organisation.name} {wordOf(kit.roles, row.who.role)}
        </span>
      </span>
      <span className="review-whom">
        {words.columns.resident} {row.resident}
        <span className="note">{wordOf(glass.answers, row.reason)}</span>
      </span>
      <span className="review-when">
        {moment(row.openedAt)}
        <DueLine due={row} label={words.columns.due} lateWord={words.late} />
      </span>
      <Tag tone={row.state === 'justified' ? 'good' : row.state === 'unjustified' ? 'danger' : 'plain'}>
        {wordOf(glass.states, row.state)}
      </Tag>
      <Link to="/reviews/$id" params={{ id: row.case }} className="button">
        {act}
        <span className="unseen"> {row.number}</span>
      </Link>
    </li>
  );
};

const Flagged = ({ look }: { readonly look: FlaggedLook }): React.JSX.Element => {
  const words = useWords(reviewWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const seen = useMutation({
    mutationFn: () =>
      api.post(`/api/reviews/flagged/${look.id}/seen`, { note: note.trim() === '' ? null : note }, Nothing),
    onSuccess: () => {
      announce(words.seen);
      return client.invalidateQueries({ queryKey: REVIEWS_KEY });
    },
  });
  return (
    <li>
      <span className="review-who">
        <b>{look.who.name ?? '—'}</b>
        <span className="note">{wordOf(kit.roles, look.who.role)}</span>
      </span>
      <span className="review-whom">
        {words.columns.resident} {look.resident}
        <Tag tone="warning">{words.flags[look.flag]}</Tag>
      </span>
      <span className="review-when">
        {momentWords(look.at, kit, serverNow())}
        <span className="note numbers">{words.times(String(look.looks))}</span>
      </span>
      {look.seen === null ? (
        <form
          className="review-seen"
          onSubmit={(event) => {
            event.preventDefault();
            seen.mutate();
          }}
        >
          <input
            type="text"
            aria-label={words.seenNote}
            placeholder={words.seenNote}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
          <Button type="submit" aria-disabled={seen.isPending}>
            {words.markSeen}
          </Button>
          {seen.isError && (
            <span className="danger" role="alert">
              {faultSentence(seen.error, kit)}
            </span>
          )}
        </form>
      ) : (
        <span className="note review-seen">
          {words.seen} {look.seen.note}
        </span>
      )}
    </li>
  );
};

export const ReviewsScreen = (): React.JSX.Element => {
  const words = useWords(reviewWords);
  const list = useQuery({
    queryKey: REVIEWS_KEY,
    queryFn: ({ signal }) => api.get('/api/reviews', Reviews, signal),
    refetchInterval: 60_000,
  });
  return (
    <CaseDesk list={list} title={words.title} note={words.note}>
      {({ open, flagged, closed }) => (
        <>
          <CaseRows title={words.emergencies} rows={open} none={<Empty title={words.none} why={words.noneWhy} />}>
            {(row) => <Row key={row.case} row={row} act={words.open} />}
          </CaseRows>
          <CaseRows title={words.flagged} rows={flagged} none={<p className="note">{words.flaggedNone}</p>}>
            {(look) => <Flagged key={look.id} look={look} />}
          </CaseRows>
          <CaseRows title={words.closed} rows={closed}>
            {(row) => <Row key={row.case} row={row} act={words.look} />}
          </CaseRows>
        </>
      )}
    </CaseDesk>
  );
};
