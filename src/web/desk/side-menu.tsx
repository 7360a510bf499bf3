import { Link, useLocation } from '@tanstack/react-router';
import type { MenuEntry } from './screens.ts';
import { menuOf } from './screens.ts';
import { Icon } from '../kit/icon.tsx';
import { useLanguage, useWords, wordOf } from '../kit/language.ts';
import { useSession } from '../kit/session.ts';
import { words as kitTable } from '../kit/words.ts';
import { words as table } from './words.ts';

const noCount = (): null => null;

/** The entry one is at: the one whose path goes furthest along the address, so that `/proposals` is not `/proposals/overview` too. */
const hereOf = (entries: readonly MenuEntry[], at: string): string | undefined =>
  entries
    .map(({ path }) => path)
    .filter((path) => at === path || at.startsWith(`${path}/`))
    .sort((one, other) => other.length - one.length)[0];

const Entry = ({ path, menu, here, onGo }: MenuEntry & { readonly here: boolean; readonly onGo: () => void }) => {
  const language = useLanguage();
  const count = (menu.useCount ?? noCount)();
  return (
    <li>
      <Link
        to={path}
        className={here ? 'menu-entry here' : 'menu-entry'}
        activeOptions={{ exact: !here }}
        onClick={onGo}
      >
        <Icon name={menu.icon} />
        <span>{menu.label[language]}</span>
        {count !== null && count > 0 && <span className="count">{count}</span>}
      </Link>
    </li>
  );
};

export const SideMenu = ({ onGo }: { readonly onGo: () => void }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { person, role, duty } = useSession();
  const entries = menuOf(role.role);
  const here = hereOf(entries, useLocation().pathname);
  return (
    <nav className="side-menu" aria-label={words.menuOf}>
      {/* A narrow window has no room for it in the top bar. */}
      <p className="side-who">
        <span className="strong">{person.name}</span>
        <span className="note dotted">
          <span>{wordOf(kit.roles, role.role)}</span>
          <span>{role.organisation.shortName}</span>
        </span>
      </p>
      <ul>
        {entries.map((entry) => (
          <Entry key={entry.path} {...entry} here={entry.path === here} onGo={onGo} />
        ))}
      </ul>
      <div className="duty">
        <p className="note">{words.dutyTitle}</p>
        {duty === null || duty.phone === null ? (
          <p className="note">{words.dutyNone}</p>
        ) : (
          <>
            <p className="note">{duty.organisation}</p>
            <p className="note">
              {duty.name !== null && <span>{duty.name} </span>}
              <a href={`tel:${duty.phone}`}>{duty.phone}</a>
            </p>
          </>
        )}
      </div>
    </nav>
  );
};
