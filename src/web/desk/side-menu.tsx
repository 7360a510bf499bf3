import { Link } from '@tanstack/react-router';
import type { MenuEntry } from './screens.ts';
import { menuOf } from './screens.ts';
import { Icon } from '../kit/icon.tsx';
import { useLanguage, useWords } from '../kit/language.ts';
import { useSession } from '../kit/session.ts';
import { words as table } from './words.ts';

const noCount = (): null => null;

const Entry = ({ path, menu, onGo }: MenuEntry & { readonly onGo: () => void }) => {
  const language = useLanguage();
  const count = (menu.useCount ?? noCount)();
  return (
    <li>
      <Link to={path} className="menu-entry" activeProps={{ className: 'menu-entry here' }} onClick={onGo}>
        <Icon name={menu.icon} />
        <span>{menu.label[language]}</span>
        {count !== null && count > 0 && <span className="count">{count}</span>}
      </Link>
    </li>
  );
};

export const SideMenu = ({ onGo }: { readonly onGo: () => void }): React.JSX.Element => {
  const words = useWords(table);
  const { role, duty } = useSession();
  return (
    <nav className="side-menu" aria-label={words.menuOf}>
      <ul>
        {menuOf(role.role).map((entry) => (
          <Entry key={entry.path} {...entry} onGo={onGo} />
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
