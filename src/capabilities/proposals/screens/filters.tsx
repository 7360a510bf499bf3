/** Tabs with counts, chips that are on or off, pages, and the day something is due: the same on every list here. */
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { useWords } from '../../../web/kit/language.ts';
import { useServerNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { screenWords } from './screen-words.ts';

type Choice<Code extends string> = { readonly code: Code; readonly label: string; readonly count?: number | undefined };

export const Tabs = <Code extends string>({
  label,
  tabs,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly tabs: readonly Choice<Code>[];
  readonly chosen: Code;
  readonly onChoose: (code: Code) => void;
}): React.JSX.Element => (
  <nav className="proposal-tabs" aria-label={label}>
    {tabs.map(({ code, label: name, count }) => (
      <button
        key={code}
        type="button"
        aria-current={chosen === code ? 'page' : undefined}
        onClick={() => onChoose(code)}
      >
        {name} <span className="numbers">{count}</span>
      </button>
    ))}
  </nav>
);

/** One of several, or none: pressing the chosen one takes it back. */
export const Chips = <Code extends string>({
  label,
  options,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly options: readonly Choice<Code>[];
  readonly chosen: string | null;
  readonly onChoose: (code: Code | null) => void;
}): React.JSX.Element | null =>
  options.length === 0 ? null : (
    <div className="proposal-chips" role="group" aria-label={label}>
      {options.map(({ code, label: name, count }) => (
        <button
          key={code}
          type="button"
          className="proposal-chip"
          aria-pressed={chosen === code}
          onClick={() => onChoose(chosen === code ? null : code)}
        >
          {name}
          {chosen === code ? (
            <span aria-hidden="true"> ×</span>
          ) : (
            count !== undefined && <span className="numbers"> {count}</span>
          )}
        </button>
      ))}
    </div>
  );

export const Pages = ({
  page,
  size,
  total,
  onGo,
}: {
  readonly page: number;
  readonly size: number;
  readonly total: number;
  readonly onGo: (page: number) => void;
}): React.JSX.Element => {
  const screen = useWords(screenWords);
  const pages = Math.max(1, Math.ceil(total / size));
  return (
    <div className="proposal-pages note">
      <span className="numbers">{screen.shown(total, page, pages)}</span>
      {page > 1 && (
        <Button small onClick={() => onGo(page - 1)}>
          {screen.before}
        </Button>
      )}
      {page < pages && (
        <Button small onClick={() => onGo(page + 1)}>
          {screen.after}
        </Button>
      )}
    </div>
  );
};

export const Due = ({ at, late }: { readonly at: string | null; readonly late: boolean }): React.JSX.Element | null => {
  const screen = useWords(screenWords);
  const kit = useWords(kitTable);
  const now = useServerNow();
  if (at === null) return null;
  return (
    <span className="proposal-due">
      <span className={late ? 'danger strong' : ''}>{screen.dueAt(momentWords(at, kit, now))}</span>
      {late && <Tag tone="danger">{screen.late}</Tag>}
    </span>
  );
};
