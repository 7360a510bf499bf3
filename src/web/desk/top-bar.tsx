import { useNavigate } from '@tanstack/react-router';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { Button, Key } from '../kit/button.tsx';
import { useConnection } from '../kit/connection.ts';
import type { Connection } from '../kit/connection.ts';
import { dayOf, dayWords, timeOf, weekdayWords } from '../kit/civil.ts';
import { Icon } from '../kit/icon.tsx';
import { useKeys } from '../kit/keyboard.tsx';
import { useWords, wordOf } from '../kit/language.ts';
import { useServerNow } from '../kit/server-time.ts';
import { useSession } from '../kit/session.ts';
import { words as kitTable } from '../kit/words.ts';
import { LanguageSwitch } from './language-switch.tsx';
import { messagesOf } from './screens.ts';
import { words as table } from './words.ts';

/** The search goes on in the residents' list; what was typed travels in memory, never in the address (law 9). */
const Search = () => {
  const words = useWords(table);
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useKeys({
    '/': () => {
      field.current?.focus();
      return true;
    },
  });
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const q = text.trim();
        if (q === '') return;
        void navigate({ to: '/residents', state: { q, at: Date.now() } as never });
        setText('');
        field.current?.blur();
      }}
    >
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        autoComplete="off"
        aria-label={words.search}
        placeholder={words.search}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') field.current?.blur();
        }}
      />
      <Key>/</Key>
    </form>
  );
};

const connectionWords = (connection: Connection, words: (typeof table)['zh']): readonly [string, string | null] => {
  if (connection.state === 'live') return [words.live, words.liveNote];
  if (connection.state === 'polling') return [words.polling, words.pollingNote];
  if (connection.state === 'connecting') return [words.connecting, null];
  return [
    words.offline,
    connection.at === null ? words.offlineNever : words.offlineNote(timeOf(new Date(connection.at))),
  ];
};

const ConnectionState = () => {
  const connection = useConnection();
  const [state, note] = connectionWords(connection, useWords(table));
  return (
    <span className={`connection ${connection.state}`} role="status">
      <span className="connection-dot" aria-hidden="true" />
      <span className="dotted">
        <span>{state}</span>
        {note !== null && <span>{note}</span>}
      </span>
    </span>
  );
};

const Now = () => {
  const kit = useWords(kitTable);
  const now = useServerNow();
  const day = dayOf(now);
  return (
    <span className="now numbers">
      {dayWords(day, kit)} {weekdayWords(day, kit)} {timeOf(now)}
    </span>
  );
};

const noCount = (): null => null;

const Messages = () => {
  const words = useWords(table);
  const screen = messagesOf();
  const count = (screen?.useCount ?? noCount)();
  if (screen === null) return null;
  return (
    <Link to={screen.path} className="messages">
      {words.messages}
      {count !== null && count > 0 && <span className="count danger">{count}</span>}
    </Link>
  );
};

export const TopBar = ({
  onMenu,
  onChangeRole,
}: {
  readonly onMenu: () => void;
  readonly onChangeRole: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { person, role, region } = useSession();
  return (
    <header className="top-bar">
      <button type="button" className="menu-button" onClick={onMenu} aria-label={words.menu}>
        <Icon name="menu" />
      </button>
      <Link to="/" className="brand">
        <span className="brand-name">{words.product}</span>
        <span className="note">{region.name}</span>
      </Link>
      <Search />
      <div className="top-bar-state">
        <ConnectionState />
        <Now />
        <Messages />
      </div>
      <div className="who">
        <span className="strong cut">{person.name}</span>
        <span className="note dotted cut">
          <span>{wordOf(kit.roles, role.role)}</span>
          <span>{role.organisation.shortName}</span>
        </span>
      </div>
      <div className="top-bar-acts">
        <Button kind="link" onClick={onChangeRole}>
          {words.changeRole}
        </Button>
        <LanguageSwitch />
      </div>
    </header>
  );
};
