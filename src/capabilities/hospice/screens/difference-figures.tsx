/** 医保差额的指标: the figures of this house since January, by the commission's own definitions; each leads to its page and its cases. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../../web/kit/api.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { DifferenceFigures } from '../shapes/claims.ts';
import { differenceScreenWords } from './difference-words.ts';

const said = (value: string, decimals: number): string =>
  Number(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

type Item = DifferenceFigures['items'][number];

const Value = ({ item }: { readonly item: Item }): React.JSX.Element => {
  const words = useWords(differenceScreenWords);
  const { value, masked, decimals, unit, numerator, denominator } = item;
  if (masked) return <span className="note">{words.hidden}</span>;
  const rate = denominator !== null;
  return (
    <>
      {value === null ? (
        <span className="note">{words.noneYet}</span>
      ) : (
        <>
          <b className="numbers">{said(value, decimals)}</b> {unit}
        </>
      )}
      {rate && value !== null && <span className="note numbers"> {words.ofAll(numerator ?? '0', denominator)}</span>}
    </>
  );
};

export const DifferenceFigureStrip = (): React.JSX.Element | null => {
  const words = useWords(differenceScreenWords);
  const language = useLanguage();
  const { data } = useQuery({
    queryKey: ['hospice', 'differences', 'figures', language],
    queryFn: ({ signal }) => api.get('/api/hospice/difference-figures', DifferenceFigures, signal),
  });
  if (data === undefined || data.items.length === 0) return null;
  const { from, to } = data.period;
  const title = words.figures(from.slice(0, 4));
  return (
    <section className="card" aria-label={title}>
      <span className="note">{title}</span>
      <dl className="differences-figures">
        {data.items.map((item) => (
          <div key={item.code}>
            <dt>
              <Link
                to="/figures/$code"
                params={{ code: item.code }}
                search={{ from, until: to }}
                title={item.definition}
              >
                {item.name}
              </Link>
            </dt>
            <dd>
              <Value item={item} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
};
