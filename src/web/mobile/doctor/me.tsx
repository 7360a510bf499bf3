/** 我的: type size, language, role, what is kept on this phone, and the way out. */
import { useState } from 'react';
import { RoleChoice } from '../../desk/role-choice.tsx';
import { LanguageSwitch } from '../../desk/language-switch.tsx';
import { Button } from '../../kit/button.tsx';
import { Drawer } from '../../kit/drawer.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { useSession } from '../../kit/session.ts';
import { useSessionActs } from '../../kit/session-query.ts';
import { words as kitTable } from '../../kit/words.ts';
import { CallButton } from '../call-button.tsx';
import { useWaiting } from '../outbox/doctor-outbox.tsx';
import { chooseLargeType, useLargeType } from '../type-size.ts';
import { words as table } from '../words.ts';
import { PhonePage } from './phone-page.tsx';

export const Me = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const session = useSession();
  const { signOut } = useSessionActs();
  const large = useLargeType();
  const { entries } = useWaiting();
  const [choosing, setChoosing] = useState(false);
  const { person, role, roles, duty } = session;
  return (
    <PhonePage title={words.me.title}>
      <section className="phone-card">
        <p className="phone-who-name">
          <b>{person.name}</b>
        </p>
        <p className="note dotted">
          <span>{wordOf(kit.roles, role.role)}</span>
          <span>{role.organisation.name}</span>
        </p>
        {roles.length > 1 && (
          <Button className="wide" onClick={() => setChoosing(true)}>
            {words.me.changeRole}
          </Button>
        )}
      </section>
      <section className="phone-card">
        <label className="phone-switch">
          <span>{large ? words.me.largeOn : words.me.large}</span>
          <input
            type="checkbox"
            role="switch"
            checked={large}
            onChange={(event) => chooseLargeType(event.target.checked)}
          />
        </label>
        <div className="phone-switch">
          <span>{words.me.language}</span>
          <LanguageSwitch />
        </div>
      </section>
      {duty !== null && duty.phone !== null && (
        <section className="phone-card phone-contact">
          <p>
            <b>{words.me.duty}</b>
            <span className="note">
              {duty.organisation} {duty.name}
            </span>
          </p>
          <CallButton phone={duty.phone} whom={duty.organisation} />
        </section>
      )}
      <section className="phone-card" aria-labelledby="kept-title">
        <h2 id="kept-title">{words.me.keptTitle}</h2>
        <ul className="phone-points">
          {words.me.kept.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>{words.me.notKept}</p>
      </section>
      <section className="phone-card">
        {entries.length > 0 && <p className="warning">{words.me.unsent(entries.length)}</p>}
        <a className="button wide" href="/">
          {words.me.desk}
        </a>
        <Button className="wide" onClick={() => void signOut()}>
          {words.me.signOut}
        </Button>
      </section>
      {choosing && (
        <Drawer label={words.me.changeRole} onClose={() => setChoosing(false)}>
          <RoleChoice session={session} onDone={() => setChoosing(false)} />
        </Drawer>
      )}
    </PhonePage>
  );
};
