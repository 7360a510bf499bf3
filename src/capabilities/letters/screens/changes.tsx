/** What changed between a version and the letter as it stands; and who did what on its way. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Difference, Versions } from '../shapes.ts';
import type { LetterView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { letterWords } from './letter-words.ts';

const Lines = ({ lines }: { readonly lines: Difference['lines'] }): React.JSX.Element => {
  const words = useWords(letterWords);
  const changed = lines.filter(({ kind }) => kind !== 'same');
  if (changed.length === 0) return <p className="note">{words.noChanges}</p>;
  return (
    <div className="letter-lines">
      {changed.map((line, at) => (
        <p key={at} className={line.kind}>
          {line.kind === 'changed' ? (
            line.stretches.map(({ kind, text }, place) =>
              kind === 'added' ? (
                <ins key={place}>{text}</ins>
              ) : kind === 'removed' ? (
                <del key={place}>{text}</del>
              ) : (
                <span key={place}>{text}</span>
              ),
            )
          ) : line.kind === 'added' ? (
            <ins>{line.text}</ins>
          ) : (
            <del>{'text' in line ? line.text : ''}</del>
          )}
        </p>
      ))}
    </div>
  );
};

export const Changes = ({ view }: { readonly view: LetterView }): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const [from, setFrom] = useState(1);
  const versions = useQuery({
    queryKey: ['letter-versions', view.id, view.version],
    queryFn: ({ signal }) => api.get(`/api/letters/${view.id}/versions`, Versions, signal),
  });
  const difference = useQuery({
    queryKey: ['letter-difference', view.id, from, view.version],
    enabled: view.version > 1,
    queryFn: ({ signal }) =>
      api.get(`/api/letters/${view.id}/difference?from=${String(from)}&to=${String(view.version)}`, Difference, signal),
  });
  return (
    <section aria-label={words.changes}>
      <label htmlFor="letter-from">{words.compareFrom}</label>
      <select id="letter-from" value={from} onChange={(event) => setFrom(Number(event.target.value))}>
        {(versions.data?.items ?? []).map(({ version, at, by, role }) => (
          <option key={version} value={version}>
            {words.versionOf(version)} {by ?? wordOf(kit.roles, role)} {momentWords(at, kit, serverNow())}
          </option>
        ))}
      </select>
      {difference.isLoading && <Skeleton rows={4} height={40} />}
      {difference.isError && (
        <ErrorState what={words.changes} fault={difference.error} onRetry={() => void difference.refetch()} />
      )}
      {view.version === 1 ? (
        <p className="note">{words.noChanges}</p>
      ) : (
        difference.data !== undefined && <Lines lines={difference.data.lines} />
      )}
    </section>
  );
};

export const Course = ({ view }: { readonly view: LetterView }): React.JSX.Element => {
  const words = useWords(letterWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  return (
    <section aria-label={words.tabs.course}>
      <ol className="letter-course">
        {[...view.timeline].reverse().map(({ step, at, by, role, reason }) => (
          <li key={`${step}-${at}`}>
            <b>{by ?? wordOf(kit.roles, role)}</b> {wordOf(own.done, step)}
            <span className="note numbers"> {momentWords(at, kit, serverNow())}</span>
            {reason !== null && <p>{reason}</p>}
          </li>
        ))}
      </ol>
      <h3>{words.countersigns}</h3>
      {view.countersigns.length === 0 && <p className="note">{words.nobody}</p>}
      <ul className="letter-course">
        {view.countersigns.map(({ id, unit, state, opinion }) => (
          <li key={id}>
            <b>{unit}</b> {wordOf(own.states, state)}
            {opinion !== null && <p>{opinion}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
};
