/** The head of a table: what each column holds. */
export const ColumnHeads = ({ of }: { readonly of: readonly string[] }): React.JSX.Element => (
  <thead>
    <tr>
      {of.map((one) => (
        <th key={one} scope="col">
          {one}
        </th>
      ))}
    </tr>
  </thead>
);
