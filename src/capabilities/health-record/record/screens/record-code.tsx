/** 给居民查看码: how the resident was known comes first; then the code, to be told or written down, once. */
import { useState } from 'react';
import type { z } from 'zod';
import { RECORD_PROOFS, ResidentCode } from '../../../../consortium/resident-access/shapes.ts';
import { api } from '../../../../web/kit/api.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { momentWords } from '../../../../web/kit/civil.ts';
import { Drawer } from '../../../../web/kit/drawer.tsx';
import { useWords } from '../../../../web/kit/language.ts';
import { announce } from '../../../../web/kit/live-region.tsx';
import { Segmented } from '../../../../web/kit/segmented.tsx';
import { serverNow } from '../../../../web/kit/server-time.ts';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { Tag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { words as table } from '../words/code.ts';

type Proof = (typeof RECORD_PROOFS)[number];

const Give = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [proof, setProof] = useState<Proof | null>(null);
  const [given, setGiven] = useState<z.infer<typeof ResidentCode> | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const give = async (): Promise<void> => {
    if (proof === null) {
      setFault(words.proofNeed);
      return;
    }
    setFault(null);
    try {
      const code = await api.post(`/api/residents/${encodeURIComponent(id)}/record-code`, { proof }, ResidentCode);
      setGiven(code);
      announce(code.code);
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <div className="rec-pane">
      <h2>{words.title}</h2>
      <p>{words.why}</p>
      {given === null ? (
        <form
          className="rec-list"
          onSubmit={(event) => {
            event.preventDefault();
            void give();
          }}
        >
          <span id="rec-proof-label" className="strong">
            {words.proof}
          </span>
          <Segmented
            labelledBy="rec-proof-label"
            invalid={fault !== null && proof === null}
            describedBy={fault === null ? undefined : 'rec-proof-fault'}
            value={proof}
            onChoose={setProof}
            options={RECORD_PROOFS.map((code) => ({ code, label: words.proofs[code] }))}
          />
          {fault !== null && (
            <p className="danger" id="rec-proof-fault" role="alert">
              {fault}
            </p>
          )}
          <Button kind="primary" type="submit">
            {words.give}
          </Button>
        </form>
      ) : (
        <>
          <p className="rec-code">{given.code}</p>
          <p>{words.use(`${window.location.host}/m/r`)}</p>
          <p className="note">
            {words.until(momentWords(given.expiresAt, kit, serverNow()))}{' '}
            {!given.verified && <Tag tone="warning">{kit.unverified}</Tag>}
          </p>
        </>
      )}
    </div>
  );
};

export const GiveCode = ({ id }: { readonly id: string }): React.JSX.Element => {
  const words = useWords(table);
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{words.button}</Button>
      {open && (
        <Drawer label={words.title} onClose={() => setOpen(false)}>
          <Give id={id} />
        </Drawer>
      )}
    </>
  );
};
