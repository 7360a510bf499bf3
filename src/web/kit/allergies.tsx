import { Tag } from './tag.tsx';
import { useWords } from './language.ts';
import { words as table } from './words.ts';

export type AllergyState = 'present' | 'none-known' | 'never-asked' | 'failed';

const TONES = { present: 'danger', 'none-known': 'plain', 'never-asked': 'warning', failed: 'warning' } as const;

/** Four different things, each in words; never an empty box. */
export const AllergyTag = ({
  state,
  items,
}: {
  readonly state: AllergyState;
  readonly items: readonly string[];
}): React.JSX.Element => {
  const words = useWords(table);
  const what = state === 'present' && items.length > 0 ? words.listed(items) : words.allergies[state];
  return <Tag tone={TONES[state]}>{words.labelled(words.allergies.label, what)}</Tag>;
};
