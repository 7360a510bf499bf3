/** 承诺: sentences of the letter that say what is to come, each with who keeps it, until when, and the figure that will show it. */
import { useId } from 'react';
import type { LetterPromise } from '../../../engines/letters/document.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import type { FigureChoices } from '../shapes.ts';
import { letterWords } from './letter-words.ts';
import { promiseWords } from './promise-words.ts';
import './letter-promises.css';

type Props = {
  readonly promises: readonly LetterPromise[];
  readonly choices: FigureChoices | undefined;
  readonly editable: boolean;
  readonly onMark: () => void;
  readonly onShow: (sentence: string) => void;
  readonly onChange: (promises: LetterPromise[]) => void;
};

const Milestones = ({
  milestones,
  onChange,
}: {
  readonly milestones: LetterPromise['milestones'];
  readonly onChange: (milestones: LetterPromise['milestones']) => void;
}): React.JSX.Element => {
  const said = useWords(promiseWords);
  const put = (at: number, changed: Partial<LetterPromise['milestones'][number]>): void =>
    onChange(milestones.map((each, place) => (place === at ? { ...each, ...changed } : each)));
  return (
    <>
      {milestones.map(({ what, due }, at) => (
        <div key={at} className="letter-milestone">
          <input
            aria-label={said.milestone(at + 1)}
            placeholder={said.milestone(at + 1)}
            value={what}
            maxLength={300}
            onChange={(event) => put(at, { what: event.target.value })}
          />
          <input
            type="date"
            aria-label={said.milestoneDue(at + 1)}
            value={due}
            onChange={(event) => put(at, { due: event.target.value })}
          />
          <Button
            small
            kind="link"
            aria-label={said.dropMilestone(at + 1)}
            onClick={() => onChange(milestones.filter((_, place) => place !== at))}
          >
            ✕
          </Button>
        </div>
      ))}
    </>
  );
};

const One = ({
  promise,
  choices,
  editable,
  onShow,
  onPut,
  onDrop,
}: Pick<Props, 'choices' | 'editable' | 'onShow'> & {
  readonly promise: LetterPromise;
  readonly onPut: (promise: LetterPromise) => void;
  readonly onDrop: () => void;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const said = useWords(promiseWords);
  const id = useId();
  const keepers = choices?.keepers ?? [];
  const figures = choices?.figures ?? [];
  const { sentence, keeper, due, figure, milestones } = promise;
  const figureName = figures.find(({ code }) => code === figure)?.name ?? figure;
  return (
    <li className={keeper === '' || due === null ? 'letter-promise open' : 'letter-promise'}>
      <button type="button" className="letter-promise-said" onClick={() => onShow(sentence)}>
        {sentence}
      </button>
      {editable ? (
        <>
          <div className="letter-promise-fields">
            <label htmlFor={`${id}-keeper`}>{said.keeper}</label>
            <select
              id={`${id}-keeper`}
              value={keeper}
              onChange={(event) => onPut({ ...promise, keeper: event.target.value })}
            >
              <option value="">{words.choose}</option>
              {keepers.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </select>
            <label htmlFor={`${id}-due`}>{said.promiseDue}</label>
            <input
              id={`${id}-due`}
              type="date"
              value={due ?? ''}
              onChange={(event) => onPut({ ...promise, due: event.target.value === '' ? null : event.target.value })}
            />
            <label htmlFor={`${id}-figure`}>{said.promiseFigure}</label>
            <select
              id={`${id}-figure`}
              value={figure ?? ''}
              onChange={(event) => onPut({ ...promise, figure: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{said.noFigure}</option>
              {figures.map(({ code, name, unit }) => (
                <option key={code} value={code}>
                  {name}（{unit}）
                </option>
              ))}
            </select>
          </div>
          <Milestones milestones={milestones} onChange={(next) => onPut({ ...promise, milestones: next })} />
          <div className="letter-card-row">
            {milestones.length < 12 && (
              <Button
                small
                onClick={() =>
                  onPut({ ...promise, milestones: [...milestones, { what: said.newMilestone, due: due ?? '' }] })
                }
                disabled={due === null}
              >
                {said.addMilestone}
              </Button>
            )}
            <Button small kind="link" onClick={onDrop}>
              {said.dropPromise}
            </Button>
          </div>
        </>
      ) : (
        <p className="note dotted">
          <span>{keepers.find((each) => each.id === keeper)?.name ?? keeper}</span>
          {due !== null && <span className="numbers">{said.until(due)}</span>}
          {figureName !== null && <span>{figureName}</span>}
          {milestones.length > 0 && <span>{said.milestoneCount(milestones.length)}</span>}
        </p>
      )}
    </li>
  );
};

export const Promises = ({ promises, choices, editable, onMark, onShow, onChange }: Props): React.JSX.Element => {
  const words = useWords(letterWords);
  const said = useWords(promiseWords);
  return (
    <section aria-label={words.tabs.promises}>
      <p className="note">{said.promisesHint}</p>
      {editable && (
        <Button small onMouseDown={(event) => event.preventDefault()} onClick={onMark}>
          {said.markPromise}
        </Button>
      )}
      {promises.length === 0 && <p className="note">{said.noPromises}</p>}
      <ul className="letter-promises">
        {promises.map((promise, at) => (
          <One
            key={`${String(at)}-${promise.sentence}`}
            promise={promise}
            choices={choices}
            editable={editable}
            onShow={onShow}
            onPut={(next) => onChange(promises.map((each, place) => (place === at ? next : each)))}
            onDrop={() => onChange(promises.filter((_, place) => place !== at))}
          />
        ))}
      </ul>
    </section>
  );
};
