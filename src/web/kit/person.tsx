import { useWords, wordOf } from './language.ts';
import { words as table } from './words.ts';

/** 陈立国 男 67岁: the name first, the rest lighter. */
export const PersonName = ({
  name,
  gender,
  age,
}: {
  readonly name: string;
  readonly gender: string;
  readonly age: number | null;
}): React.JSX.Element => {
  const words = useWords(table);
  return (
    <span className="person">
      <span className="strong">{name}</span>
      <span className="note person-note">
        {wordOf(words.gender, gender)}
        {age !== null && ` ${words.age(age)}`}
      </span>
    </span>
  );
};
