import { Button, Key } from '../kit/button.tsx';
import { Drawer } from '../kit/drawer.tsx';
import { switchLetterKeys, useLetterKeys } from '../kit/keyboard.tsx';
import { useWords } from '../kit/language.ts';
import { words as kitTable } from '../kit/words.ts';
import { words as table } from './words.ts';

/** What the keys do, and the switch that turns the letters off (WCAG 2.1.4). */
export const KeyList = ({ onClose }: { readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const on = useLetterKeys();
  return (
    <Drawer label={kit.keys} onClose={onClose}>
      <div className="key-list">
        <h2>{kit.keys}</h2>
        <dl>
          {words.keyList.map(([key, what]) => (
            <div key={key}>
              <dt>
                <Key>{key}</Key>
                <span className="unseen">{key}</span>
              </dt>
              <dd>{what}</dd>
            </div>
          ))}
        </dl>
        <p className="note">{words.stepLetters}</p>
        <p className="note">{kit.keysNote}</p>
        <p>{on ? kit.keysOn : kit.keysOff}</p>
        <Button onClick={() => switchLetterKeys(!on)}>{on ? kit.turnKeysOff : kit.turnKeysOn}</Button>
      </div>
    </Drawer>
  );
};
