/** A scale item by item, in its groups; what is missing is counted, and there is no score until nothing is. */
import type { Scale } from '../../../engines/forms/scales/define.ts';
import { score } from '../../../engines/forms/scales/score.ts';
import { dayOf } from '../../../web/kit/civil.ts';
import type { Values } from '../../../web/kit/form-answers.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { boardWords } from './board-words.ts';

const Item = ({
  scale,
  code,
  values,
  onChange,
}: {
  readonly scale: Scale;
  readonly code: string;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}): React.JSX.Element | null => {
  const words = useWords(boardWords);
  const language = useLanguage();
  const item = scale.items[code];
  if (item === undefined || item.kind === 'list') return null;
  const id = `scale-${code}`;
  const value = values[code];
  const set = (next: unknown): void => onChange({ ...values, [code]: next });
  return (
    <p className="scale-item">
      <label htmlFor={id}>{item.label[language]}</label>
      {item.kind === 'whole' ? (
        <input
          id={id}
          type="number"
          min={item.min}
          max={item.max}
          value={typeof value === 'number' ? value : ''}
          onChange={(event) => set(event.target.value === '' ? undefined : Number(event.target.value))}
        />
      ) : (
        <select
          id={id}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => set(event.target.value === '' ? undefined : event.target.value)}
        >
          <option value="">{words.notYet}</option>
          {Object.entries(item.options).map(([option, { points, label }]) => (
            <option key={option} value={option}>
              {words.scored(points, label[language])}
            </option>
          ))}
        </select>
      )}
    </p>
  );
};

export const ScaleFields = (props: {
  readonly scale: Scale;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
}): React.JSX.Element => {
  const { scale, values } = props;
  const words = useWords(boardWords);
  const language = useLanguage();
  const found = score(scale, values, dayOf(serverNow()));
  const grouped = Object.values(scale.groups ?? {}).flatMap(({ items }) => items);
  const rest = Object.keys(scale.items).filter((code) => !grouped.includes(code));
  return (
    <div className="scale-fields">
      {Object.entries(scale.groups ?? {}).map(([group, { label, items }]) => (
        <fieldset key={group}>
          <legend>{label[language]}</legend>
          {items.map((code) => (
            <Item key={code} code={code} {...props} />
          ))}
        </fieldset>
      ))}
      {rest.length > 0 && (
        <fieldset>
          <legend>{words.circumstances}</legend>
          {rest.map((code) => (
            <Item key={code} code={code} {...props} />
          ))}
        </fieldset>
      )}
      <p role="status" className="scale-score">
        {!found.ok ? (
          <span className="warning">{words.missingItems(found.missing.length)}</span>
        ) : (
          <>
            {found.score.total !== null && <b>{words.points(found.score.total)} </b>}
            {found.score.band !== null && <b>{scale.bandLabels[found.score.band]?.[language]}</b>}{' '}
            {found.score.notes.map(({ code, item }) => (
              <span key={`${code}-${item ?? ''}`} className="note">
                {scale.notes[code]?.[language]}{' '}
              </span>
            ))}
            {!found.score.cutOffs.verified && <Tag tone="warning">{words.unverified}</Tag>}
          </>
        )}
      </p>
      <p className="note">{scale.source.text}</p>
    </div>
  );
};
