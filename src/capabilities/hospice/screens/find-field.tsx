/** Looks for a name or a number in a list that is there already. What is typed may be a resident's name: it stays out of the address. */
export const FindField = ({
  label,
  value,
  onFind,
}: {
  readonly label: string;
  readonly value: string;
  readonly onFind: (find: string) => void;
}): React.JSX.Element => (
  <label>
    <span className="note">{label}</span>
    <input
      type="search"
      className="hospice-select"
      autoComplete="off"
      value={value}
      onChange={(event) => onFind(event.target.value)}
    />
  </label>
);
