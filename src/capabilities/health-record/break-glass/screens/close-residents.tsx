/** 亲属与重点居民: whose records are looked at with other eyes; entered, seen and ended by the person responsible. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { CloseEntered, CloseList } from '../../../../consortium/access/close-resident-shapes.ts';
import type { CloseView } from '../../../../consortium/access/close-resident-shapes.ts';
import { api, Nothing } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { CaseDesk, CaseRows } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Empty, faultSentence } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { EnterClose } from './close-resident-form.tsx';
import { closeWords } from './close-resident-words.ts';
import './close-residents.css';

const KEY = ['close-residents'] as const;

const Ending = ({ entry, onClose }: { readonly entry: CloseView; readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(closeWords);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const end = useMutation({
    mutationFn: () => api.post(`/api/close-residents/${entry.id}/end`, { reason }, Nothing),
    onSuccess: async () => {
      announce(words.endDone);
      onClose();
      await client.invalidateQueries({ queryKey: KEY });
    },
  });
  return (
    <form
      className="close-end"
      aria-label={words.endTitle}
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim().length >= 2) end.mutate();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <label>
        {words.endReason}
        <input
          type="text"
          autoFocus
          maxLength={200}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <Button type="submit" aria-disabled={end.isPending || reason.trim().length < 2}>
        {words.endDo}
      </Button>
      <Button kind="link" onClick={onClose}>
        {words.cancel}
      </Button>
      {end.isError && (
        <span className="danger" role="alert">
          {faultSentence(end.error, kit)}
        </span>
      )}
    </form>
  );
};

const Row = ({ entry }: { readonly entry: CloseView }): React.JSX.Element => {
  const words = useWords(closeWords);
  const kit = useWords(kitTable);
  const [ending, setEnding] = useState(false);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  const { person, relationship, ended } = entry;
  return (
    <li className="close-row">
      <span>
        {words.resident} <b>{entry.resident}</b>
        <span className="note">{entry.bornIn === null ? '' : words.born(entry.bornIn)}</span>
      </span>
      <span>
        <Tag tone="plain">{words.kinds[entry.kind]}</Tag>
        <span className="note">
          {person === null ? '' : relationship === null ? person : words.of(person, words.relationships[relationship])}
        </span>
      </span>
      <span>
        {entry.reason}
        <span className="note">
          {entry.house} {entry.entered.name} {moment(entry.entered.at)}
        </span>
      </span>
      {ended === null ? (
        !ending && <Button onClick={() => setEnding(true)}>{words.end}</Button>
      ) : (
        <span>
          {ended.reason}
          <span className="note">
            {ended.name} {moment(ended.at)}
          </span>
        </span>
      )}
      {ending && <Ending entry={entry} onClose={() => setEnding(false)} />}
    </li>
  );
};

export const CloseScreen = (): React.JSX.Element => {
  const words = useWords(closeWords);
  const client = useQueryClient();
  const list = useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.get('/api/close-residents', CloseList, signal) });
  return (
    <CaseDesk list={list} title={words.title} note={words.note}>
      {({ items, staff }) => (
        <>
          <CaseRows
            title={words.stands}
            rows={items.filter(({ ended }) => ended === null)}
            none={<Empty title={words.none} why={words.noneWhy} />}
          >
            {(entry) => <Row key={entry.id} entry={entry} />}
          </CaseRows>
          <EnterClose
            staff={staff}
            enter={async (body) => {
              await api.post('/api/close-residents', body, CloseEntered);
              announce(words.saved);
              // the form is empty at once: whoever goes on typing loses nothing when the list comes
              void client.invalidateQueries({ queryKey: KEY });
            }}
          />
          <CaseRows title={words.ended} rows={items.filter(({ ended }) => ended !== null)}>
            {(entry) => <Row key={entry.id} entry={entry} />}
          </CaseRows>
        </>
      )}
    </CaseDesk>
  );
};
