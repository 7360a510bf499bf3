/** One entry: readable, its versions with who wrote them, and what differs from the version before; the JSON behind a switch. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../../web/kit/button.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useKeys, useLetterKeys } from '../../../../web/kit/keyboard.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { useServerNow } from '../../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { EntryView, Line } from '../shapes.ts';
import { words as elementTable } from '../words/elements.ts';
import { words as table } from '../words/page.ts';
import { useEntry } from './record-query.ts';

type Version = EntryView['versions'][number];
type Difference = {
  readonly line: Line;
  readonly how: 'same' | 'added' | 'changed' | 'removed';
  readonly was: string | null;
};

/** Lines of the shown version with what the version before said at the same place; what it no longer says comes last. */
export const differencesOf = (lines: readonly Line[], before: readonly Line[] | null): readonly Difference[] => {
  if (before === null) return lines.map((line) => ({ line, how: 'same', was: null }));
  const earlier = new Map(before.map((line) => [line.path, line]));
  const kept = new Set(lines.map(({ path }) => path));
  return [
    ...lines.map((line): Difference => {
      const was = earlier.get(line.path);
      if (was === undefined) return { line, how: 'added', was: null };
      return was.value === line.value ? { line, how: 'same', was: null } : { line, how: 'changed', was: was.value };
    }),
    ...before.filter(({ path }) => !kept.has(path)).map((line): Difference => ({ line, how: 'removed', was: null })),
  ];
};

const useSaying = () => {
  const kit = useWords(kitTable);
  const elements = useWords(elementTable);
  const now = useServerNow();
  return (line: Line, value: string): string => {
    if (line.kind === 'code')
      return value
        .split(', ')
        .map((code) => wordOf(elements.codes, code))
        .join(', ');
    return line.kind === 'instant' ? momentWords(value, kit, now) : value;
  };
};

const Lines = ({ differences }: { readonly differences: readonly Difference[] }): React.JSX.Element => {
  const words = useWords(table);
  const elements = useWords(elementTable).elements;
  const say = useSaying();
  return (
    <dl className="rec-entry-lines">
      {differences.map(({ line, how, was }) => (
        <div
          key={`${how === 'removed' ? 'was ' : ''}${line.path}`}
          className={how}
          style={{ paddingLeft: line.depth * 16 }}
        >
          <dt>{wordOf(elements, line.element)}</dt>
          <dd>
            {how === 'added' && <Tag tone="primary">{words.added}</Tag>}
            {how === 'removed' && <Tag tone="warning">{words.removed}</Tag>}{' '}
            <span className={how === 'removed' ? 'rec-gone' : ''}>{say(line, line.value)}</span>
            {was !== null && <span className="rec-was"> {words.was(was === '' ? words.noValue : say(line, was))}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
};

const Author = ({ version }: { readonly version: Version }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { author, by } = version;
  return (
    <span className="dotted">
      {author.organisation !== null && <span>{author.organisation}</span>}
      {author.role !== null && <span>{wordOf(kit.roles, author.role)}</span>}
      {author.name !== null && <span>{author.name}</span>}
      {by !== 'person' && <span>{words.authors[by]}</span>}
    </span>
  );
};

const Provenance = ({ view, version }: { readonly view: EntryView; readonly version: Version | undefined }) => {
  const words = useWords(table);
  return (
    <dl className="rec-from">
      {view.place !== null && (
        <div>
          <dt>{words.recordedAt}</dt>
          <dd>{view.place.name}</dd>
        </div>
      )}
      {version !== undefined && (
        <div>
          <dt>{words.writtenBy}</dt>
          <dd>
            <Author version={version} />
          </dd>
        </div>
      )}
      {view.source !== null && (
        <div>
          <dt>{words.sourceSystem}</dt>
          <dd>{view.source}</dd>
        </div>
      )}
    </dl>
  );
};

const Whole = ({
  resident,
  view,
  onVersion,
}: {
  readonly resident: string;
  readonly view: EntryView;
  readonly onVersion: (version: number) => void;
}) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const letters = useLetterKeys();
  const now = useServerNow();
  const [json, setJson] = useState(false);
  const place = view.versions.findIndex(({ version }) => version === view.shown);
  const version = view.versions[place];
  const newer = view.versions[place - 1];
  const older = view.versions[place + 1];
  const step = (to: Version | undefined) => (): boolean => {
    if (to === undefined) return false;
    onVersion(to.version);
    return true;
  };
  useKeys({ '[': step(older), ']': step(newer) });
  const differences = differencesOf(view.lines, version?.deleted === true ? null : view.before);
  const different = differences.filter(({ how }) => how !== 'same').length;
  return (
    <div className="rec-entry">
      <h2>{view.name === '' ? words.entry : view.name}</h2>
      <Provenance view={view} version={version} />
      {newer !== undefined && version !== undefined && (
        <p className="bar">{words.notCurrent(momentWords(version.at, kit, now))}</p>
      )}
      {view.erased && <p className="bar danger">{words.erasedEntry}</p>}
      {version?.deleted === true && !view.erased && <p className="bar danger">{words.deletedVersion}</p>}
      <p className="note" role="status">
        {view.before === null ? words.firstVersion : different === 0 ? words.same : words.differs(different)}
      </p>
      {json ? <pre tabIndex={0}>{view.json}</pre> : <Lines differences={differences} />}
      {view.mayErase && (
        <Link
          className="button small"
          to="/erasures/new/$resident/$type/$entry"
          params={{ resident, type: view.type, entry: view.id }}
        >
          {words.askErasure}
        </Link>
      )}
      {view.json !== null && (
        <Button small aria-pressed={json} onClick={() => setJson(!json)}>
          {json ? words.readable : words.json}
        </Button>
      )}
      <section aria-labelledby="rec-versions-title">
        <h3 id="rec-versions-title">
          {words.versions} <span className="rec-count">{view.versions.length}</span>
        </h3>
        <div className="rec-version-acts">
          <Button small letter={letters ? '[' : undefined} aria-disabled={older === undefined} onClick={step(older)}>
            {words.older}
          </Button>
          <Button small letter={letters ? ']' : undefined} aria-disabled={newer === undefined} onClick={step(newer)}>
            {words.newer}
          </Button>
        </div>
        <ol className="rec-versions">
          {view.versions.map((each) => (
            <li key={each.version}>
              <button
                type="button"
                className="rec-link"
                aria-current={each.version === view.shown ? 'true' : undefined}
                onClick={() => onVersion(each.version)}
              >
                {words.version(each.version)}
              </button>{' '}
              <span className="nowrap">{momentWords(each.at, kit, now)}</span>{' '}
              {each.current && <Tag>{words.current}</Tag>} {each.deleted && <Tag tone="warning">{words.removed}</Tag>}
              <span className="note">
                {' '}
                <Author version={each} />
              </span>
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
};

export const Entry = ({
  resident,
  type,
  id,
}: {
  readonly resident: string;
  readonly type: string;
  readonly id: string;
}): React.JSX.Element => {
  const words = useWords(table);
  const [version, setVersion] = useState<number | null>(null);
  const found = useEntry(resident, type, id, version);
  if (found.data !== undefined) return <Whole resident={resident} view={found.data} onVersion={setVersion} />;
  if (found.isError) return <ErrorState what={words.entry} fault={found.error} onRetry={() => void found.refetch()} />;
  return <Skeleton rows={6} height={40} />;
};
