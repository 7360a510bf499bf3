import './page.css';

/** The head of a screen: its title, a note, and what one can do there. */
export const PageHead = ({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: React.ReactNode;
  readonly children?: React.ReactNode;
}): React.JSX.Element => (
  <header className="page-head">
    <h1>{title}</h1>
    {note !== undefined && <div className="note">{note}</div>}
    {children !== undefined && <div className="page-head-actions">{children}</div>}
  </header>
);

/** Names and what they hold, in two columns; what was not filled in is left out by the caller. */
export const Facts = ({
  rows,
}: {
  readonly rows: readonly { readonly label: string; readonly value: React.ReactNode }[];
}): React.JSX.Element => (
  <dl className="facts">
    {rows.map(({ label, value }) => (
      <div key={label}>
        <dt>{label}</dt>
        <dd>{value}</dd>
      </div>
    ))}
  </dl>
);
