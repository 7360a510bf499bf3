/** What a referral is called in a row and in its head: direction, state, from where to where. */
import type { WorklistItem } from '../../../engines/pathways/shapes.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import type { RowWords } from '../../../web/kit/worklist-table.tsx';
import { useSession } from '../../../web/kit/session.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as referralTable } from '../words.ts';
import { words as table } from './worklist-words.ts';

/** States of the way back. */
const DOWNWARD = new Set(['in-care', 'return-issued', 'taken-back', 'seen', 'finished']);

export const isDownward = (state: string): boolean => DOWNWARD.has(state);

export const useDescribe = (): ((item: WorklistItem) => RowWords) => {
  const words = useWords(table);
  const referral = useWords(referralTable);
  const kit = useWords(kitTable);
  const own = useSession().role.organisation.id;
  const said: Readonly<Record<string, string>> = words.marks;
  return ({ state, sender, receiver, marks }) => {
    const department = receiver.department?.name;
    const there =
      receiver.organisation.id === own ? (department ?? receiver.organisation.name) : receiver.organisation.name;
    const here = sender.id === own ? kit.ownOrganisation : sender.name;
    const down = isDownward(state);
    return {
      document: down ? words.downward : words.upward,
      state: wordOf(referral.states, state),
      from: down ? there : here,
      to: down ? here : there,
      marks: marks.flatMap((code) => (said[code] === undefined ? [] : [{ code, text: said[code] }])),
    };
  };
};
