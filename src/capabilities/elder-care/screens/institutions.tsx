/** 养老机构: who is registered as what, who is designated, which are managed as one, and what runs out. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Institutions } from '../../../consortium/organisations/institution-shapes.ts';
import type { Line } from '../../../consortium/organisations/institution-shapes.ts';
import { INSTITUTION_LINES } from '../../../consortium/organisations/lines.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { api } from '../../../web/kit/api.ts';
import { CaseDesk } from '../../../web/kit/case-desk.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Empty } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as elderTable } from '../words.ts';
import { institutionWords } from './institution-words.ts';
import './institutions.css';

type Item = Institutions['items'][number];

/** What is to be looked at, in words; red where something is over or contradicts itself. */
export const Alerts = ({
  alerts,
  className,
}: {
  readonly alerts: Item['alerts'];
  readonly className: string;
}): React.JSX.Element | null => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  if (alerts.length === 0) return null;
  return (
    <ul className={className}>
      {alerts.map(({ what, line, until, within }) => {
        const name = wordOf(elder.answers, line);
        const day = until === null ? '' : dayWords(addDays(until, -1), kit, serverNow());
        return (
          <li key={`${what}${line}`} className={what === 'expires' && within === '60' ? undefined : 'danger'}>
            {what === 'expires'
              ? words.alerts.expires(name, day, within ?? '')
              : what === 'expired'
                ? words.alerts.expired(name, day)
                : words.alerts.unregistered(name)}
          </li>
        );
      })}
    </ul>
  );
};

const Row = ({ item }: { readonly item: Item }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const cell = (line: Line | undefined): React.ReactNode =>
    line === undefined ? (
      <span className="note">{words.none}</span>
    ) : (
      <>
        {wordOf(elder.answers, line.kind)}
        {line.until !== null && (
          <div className="note numbers">{words.lastDay(dayWords(addDays(line.until, -1), kit, serverNow()))}</div>
        )}
      </>
    );
  return (
    <tr>
      <th scope="row">
        <Link to="/elder-care/institutions/$id" params={{ id: item.id }}>
          {item.name}
        </Link>{' '}
        {item.own && <Tag tone="primary">{words.own}</Tag>}
        <div className="note">
          {item.district} {item.beds === 0 ? '' : words.beds(item.taken, item.beds)}
        </div>
      </th>
      {INSTITUTION_LINES.map((line) => (
        <td key={line} data-label={wordOf(elder.answers, line)}>
          {cell(item.lines.find((one) => one.line === line))}
        </td>
      ))}
      <td>
        {item.bothLines && <Tag tone="good">{words.bothLines}</Tag>}
        {item.joint.map((pair) => (
          <div key={pair.id}>
            <Tag>{words.joint}</Tag>{' '}
            {pair.home.id === item.id ? words.managedBy(pair.hospital.name) : words.manages(pair.home.name)}
          </div>
        ))}
        <Alerts alerts={item.alerts} className="alert-list" />
      </td>
    </tr>
  );
};

const Table = ({ title, items }: { readonly title: string; readonly items: readonly Item[] }) => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  if (items.length === 0) return null;
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      <div className="institution-scroll" tabIndex={0} role="region" aria-label={title}>
        <table className="institution-table">
          <thead>
            <tr>
              <th scope="col">{words.columns.institution}</th>
              {INSTITUTION_LINES.map((line) => (
                <th key={line} scope="col">
                  {wordOf(elder.answers, line)}
                </th>
              ))}
              <th scope="col">{words.columns.state}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
};

export const InstitutionsScreen = (): React.JSX.Element => {
  const words = useWords(institutionWords);
  const kit = useWords(kitTable);
  const [only, setOnly] = useState(false);
  const list = useQuery({
    queryKey: ['institutions', 'list'],
    queryFn: ({ signal }) => api.get('/api/elder-care/institutions', Institutions, signal),
  });
  const { data } = list;
  const homes = data?.items.filter(({ kind }) => kind === 'elder-care-home') ?? [];
  const pressing = data?.items.filter(({ alerts }) => alerts.length > 0).length ?? 0;
  const note =
    data === undefined
      ? ''
      : words.summary(
          dayWords(data.day, kit),
          homes.length,
          homes.filter(({ bothLines }) => bothLines).length,
          homes.reduce((sum, { joint }) => sum + joint.length, 0),
        );
  return (
    <CaseDesk list={list} title={words.title} note={note}>
      {({ items }) => {
        const shown = items.filter(({ alerts }) => !only || alerts.length > 0);
        return items.length === 0 ? (
          <Empty title={words.noList} why={words.noListWhy} />
        ) : (
          <>
            {pressing > 0 && (
              <p className="no-print">
                <Tag tone="warning">{words.attention(pressing)}</Tag>{' '}
                <label>
                  <input type="checkbox" checked={only} onChange={(event) => setOnly(event.target.checked)} />{' '}
                  {words.onlyAlerts}
                </label>
              </p>
            )}
            <Table title={words.homes} items={shown.filter(({ kind }) => kind === 'elder-care-home')} />
            <Table title={words.hospitals} items={shown.filter(({ kind }) => kind !== 'elder-care-home')} />
          </>
        );
      }}
    </CaseDesk>
  );
};
