/** One page: what it is on top, what one reads, and what one does at the bottom, within reach of the thumb. */
import { useEffect } from 'react';
import { goBack } from '../paths.tsx';
import { Icon } from '../../kit/icon.tsx';
import { useLanguage, useWords } from '../../kit/language.ts';
import { words as table } from '../words.ts';

export const PhonePage = ({
  title,
  note,
  back = false,
  side,
  foot,
  children,
}: {
  /** What the page is, in words of the program: it is the tab's title too, and names nobody. */
  readonly title: string;
  readonly note?: React.ReactNode;
  readonly back?: boolean;
  readonly side?: React.ReactNode;
  readonly foot?: React.ReactNode;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const words = useWords(table);
  const product = useLanguage() === 'zh' ? '康联' : 'Kanglian';
  useEffect(() => {
    document.title = `${title} - ${product}`;
  }, [title, product]);
  return (
    <>
      <header className="phone-head">
        {back && (
          <button type="button" className="phone-back" aria-label={words.back} onClick={goBack}>
            <Icon name="back" />
          </button>
        )}
        <h1>{title}</h1>
        {note !== undefined && <span className="phone-head-note">{note}</span>}
        {side !== undefined && <span className="phone-head-side">{side}</span>}
      </header>
      <main className="phone-main">{children}</main>
      {foot !== undefined && foot !== null && foot !== false && <div className="phone-foot">{foot}</div>}
    </>
  );
};
