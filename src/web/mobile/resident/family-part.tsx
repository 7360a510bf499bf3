/** A part of the family's page under its heading. */
export const Part = ({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: React.ReactNode;
}): React.JSX.Element => (
  <section className="own-part" aria-labelledby={`family-${id}`}>
    <h2 id={`family-${id}`}>{title}</h2>
    {children}
  </section>
);
