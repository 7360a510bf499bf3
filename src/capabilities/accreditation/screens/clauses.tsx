/** The clauses of a standard: to be answered one by one, or set side by side as the institution and the experts answered them. */
import { Button } from '../../../web/kit/button.tsx';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { Segmented } from '../../../web/kit/segmented.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import type { Tone } from '../../../web/kit/tag.tsx';
import { FOUND } from '../forms.ts';
import type { Standard } from '../rules/standards.ts';
import type { ClauseRow, OpinionRow } from '../shapes.ts';
import { words as table } from '../words.ts';
import { screenWords } from './screen-words.ts';

const TONES: Readonly<Record<string, Tone>> = { met: 'good', partly: 'warning', 'not-met': 'danger' };

export const Found = ({ found }: { readonly found: string }): React.JSX.Element => (
  <Tag tone={TONES[found] ?? 'plain'}>{wordOf(useWords(table).answers, found)}</Tag>
);

export type Answered = readonly { readonly clause: string; readonly found?: string; readonly evidence?: string }[];

export const ClauseEditor = ({
  standard,
  value,
  error,
  onChange,
}: {
  readonly standard: Standard;
  readonly value: Answered;
  readonly error: string | undefined;
  readonly onChange: (value: Answered) => void;
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const { answers } = useWords(table);
  const language = useLanguage();
  const of = (clause: string) => value.find((row) => row.clause === clause);
  const put = (clause: string, change: object): void =>
    onChange(
      standard.clauses.flatMap(({ code }) => {
        const row = of(code);
        if (code === clause) return [{ ...(row ?? { clause }), ...change }];
        return row === undefined ? [] : [row];
      }),
    );
  const done = value.filter(({ found }) => found !== undefined).length;
  return (
    <div className="clauses">
      <p className="clauses-head">
        <span className="note" aria-live="polite">
          {words.answered(done, standard.clauses.length)}
        </span>
        <Button
          small
          onClick={() =>
            onChange(
              standard.clauses.map(({ code: clause }) => ({
                clause,
                ...of(clause),
                found: of(clause)?.found ?? 'met',
              })),
            )
          }
        >
          {words.allMet}
        </Button>
      </p>
      {error !== undefined && (
        <p className="danger" role="alert">
          {error}
        </p>
      )}
      {standard.headings.map((heading) => (
        <fieldset key={heading.code} className="clause-group">
          <legend>{heading[language]}</legend>
          {standard.clauses.map((clause, at) =>
            clause.heading !== heading.code ? null : (
              <div key={clause.code} className="clause" data-clause={clause.code}>
                <p id={`clause-${clause.code}`}>
                  <span className="numbers">{at + 1}</span> {clause[language]}
                </p>
                <Segmented
                  name={`found-${clause.code}`}
                  labelledBy={`clause-${clause.code}`}
                  value={of(clause.code)?.found ?? null}
                  options={FOUND.map((code) => ({
                    code,
                    label: wordOf(answers, code),
                    ...(code === 'not-met'
                      ? { tone: 'danger' as const }
                      : code === 'partly'
                        ? { tone: 'warning' as const }
                        : {}),
                  }))}
                  onChoose={(found) => put(clause.code, { found })}
                />
                <input
                  type="text"
                  maxLength={500}
                  aria-label={words.clauseEvidence(at + 1)}
                  placeholder={words.clauseEvidence(at + 1)}
                  value={of(clause.code)?.evidence ?? ''}
                  onChange={(event) => put(clause.code, { evidence: event.target.value })}
                />
              </div>
            ),
          )}
        </fieldset>
      ))}
    </div>
  );
};

const Cell = ({ row }: { readonly row: ClauseRow | undefined }): React.JSX.Element =>
  row === undefined ? (
    <span className="missing">—</span>
  ) : (
    <>
      <Found found={row.found} />
      {row.evidence !== undefined && <p className="note">{row.evidence}</p>}
    </>
  );

/** What the institution said and what each expert of the latest round found, clause by clause. */
export const Comparison = ({
  standard,
  self,
  opinions,
}: {
  readonly standard: Standard;
  readonly self: readonly ClauseRow[];
  readonly opinions: readonly OpinionRow[];
}): React.JSX.Element => {
  const words = useWords(screenWords);
  const language = useLanguage();
  const latest = Math.max(0, ...opinions.map(({ round }) => round));
  const shown = opinions.filter(({ round }) => round === latest);
  return (
    <div className="acceptance-scroll" tabIndex={0} role="region" aria-label={words.comparison}>
      <table className="acceptance-table">
        <thead>
          <tr>
            <th scope="col">{words.clause}</th>
            <th scope="col">{words.self}</th>
            {shown.map(({ case: id, house }) => (
              <th key={id} scope="col">
                {house.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {standard.clauses.map((clause, at) => (
            <tr key={clause.code}>
              <th scope="row">
                <span className="numbers">{at + 1}</span> {clause[language]}
              </th>
              <td>
                <Cell row={self.find((row) => row.clause === clause.code)} />
              </td>
              {shown.map(({ case: id, clauses }) => (
                <td key={id}>
                  <Cell row={clauses.find((row) => row.clause === clause.code)} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
};
