/** One entry: what it says, where that stands, and what can be done with it. */
import { useRef, useState } from 'react';
import { z } from 'zod';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { DownloadButton } from '../../../web/kit/download.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { faultSentence } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Entry } from '../shapes.ts';
import { grouped } from './figure-value.ts';
import { registerWords as table } from './register-words.ts';

const Made = z.object({ id: z.string(), version: z.int() });
const Versions = z.object({ items: z.array(Entry) });

const Earlier = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [items, setItems] = useState<readonly Entry[] | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  return items === null ? (
    <>
      <Button
        kind="link"
        small
        onClick={() => {
          api.get(`/api/registers/${id}/versions`, Versions).then(
            (answer) => setItems(answer.items),
            (error: unknown) => setFault(faultSentence(error, kit)),
          );
        }}
      >
        {words.versions}
      </Button>
      {fault !== null && <span role="alert">{fault}</span>}
    </>
  ) : (
    <ol className="figure-parts note">
      {items.map((each) => (
        <li key={each.version}>
          {[
            words.version(each.version),
            `${each.amount ?? each.said}${each.unit}`,
            each.enteredAt.slice(0, 10),
            ...(each.withdrawn ? [words.withdrawn] : []),
            ...(each.reason === '' ? [] : [words.reasonIs(each.reason)]),
          ].join(' · ')}
        </li>
      ))}
    </ol>
  );
};

const Withdraw = ({ entry, onChanged }: { readonly entry: Entry; readonly onChanged: () => void }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [asking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  if (!asking)
    return (
      <Button kind="link" small onClick={() => setAsking(true)}>
        {words.withdraw}
      </Button>
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        api.post(`/api/registers/${entry.id}/withdraw`, { version: entry.version, reason }, Made).then(
          () => {
            announce(words.withdrawDone);
            onChanged();
          },
          (error: unknown) => setFault(faultSentence(error, kit)),
        );
      }}
    >
      <label>
        {words.fields.withdrawReason}
        <input type="text" value={reason} onChange={(event) => setReason(event.target.value)} />
      </label>
      <Button type="submit" small>
        {words.withdraw}
      </Button>{' '}
      <Button small onClick={() => setAsking(false)}>
        {words.close}
      </Button>
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
    </form>
  );
};

const Attach = ({ entry, onChanged }: { readonly entry: Entry; readonly onChanged: () => void }) => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const input = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  return (
    <>
      <Button kind="link" small title={words.fileNote} onClick={() => input.current?.click()}>
        {words.attach}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept="application/pdf,image/png,image/jpeg"
        aria-label={words.attach}
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = '';
          if (file === undefined) return;
          setFault(null);
          api
            .upload(
              `/api/registers/${entry.id}/document?version=${String(entry.version)}`,
              file,
              'application/octet-stream',
              Made,
            )
            .then(
              () => {
                announce(words.attached);
                onChanged();
              },
              (error: unknown) => setFault(faultSentence(error, kit)),
            );
        }}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
    </>
  );
};

export const RegisterRow = ({
  entry,
  mayEnter,
  onCorrect,
  onChanged,
}: {
  readonly entry: Entry;
  readonly mayEnter: boolean;
  readonly onCorrect: () => void;
  readonly onChanged: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const item = entry.item === '' ? '' : ` · ${entry.item}`;
  return (
    <tr className={entry.withdrawn ? 'register-row withdrawn' : 'register-row'}>
      <th scope="row">
        {entry.name}
        {item}
      </th>
      <td className="number">
        {entry.amount === null ? (
          <span className="note">{entry.said}</span>
        ) : (
          <>
            <b>{grouped(entry.amount)}</b> <span className="note">{entry.unit}</span>
          </>
        )}
      </td>
      <td>{entry.covers === 'region' ? words.region : entry.organisationName}</td>
      <td>{entry.from}</td>
      <td>
        “{entry.sentence}”<br />
        <span className="note">{entry.source}</span>
      </td>
      <td>
        {entry.withdrawn ? <Tag>{words.withdrawn}</Tag> : <Tag>{words.evidence[entry.evidence]}</Tag>}
        {entry.document !== null && (
          <DownloadButton kind="link" small path={`/api/registers/${entry.id}/document`} label={words.document} />
        )}
      </td>
      <td className="register-act no-print">
        {mayEnter && !entry.withdrawn && (
          <>
            <Button kind="link" small onClick={onCorrect}>
              {words.correct}
            </Button>
            <Attach entry={entry} onChanged={onChanged} />
            <Withdraw entry={entry} onChanged={onChanged} />
          </>
        )}
        <Earlier id={entry.id} />
      </td>
    </tr>
  );
};
