/** 居民异议: those to be answered by due time, then what was closed lately. */
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
import { Objections } from '../shapes.ts';
import type { ObjectionRow } from '../shapes.ts';
import { words as caseTable } from '../words.ts';
import { objectionWords } from './objection-words.ts';

export const OBJECTIONS_KEY = ['objections'] as const;

/** Who looked or wrote: a person's name and house, or the house alone. */
export const Whose = ({ row }: { readonly row: ObjectionRow }): React.JSX.Element => {
  const words = useWords(objectionWords);
  const kit = useWords(kitTable);
  const { name, role, organisation } = row.who;
  return (
    <>
      <b>{name ?? organisation?.name ?? words.system}</b>
      <span className="note">
        {name === null ? '' : organisation?.name} {role === null ? '' : wordOf(kit.roles, role)}
      </span>
    </>
  );
};

const Row = ({ row, act }: { readonly row: ObjectionRow; readonly act: string }): React.JSX.Element => {
  const words = useWords(objectionWords);
  const said = useWords(caseTable);
  const kit = useWords(kitTable);
  const moment = (at: string): string => momentWords(at, kit, serverNow());
  return (
    <li>
      <span>
        {words.columns.resident} <b>{row.resident}</b>
        <span className="note">{wordOf(said.answers, row.wrong)}</span>
      </span>
      <span>
        <span className="note">{wordOf(said.answers, row.about)}</span>
        {row.about !== 'other' && <Whose row={row} />}
      </span>
      <span>
        {moment(row.madeAt)}
        <DueLine due={row} label={words.columns.due} lateWord={words.late} />
      </span>
      <Tag tone={row.state === 'upheld' ? 'good' : row.late ? 'danger' : 'plain'}>{wordOf(said.states, row.state)}</Tag>
      <Link to="/objections/$id" params={{ id: row.case }} className="button">
        {act}
        <span className="unseen"> {row.number}</span>
      </Link>
    </li>
  );
};

export const ObjectionsScreen = (): React.JSX.Element => {
  const words = useWords(objectionWords);
  const list = useQuery({
    queryKey: OBJECTIONS_KEY,
    queryFn: ({ signal }) => api.get('/api/objections', Objections, signal),
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
