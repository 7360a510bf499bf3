/** 更正与删除: what waits for a decision by due time, then what was closed lately. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../../web/kit/api.ts';
import { CaseDesk, CaseRows, DueLine } from '../../../../web/kit/case-desk.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { Empty } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { Erasures } from '../shapes.ts';
import type { ErasureRow } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { erasureWords } from './erasure-words.ts';

export const ERASURES_KEY = ['erasures'] as const;

const Row = ({ row, act }: { readonly row: ErasureRow; readonly act: string }): React.JSX.Element => {
  const words = useWords(erasureWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li>
      <span>
        {words.columns.resident} <b>{row.resident}</b>
        <span className="note">{said.answers[row.kind]}</span>
      </span>
      <span>
        <b>{wordOf(words.types, row.entry.type)}</b>
        <span className="note">{said.answers[row.basis]}</span>
      </span>
      <span>
        {words.columns.asked} {row.asked.name} {moment(row.asked.at)}
        <DueLine due={row} label={words.columns.due} lateWord={words.late} />
      </span>
      <Tag tone={row.late ? 'danger' : 'plain'}>{wordOf(said.states, row.state)}</Tag>
      <Link to="/erasures/$id" params={{ id: row.case }} className="button">
        {act}
        <span className="unseen"> {row.number}</span>
      </Link>
    </li>
  );
};

export const ErasuresScreen = (): React.JSX.Element => {
  const words = useWords(erasureWords);
  const list = useQuery({
    queryKey: ERASURES_KEY,
    queryFn: ({ signal }) => api.get('/api/erasures', Erasures, signal),
    refetchInterval: 60_000,
  });
  return (
    <CaseDesk list={list} title={words.title} note={words.note}>
      {({ open, closed }) => (
        <>
          <CaseRows title={words.waiting} rows={open} none={<Empty title={words.none} why={words.noneWhy} />}>
            {(row) => <Row key={row.case} row={row} act={words.open} />}
          </CaseRows>
          <CaseRows title={words.closed} rows={closed}>
            {(row) => <Row key={row.case} row={row} act={words.look} />}
          </CaseRows>
        </>
      )}
    </CaseDesk>
  );
};
