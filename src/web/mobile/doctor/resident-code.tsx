/** The code with which a resident opens their own page: shown to be told or written down; each showing is on record. */
import { useState } from 'react';
import type { z } from 'zod';
import { ResidentCode as Code } from '../../../consortium/resident-access/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { faultSentence } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { words as table } from '../words.ts';

export const ResidentCode = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table).one;
  const kit = useWords(kitTable);
  const [code, setCode] = useState<z.infer<typeof Code> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const ask = async (renew: boolean): Promise<void> => {
    setFault(null);
    try {
      const given = await api.post(`/api/cases/${encodeURIComponent(id)}/resident-code`, { renew }, Code);
      setCode(given);
      announce(given.code);
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <section className="phone-card" aria-labelledby="code-title">
      <h2 id="code-title">{words.code}</h2>
      {code === null ? (
        <p className="note">{words.codeWhy}</p>
      ) : (
        <>
          <p>{words.codeUse(`${window.location.host}/m/r`)}</p>
          <p className="resident-code">{code.code}</p>
          <p className="note">
            {words.codeUntil(momentWords(code.expiresAt, kit, serverNow()))}{' '}
            {!code.verified && <Tag tone="warning">{kit.unverified}</Tag>}
          </p>
        </>
      )}
      {fault !== null && (
        <p className="bar danger" role="alert">
          {fault}
        </p>
      )}
      <Button className="wide" onClick={() => void ask(code !== null)}>
        {code === null ? words.codeShow : words.codeAgain}
      </Button>
    </section>
  );
};
