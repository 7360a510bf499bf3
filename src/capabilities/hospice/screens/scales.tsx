/** 量表评估: the latest of each scale, assessed again, corrected or withdrawn where it stands; what was corrected stays to be read. */
import { useState } from 'react';
import { findScale } from '../../../engines/forms/scales/catalogue.ts';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { STAY_SCALES } from '../rules/scales.ts';
import type { Person, ScoreRow } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { ScaleForm } from './scale-form.tsx';
import type { Chosen } from './scale-form.tsx';
import { scaleWords } from './scale-words.ts';
import './scales.css';

/** The latest that stands of each scale, in the order of the scales. */
const latestOf = ({ scores }: Person): readonly ScoreRow[] =>
  STAY_SCALES.flatMap((code) => scores.filter(({ scale }) => scale === code).at(-1) ?? []);

/** A total with its band, or that it was asked in part. */
export const useScoreText = (): ((score: ScoreRow) => string) => {
  const words = useWords(scaleWords);
  const language = useLanguage();
  return ({ scale, total, band }) => {
    if (total === null) return words.partly;
    const named = band === null ? undefined : findScale(scale)?.bandLabels[band]?.[language];
    return named === undefined ? String(total) : `${String(total)} ${named}`;
  };
};

const Row = ({
  score,
  may,
  onChoose,
}: {
  readonly score: ScoreRow;
  readonly may: boolean;
  readonly onChoose: (chosen: Chosen) => void;
}): React.JSX.Element | null => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const said = useScoreText();
  const scale = findScale(score.scale);
  if (scale === undefined) return null;
  const name = wordOf(hospice.answers, score.scale);
  return (
    <tr>
      <th scope="row">{name}</th>
      <td className="numbers">
        <b>{said(score)}</b> {score.version > 1 && <Tag tone="plain">{words.corrected(String(score.version))}</Tag>}
      </td>
      <td className="numbers">
        {momentWords(score.at, kit, serverNow())} <span className="note">{score.by}</span>
      </td>
      {may && (
        <td className="no-print scale-acts">
          <Button small aria-label={words.again(name)} onClick={() => onChoose({ act: 'assess', scale })}>
            {words.againShort}
          </Button>
          <Button
            small
            kind="link"
            aria-label={words.correcting(name)}
            onClick={() => onChoose({ act: 'correct', scale, of: score })}
          >
            {words.correct}
          </Button>
          <Button
            small
            kind="link"
            aria-label={words.withdrawing(name)}
            onClick={() => onChoose({ act: 'withdraw', scale, of: score })}
          >
            {words.withdraw}
          </Button>
        </td>
      )}
    </tr>
  );
};

const Earlier = ({ person }: { readonly person: Person }): React.JSX.Element | null => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const said = useScoreText();
  const { earlierScores, scores } = person;
  if (earlierScores.length === 0) return null;
  const stands = new Set(scores.map(({ entry }) => entry));
  return (
    <details className="scale-earlier">
      <summary>{words.earlier(String(earlierScores.length))}</summary>
      <ul>
        {earlierScores.map((one) => (
          <li key={one.id}>
            <span className="note numbers">{momentWords(one.at, kit, serverNow())}</span>{' '}
            {wordOf(hospice.answers, one.scale)}{' '}
            {(stands.has(one.entry) ? words.was : words.gone)(said(one), one.replacedWhy ?? '')}
          </li>
        ))}
      </ul>
    </details>
  );
};

export const Scales = ({
  person,
  view,
  onTaken,
}: {
  readonly person: Person;
  readonly view: CaseView;
  readonly onTaken: () => void;
}): React.JSX.Element | null => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const may = view.steps.some(({ step }) => step === 'record-scale');
  const latest = latestOf(person);
  if (!may && latest.length === 0) return null;
  return (
    <section className="card hospice-scales" aria-label={words.title} id="hospice-scales" tabIndex={-1}>
      <header>
        <h2>{words.title}</h2>
        {may && (
          <select
            className="hospice-select no-print"
            aria-label={words.whole}
            value=""
            onChange={({ target }) => {
              const scale = findScale(target.value);
              if (scale !== undefined) setChosen({ act: 'assess', scale });
            }}
          >
            <option value="">{words.whole}</option>
            {STAY_SCALES.map((code) => (
              <option key={code} value={code}>
                {wordOf(hospice.answers, code)}
              </option>
            ))}
          </select>
        )}
      </header>
      {chosen !== null && may && (
        <ScaleForm
          key={`${chosen.act}-${chosen.scale.code}-${chosen.act === 'assess' ? '' : chosen.of.id}`}
          view={view}
          chosen={chosen}
          onClose={() => setChosen(null)}
          onTaken={() => {
            setChosen(null);
            onTaken();
          }}
        />
      )}
      {latest.length === 0 ? (
        <p className="note">{words.none}</p>
      ) : (
        <table className="hospice-table scale-table">
          <thead>
            <tr>
              <th scope="col">{words.columns.scale}</th>
              <th scope="col">{words.columns.value}</th>
              <th scope="col">{words.columns.when}</th>
              {may && (
                <th scope="col" className="no-print">
                  <span className="unseen">{words.columns.act}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {latest.map((score) => (
              <Row key={score.id} score={score} may={may} onChoose={setChosen} />
            ))}
          </tbody>
        </table>
      )}
      <Earlier person={person} />
    </section>
  );
};

/** The latest of each scale for whoever takes over, with the one before it. */
export const ScaleSheet = ({ person }: { readonly person: Person }): React.JSX.Element | null => {
  const words = useWords(scaleWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const said = useScoreText();
  const latest = latestOf(person);
  if (latest.length === 0) return null;
  return (
    <section className="card" aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul>
        {latest.map((score) => {
          const before = person.scores.filter(({ scale }) => scale === score.scale).at(-2);
          return (
            <li key={score.id}>
              <span className="note numbers">{momentWords(score.at, kit, serverNow())}</span>{' '}
              {wordOf(hospice.answers, score.scale)} <b>{said(score)}</b>{' '}
              {before !== undefined && <span className="note">{words.before(said(before))}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
};
