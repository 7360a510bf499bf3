/** A scale item by item, in its groups; what is missing is counted, and there is no score until nothing is. */
import type { Scale, ScaleItem } from '../../engines/forms/scales/define.ts';
import { score } from '../../engines/forms/scales/score.ts';
import { dayOf } from './civil.ts';
import type { Values } from './form-answers.ts';
import { useLanguage, useWords } from './language.ts';
import { scaleWords } from './scale-words.ts';
import { serverNow } from './server-time.ts';
import { Tag } from './tag.tsx';
import './scale-fields.css';

type ItemProps = {
  readonly scale: Scale;
  readonly code: string;
  readonly values: Values;
  readonly onChange: (values: Values) => void;
};

const List = ({
  code,
  item,
  values,
  onChange,
}: Omit<ItemProps, 'scale'> & { readonly item: Extract<ScaleItem, { kind: 'list' }> }): React.JSX.Element => {
  const words = useWords(scaleWords);
  const language = useLanguage();
  const chosen = Array.isArray(values[code]) ? (values[code] as readonly string[]) : [];
  return (
    <fieldset className="scale-list">
      <legend>
        {item.label[language]} <span className="note">{words.many}</span>
      </legend>
      {Object.entries(item.among).map(([one, label]) => (
        <label key={one}>
          <input
            type="checkbox"
            checked={chosen.includes(one)}
            onChange={(event) =>
              onChange({
                ...values,
                [code]: event.target.checked ? [...chosen, one] : chosen.filter((other) => other !== one),
              })
            }
          />{' '}
          {label[language]}
        </label>
      ))}
    </fieldset>
  );
};

const Item = ({ scale, code, values, onChange }: ItemProps): React.JSX.Element | null => {
  const words = useWords(scaleWords);
  const language = useLanguage();
  const item = scale.items[code];
  if (item === undefined) return null;
  if (item.kind === 'list') return <List code={code} item={item} values={values} onChange={onChange} />;
  const id = `scale-${scale.code}-${code}`;
  const value = values[code];
  const set = (next: unknown): void => onChange({ ...values, [code]: next });
  // where the table and not the answer gives the level, a row of noughts would say something that is not so
  const counts = item.kind === 'choice' && Object.values(item.options).some(({ points }) => points !== 0);
  return (
    <p className="scale-item">
      <label htmlFor={id}>
        {item.label[language]}
        {item.kind === 'whole' && <span className="note numbers"> {words.range(item.min, item.max)}</span>}
      </label>
      {item.kind === 'whole' ? (
        <input
          id={id}
          type="number"
          inputMode="numeric"
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
              {counts ? words.scored(points, label[language]) : label[language]}
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
  /** Over the items outside of groups, where there are groups. */
  readonly others?: string;
}): React.JSX.Element => {
  const { scale, values, others } = props;
  const words = useWords(scaleWords);
  const language = useLanguage();
  const found = score(scale, values, dayOf(serverNow()));
  const groups = Object.entries(scale.groups ?? {});
  const grouped = groups.flatMap(([, { items }]) => items);
  const rest = Object.keys(scale.items).filter((code) => !grouped.includes(code));
  return (
    <div className="scale-fields">
      {groups.map(([group, { label, items }]) => (
        <fieldset key={group}>
          <legend>{label[language]}</legend>
          {items.map((code) => (
            <Item key={code} code={code} {...props} />
          ))}
        </fieldset>
      ))}
      {rest.length > 0 && (
        <fieldset>
          <legend className={groups.length === 0 ? 'unseen' : undefined}>
            {groups.length === 0 ? scale.name[language] : (others ?? words.other)}
          </legend>
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
                {item !== undefined && scale.items[item]?.label[language]} {scale.notes[code]?.[language]}{' '}
              </span>
            ))}
            {!found.score.cutOffs.verified && <Tag tone="warning">{words.unverified}</Tag>}
          </>
        )}
      </p>
      <p className="note">{scale.source.text}</p>
      {scale.holder !== null && <p className="note">{words.holder(scale.holder)}</p>}
    </div>
  );
};
