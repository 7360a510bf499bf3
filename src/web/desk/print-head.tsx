/** On paper every screen says whose it is, who printed it and when. */
import { momentWords } from '../kit/civil.ts';
import { useWords, wordOf } from '../kit/language.ts';
import { useServerNow } from '../kit/server-time.ts';
import type { WorkingSession } from '../kit/session.ts';
import { words as kitTable } from '../kit/words.ts';
import { words as table } from './words.ts';

export const PrintHead = ({ session }: { readonly session: WorkingSession }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { organisation, role } = session.role;
  return (
    <p className="print-head">
      <b>{organisation.name}</b>
      <span>
        {words.printedBy(
          session.person.name,
          wordOf(kit.roles, role),
          momentWords(now.toISOString(), kit, new Date(0)),
        )}
      </span>
    </p>
  );
};
