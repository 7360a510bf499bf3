import { useWords } from '../kit/language.ts';
import { words as table } from './words.ts';
import './strip.css';

/** Every page of a demonstration says that nothing on it is real (law 10). */
export const DemonstrationStrip = (): React.JSX.Element => {
  const words = useWords(table);
  return (
    <div className="strip">
      <span className="strong">{words.demonstration}</span> <span>{words.demonstrationNote}</span>
    </div>
  );
};
