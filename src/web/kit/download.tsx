/** A button that fetches a file and lets the browser keep it; a refusal is a sentence beside it, never a page of its own. */
import { useState } from 'react';
import { api } from './api.ts';
import { Button } from './button.tsx';
import { useWords } from './language.ts';
import { faultSentence } from './states.tsx';
import { words as table } from './words.ts';

/** How long the browser may take to begin keeping the file. */
const KEPT = 60_000;

/** Fetches a file and hands it to the browser under the name the server gave it. */
export const keepFile = async (path: string): Promise<void> => {
  const { name, blob } = await api.download(path);
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(url), KEPT);
};

export const DownloadButton = ({
  path,
  label,
  kind = 'plain',
  small = false,
}: {
  readonly path: string;
  readonly label: string;
  readonly kind?: 'plain' | 'link';
  readonly small?: boolean;
}): React.JSX.Element => {
  const kit = useWords(table);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const fetchIt = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      await keepFile(path);
    } catch (error) {
      setFault(faultSentence(error, kit));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button kind={kind} small={small} disabled={busy} aria-busy={busy} onClick={() => void fetchIt()}>
        {label}
      </Button>
      {fault !== null && (
        <span className="danger" role="alert">
          {fault}
        </span>
      )}
    </>
  );
};
