/** The level of the paragraph the caret stands in, and the others it may have. */
import type { Level } from '../../../engines/letters/document.ts';
import { LEVELS } from '../../../engines/letters/document.ts';
import { useWords } from '../../../web/kit/language.ts';
import { letterWords } from './letter-words.ts';

export const LevelBar = ({
  level,
  onLevel,
}: {
  readonly level: Level;
  readonly onLevel: (level: Level) => void;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  return (
    <div className="letter-levels" role="group" aria-label={words.level}>
      {LEVELS.map((each) => (
        <button
          key={each}
          type="button"
          className={each === level ? 'on' : ''}
          aria-pressed={each === level}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onLevel(each)}
        >
          {words.levels[each]}
        </button>
      ))}
    </div>
  );
};
