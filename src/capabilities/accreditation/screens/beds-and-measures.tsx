/** Which numbered beds are accepted, and what was put right, clause by clause. */
import { useState } from 'react';
import { Button } from '../../../web/kit/button.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import type { Standard } from '../rules/standards.ts';
import type { OpinionRow } from '../shapes.ts';
import type { Answered } from './clauses.tsx';
import { Found } from './clauses.tsx';
import { screenWords } from './screen-words.ts';

type Named = readonly { readonly bed: string }[];

export const BedsPicked = ({
  beds,
  value,
  error,
  onChange,
}: {
  readonly beds: readonly { readonly id: string; readonly label: string }[];
  readonly value: Named;
  readonly error: string | undefined;
  readonly onChange: (value: Named) => void;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  return (
    <fieldset className="acceptance-beds">
      <legend>{words.named}</legend>
      <p className="clauses-head">
        <span className="note" aria-live="polite">
          {words.picked(value.length)}
        </span>
        <Button small onClick={() => onChange(beds.map(({ id }) => ({ bed: id })))}>
          {words.pickAll}
        </Button>
      </p>
      <div className="acceptance-bed-row">
        {beds.map(({ id, label }) => (
          <label key={id} className="option">
            <input
              type="checkbox"
              checked={value.some(({ bed }) => bed === id)}
              onChange={(event) =>
                onChange(event.target.checked ? [...value, { bed: id }] : value.filter(({ bed }) => bed !== id))
              }
            />
            {label}
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p className="danger" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
};

/** The clauses an expert of the latest round did not find met, each with what was done about it. */
export const Measures = ({
  standard,
  opinions,
  value,
  error,
  onChange,
}: {
  readonly standard: Standard;
  readonly opinions: readonly OpinionRow[];
  readonly value: Answered;
  readonly error: string | undefined;
  readonly onChange: (value: Answered) => void;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const language = useLanguage();
  const [more, setMore] = useState(false);
  const latest = Math.max(0, ...opinions.map(({ round }) => round));
  const worst = (code: string): string | undefined => {
    const found = opinions
      .filter(({ round }) => round === latest)
      .flatMap(({ clauses }) => clauses.filter(({ clause }) => clause === code).map((row) => row.found));
    return ['not-met', 'partly'].find((kind) => found.includes(kind));
  };
  const faulty = standard.clauses.filter(({ code }) => worst(code) !== undefined);
  const shown = more || faulty.length === 0 ? standard.clauses : faulty;
  const put = (clause: string, measure: string): void => {
    const rest = value.filter((row) => row.clause !== clause);
    onChange(measure === '' ? rest : [...rest, { clause, measure } as Answered[number]]);
  };
  return (
    <fieldset className="acceptance-beds">
      <legend>{words.measures}</legend>
      {faulty.length === 0 && <p className="note">{words.noFault}</p>}
      {shown.map(({ code, ...clause }) => {
        const found = worst(code);
        const row = value.find((one) => one.clause === code) as { readonly measure?: string } | undefined;
        const number = standard.clauses.findIndex((one) => one.code === code) + 1;
        return (
          <div key={code} className="clause" data-clause={code}>
            <p>
              <span className="numbers">{number}</span> {clause[language]}{' '}
              {found !== undefined && <Found found={found} />}
            </p>
            <input
              type="text"
              maxLength={500}
              aria-label={words.clauseEvidence(number)}
              value={row?.measure ?? ''}
              onChange={(event) => put(code, event.target.value)}
            />
          </div>
        );
      })}
      {faulty.length > 0 && !more && (
        <Button small onClick={() => setMore(true)}>
          {words.more}
        </Button>
      )}
      {error !== undefined && (
        <p className="danger" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
};
