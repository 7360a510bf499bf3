/** A pane over the page for narrow windows. The browser's own dialog keeps the focus inside and gives it back. */
import { useContext, useLayoutEffect, useRef } from 'react';
import { Button } from './button.tsx';
import { DialogsOver } from './keyboard.tsx';
import { useWords } from './language.ts';
import { words as table } from './words.ts';
import './drawer.css';

export const Drawer = ({
  label,
  side = 'right',
  onClose,
  children,
}: {
  readonly label: string;
  readonly side?: 'left' | 'right';
  readonly onClose: () => void;
  readonly children: React.ReactNode;
}): React.JSX.Element => {
  const dialog = useRef<HTMLDialogElement>(null);
  const words = useWords(table);
  const over = useContext(DialogsOver) + 1;
  // before it leaves the page: a dialog that is taken away open gives the focus back to nobody
  useLayoutEffect(() => {
    const opened = dialog.current;
    opened?.showModal();
    return () => opened?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      className={`drawer ${side}`}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) onClose();
      }}
    >
      <div className="drawer-body">
        <div className="drawer-close">
          <Button onClick={onClose}>{words.close}</Button>
        </div>
        <DialogsOver value={over}>{children}</DialogsOver>
      </div>
    </dialog>
  );
};
