/** A card of the record: heading with its count and its way to everything, and not read, empty or filled beneath. */
import { useWords } from '../../../../web/kit/language.ts';
import { words as table } from '../words/page.ts';
import { useOpen } from './record-opening.ts';

export const Card = ({
  id,
  title,
  count,
  hint,
  aside,
  failed,
  empty,
  why,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly count?: number;
  readonly hint?: React.ReactNode;
  readonly aside?: React.ReactNode;
  readonly failed: boolean;
  /** What an empty part says; null when there is something. */
  readonly empty: string | null;
  readonly why?: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const words = useWords(table);
  return (
    <section className={`card rec-card rec-${id}`} aria-labelledby={`rec-${id}-title`}>
      <header>
        <h2 id={`rec-${id}-title`} tabIndex={-1}>
          {title}
          {count !== undefined && count > 0 && <span className="rec-count">{count}</span>}
        </h2>
        {hint !== undefined && <span className="note rec-hint">{hint}</span>}
        {aside !== undefined && <span className="rec-aside">{aside}</span>}
      </header>
      {failed ? (
        <p className="warning" role="alert">
          {words.partFailed}
        </p>
      ) : empty !== null ? (
        <p className="rec-empty">
          <span className="strong">{empty}</span>
          {why !== undefined && <span className="note">{why}</span>}
        </p>
      ) : (
        children
      )}
    </section>
  );
};

/** A link that opens something of this record beside it. */
export const Opens = ({
  what,
  label,
  className,
  children,
}: {
  readonly what: Parameters<ReturnType<typeof useOpen>>[0];
  readonly label?: string | undefined;
  readonly className?: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const open = useOpen();
  return (
    <button
      type="button"
      className={`rec-link ${className ?? ''}`.trim()}
      {...(label === undefined ? {} : { 'aria-label': label })}
      onClick={() => open(what)}
    >
      {children}
    </button>
  );
};

/** New since the reader's last look: a dot, and the word for those who do not see it. */
export const Fresh = ({ on }: { readonly on: boolean }): React.JSX.Element | null => {
  const words = useWords(table);
  if (!on) return null;
  return (
    <span className="rec-fresh">
      <span className="unseen">{words.fresh}</span>
    </span>
  );
};
