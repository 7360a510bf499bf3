import { useState } from 'react';
import type { SessionView } from '../../consortium/shapes.ts';
import { Button } from '../kit/button.tsx';
import { useWords, wordOf } from '../kit/language.ts';
import { Empty, faultSentence } from '../kit/states.tsx';
import { words as kitTable } from '../kit/words.ts';
import { useSessionActs } from '../kit/session-query.ts';
import { words as table } from './words.ts';
import './entrance.css';

/** The roles valid today, each at its organisation; `onCancel` when one is already worked in. */
export const RoleChoice = ({
  session,
  onDone,
}: {
  readonly session: SessionView;
  readonly onDone: (() => void) | null;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const { chooseRole, signOut } = useSessionActs();
  const [fault, setFault] = useState<unknown>(null);
  const act = async (doing: Promise<void>): Promise<void> => {
    try {
      await doing;
      onDone?.();
    } catch (failed) {
      setFault(failed);
    }
  };
  return (
    <div className="entrance">
      {session.roles.length === 0 ? (
        <Empty title={words.noRole} why={words.noRoleNote} />
      ) : (
        <>
          <h1>{words.chooseRole}</h1>
          <p className="note">{words.chooseRoleNote}</p>
        </>
      )}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {faultSentence(fault, kit)}
        </p>
      )}
      <ul className="entrance-roles">
        {session.roles.map((role) => (
          <li key={role.id}>
            <button
              type="button"
              className="entrance-choice"
              aria-current={session.role?.id === role.id ? 'true' : undefined}
              onClick={() => void act(chooseRole(role.id))}
            >
              <span className="strong">{wordOf(kit.roles, role.role)}</span>
              <span className="note">
                {role.organisation.name}
                {role.department !== null && ` ${role.department.name}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className="entrance-foot">
        {onDone !== null && <Button onClick={onDone}>{kit.cancel}</Button>}
        <Button onClick={() => void act(signOut())}>{words.signOut}</Button>
      </div>
    </div>
  );
};
