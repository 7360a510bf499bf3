import './controls.css';

type ButtonProps = React.ComponentProps<'button'> & {
  readonly kind?: 'plain' | 'primary' | 'link';
  readonly small?: boolean;
  /** The letter that opens the same thing; shown beside the words. */
  readonly letter?: string | undefined;
};

/** A disabled button always has its reason in view beside it; it stays focusable so that the reason can be read to one. */
export const Button = ({
  kind = 'plain',
  small,
  letter,
  className,
  children,
  ...rest
}: ButtonProps): React.JSX.Element => (
  <button
    type="button"
    className={['button', kind, small === true ? 'small' : '', className ?? ''].join(' ').trim()}
    {...(letter === undefined ? {} : { 'aria-keyshortcuts': letter })}
    {...rest}
  >
    {children}
    {letter !== undefined && <Key>{letter}</Key>}
  </button>
);

/** A key of the keyboard, drawn. */
export const Key = ({ children }: { readonly children: React.ReactNode }): React.JSX.Element => (
  <kbd className="key" aria-hidden="true">
    {children}
  </kbd>
);
