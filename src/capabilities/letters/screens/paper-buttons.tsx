/** The letter on paper: a preview in a tab of its own, and files to keep. */
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { letterWords } from './letter-words.ts';

export const Paper = ({
  id,
  settle,
}: {
  readonly id: string;
  readonly settle: () => Promise<boolean>;
}): React.JSX.Element => {
  const words = useWords(letterWords);
  const kit = useWords(kitTable);
  const making = useMutation({
    mutationFn: async (kind: 'pdf' | 'docx') => {
      await settle();
      const blob = await api.made(`/api/letters/${id}/${kind}`);
      const url = URL.createObjectURL(blob);
      const link = document.createElement('a');
      link.href = url;
      link.download = `${id}.${kind}`;
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
    },
  });
  return (
    <>
      <a className="button" href={`/api/letters/${id}/page`} target="_blank" rel="noreferrer">
        {words.preview}
      </a>
      {(['pdf', 'docx'] as const).map((kind) => (
        <Button key={kind} disabled={making.isPending} onClick={() => making.mutate(kind)}>
          {making.isPending && making.variables === kind ? words.making : words[kind]}
        </Button>
      ))}
      {making.isError && (
        <span className="danger" role="alert">
          {faultSentence(making.error, kit)}
        </span>
      )}
    </>
  );
};
