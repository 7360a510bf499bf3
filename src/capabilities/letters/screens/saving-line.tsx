/** Whether what is typed is safe: on the server, on this machine alone, or in the way of somebody else's. */
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import type { LetterView } from '../shapes.ts';
import { letterWords } from './letter-words.ts';
import type { Editing } from './use-letter.ts';

export const SavingLine = ({
  editing,
  view,
}: {
  readonly editing: Editing;
  readonly view: LetterView;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const { saving } = editing;
  if (view.signed !== null)
    return <span className="note">{words.frozenNote(view.signed.number, view.signed.day)}</span>;
  if (!view.mayEdit) return <span className="note">{words.readOnly}</span>;
  switch (saving.state) {
    case 'saved':
      return (
        <span className="note numbers" role="status">
          {saving.at === null ? '' : words.saved(saving.at)}
        </span>
      );
    case 'saving':
      return (
        <span className="note" role="status">
          {words.saving}
        </span>
      );
    case 'local':
      return (
        <b className="warning" role="alert">
          {words.local(saving.at)}
        </b>
      );
    case 'local-full':
      return (
        <b className="danger" role="alert">
          {words.localFull}
        </b>
      );
    case 'refused':
      return (
        <b className="danger" role="alert">
          {words.refused(saving.why)}
        </b>
      );
    case 'stale':
      return (
        <span role="alert" className="letter-stale">
          <b className="danger">{words.stale}</b>
          <Button small onClick={editing.keepMine}>
            {words.keepMine}
          </Button>
          <Button small onClick={editing.takeTheirs}>
            {words.takeTheirs}
          </Button>
        </span>
      );
  }
};
