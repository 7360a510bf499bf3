/** 口径: what each figure counts, by which version, by which of the region's limits, and by which methods. */
import type { FigureView } from '../../../capabilities/referral/index.ts';
import { useWords } from '../../kit/language.ts';
import { Tag } from '../../kit/tag.tsx';
import { words as table } from './words.ts';

export const Definitions = ({ view }: { readonly view: FigureView }): React.JSX.Element => {
  const words = useWords(table);
  const { seenWithin, compared } = view.limits;
  return (
    <div className="definitions">
      {view.rates.map(({ code, definition, version, verified }) => (
        <section key={code}>
          <h3>{words.figures[code]}</h3>
          <p>{definition}</p>
          {code === 'referral.seen-in-time' && (
            <p className="note">
              {words.seenWithin(seenWithin.value)} {words.limitText(seenWithin.source)}{' '}
              {!seenWithin.verified && <Tag tone="warning">{words.unverified}</Tag>}
            </p>
          )}
          <p className="note">
            {words.version(String(version))} {!verified && <Tag tone="warning">{words.unverified}</Tag>}
          </p>
        </section>
      ))}
      <section>
        <h3>{words.durations.title}</h3>
        <p>{words.durations.method}</p>
      </section>
      <section>
        <h3>{words.comparison.region}</h3>
        <p>{words.intervalMethod}</p>
        <p>
          {words.fewMany(view.rows.filter(({ denominator }) => denominator < compared.value).length, compared.value)}{' '}
          <span className="note">
            {words.limitText(compared.source)} {!compared.verified && <Tag tone="warning">{words.unverified}</Tag>}
          </span>
        </p>
      </section>
      <p className="note">{words.periodNote}</p>
    </div>
  );
};
