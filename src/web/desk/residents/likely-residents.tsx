/** Those who may be the person that is being registered, before anything is saved: of each one says whether it is. */
import { MATCHING_WORDS } from '../../../consortium/identity/matching-words.ts';
import { GROUNDS } from '../../../consortium/residents/shapes.ts';
import type { Decided, Ground, LikelyFound, LikelyResident } from '../../../consortium/residents/shapes.ts';
import { Button } from '../../kit/button.tsx';
import { useWords, wordOf } from '../../kit/language.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { Tag } from '../../kit/tag.tsx';
import { registeringWords } from './registering-words.ts';
import { words as table } from './words.ts';
import './likely.css';

export const CHOICES = ['same', 'different', 'unsure'] as const;
export type Choice = { readonly as: (typeof CHOICES)[number]; readonly ground: Ground | null };
export type Choices = Readonly<Record<string, Choice>>;

/** What is sent along; undefined while something is open, or somebody is the same. */
export const decidedOf = (likely: readonly LikelyResident[], choices: Choices): readonly Decided[] | undefined => {
  const said = likely.map(({ id }): Decided | undefined => {
    const choice = choices[id];
    if (choice === undefined || choice.as === 'same') return undefined;
    if (choice.as === 'unsure') return { as: 'unsure', resident: id };
    return choice.ground === null ? undefined : { as: 'different', resident: id, ground: choice.ground };
  });
  return said.every((each) => each !== undefined) ? said : undefined;
};

const Reasons = ({ reasons }: { readonly reasons: LikelyResident['reasons'] }): React.JSX.Element => {
  const words = useWords(MATCHING_WORDS);
  return (
    <ul className="likely-reasons">
      {reasons.map(({ feature, weight }) => (
        <li key={feature} className={weight < 0 ? 'against' : 'for'}>
          {wordOf(words.features, feature)}{' '}
          <span className="numbers">{weight > 0 ? `+${String(weight)}` : weight}</span>
        </li>
      ))}
    </ul>
  );
};

const LikelyRow = ({
  one,
  choice,
  tried,
  onChoose,
  onSame,
}: {
  readonly one: LikelyResident;
  readonly choice: Choice | undefined;
  readonly tried: boolean;
  readonly onChoose: (choice: Choice) => void;
  readonly onSame: () => void;
}): React.JSX.Element => {
  const words = useWords(registeringWords);
  const matching = useWords(MATCHING_WORDS);
  const list = useWords(table);
  const label = `likely-${one.id}`;
  const needsGround = choice?.as === 'different' && choice.ground === null;
  return (
    <li className="likely-row" data-likely={one.id}>
      <p className="likely-who">
        <b className="likely-name">{one.name}</b>
        <span>{list.genders[one.gender]}</span>
        <Tag tone={one.grade === 'possible' ? 'plain' : 'warning'}>
          {words.score(one.score, matching.grades[one.grade])}
        </Tag>
        {one.deceased && <Tag>{words.deceased}</Tag>}
      </p>
      <p className="likely-facts">
        <span>
          {words.born} <span className="numbers">{one.birthDate ?? list.unknown}</span>
        </span>
        <span>
          {words.card} <span className="numbers">{one.cardMasked ?? list.unknown}</span>
        </span>
        <span>
          {words.phone} <span className="numbers">{one.phoneMasked ?? list.unknown}</span>
        </span>
        <span>
          {words.catchment} {one.catchment ?? list.unknown}
        </span>
      </p>
      <Reasons reasons={one.reasons} />
      <div className="likely-decide">
        <span className="unseen" id={label}>
          {words.decide(one.name)}
        </span>
        <Segmented
          labelledBy={label}
          value={choice?.as ?? null}
          invalid={tried && choice === undefined}
          onChoose={(as) => onChoose({ as, ground: null })}
          options={CHOICES.map((code) => ({ code, label: words.choices[code] }))}
        />
        {choice?.as === 'different' && (
          <label className="likely-ground">
            <span>{words.ground}</span>
            <select
              value={choice.ground ?? ''}
              aria-invalid={tried && needsGround}
              onChange={(event) =>
                onChoose({ as: 'different', ground: GROUNDS.find((ground) => ground === event.target.value) ?? null })
              }
            >
              <option value="" disabled>
                —
              </option>
              {GROUNDS.map((ground) => (
                <option key={ground} value={ground}>
                  {matching.grounds[ground]}
                </option>
              ))}
            </select>
          </label>
        )}
        {choice?.as === 'same' && (
          <Button kind="primary" onClick={onSame}>
            {words.sameDo}
          </Button>
        )}
        {choice?.as === 'unsure' && <span className="note">{words.unsureNote}</span>}
        {tried && needsGround && <span className="danger">{words.groundNeed}</span>}
      </div>
    </li>
  );
};

export const LikelyResidents = ({
  found: { likely, rules },
  choices,
  tried,
  onChoose,
  onSame,
}: {
  readonly found: ReturnType<typeof LikelyFound.parse>;
  readonly choices: Choices;
  /** Whether somebody has tried to save with something open. */
  readonly tried: boolean;
  readonly onChoose: (id: string, choice: Choice) => void;
  readonly onSame: (one: LikelyResident) => void;
}): React.JSX.Element => {
  const words = useWords(registeringWords);
  return (
    <section className="likely" aria-labelledby="likely-title">
      <h2 id="likely-title" tabIndex={-1}>
        {words.likelyTitle(likely.length)}
      </h2>
      <p>
        {words.likelyWhy} {!rules.verified && <Tag tone="warning">{words.unverifiedScore(rules.version)}</Tag>}
      </p>
      <ul>
        {likely.map((one) => (
          <LikelyRow
            key={one.id}
            one={one}
            choice={choices[one.id]}
            tried={tried}
            onChoose={(choice) => onChoose(one.id, choice)}
            onSame={() => onSame(one)}
          />
        ))}
      </ul>
    </section>
  );
};
