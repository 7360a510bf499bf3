/** 打电话 to a resident. The whole number is read when one wants to ring, from the record and audited there; never listed. */
import { useState } from 'react';
import { z } from 'zod';
import { api } from '../../kit/api.ts';
import { Icon } from '../../kit/icon.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { dialled } from '../call-button.tsx';
import { words as table } from '../words.ts';

/** FHIR Patient, as far as it is read here (R4 8.1.2). */
const Reachable = z.looseObject({
  telecom: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

export const ResidentCall = ({ id, name }: { readonly id: string; readonly name: string }): React.JSX.Element => {
  const words = useWords(table);
  const [state, setState] = useState<'idle' | 'finding' | 'none' | 'failed' | { readonly phone: string }>('idle');
  const find = async (): Promise<void> => {
    if (state === 'finding') return;
    setState('finding');
    announce(words.finding);
    try {
      const { telecom = [] } = await api.get(`/fhir/Patient/${encodeURIComponent(id)}`, Reachable);
      const phone = telecom.find(({ system, value }) => system === 'phone' && value !== undefined)?.value;
      const number = phone === undefined ? null : dialled(phone);
      if (phone === undefined || number === null) {
        setState('none');
        announce(words.noPhone);
      } else {
        setState({ phone });
        window.location.href = `tel:${number}`;
      }
    } catch {
      setState('failed');
      announce(words.phoneFailed);
    }
  };
  if (typeof state === 'object')
    return (
      <a className="row-call" href={`tel:${dialled(state.phone) ?? ''}`} aria-label={words.callWhom(name, state.phone)}>
        <Icon name="phone" />
        <span className="row-call-note">{state.phone}</span>
      </a>
    );
  return (
    <button type="button" className="row-call" aria-label={words.callResident(name)} onClick={() => void find()}>
      <Icon name="phone" />
      {state === 'none' && <span className="row-call-note">{words.noPhone}</span>}
      {state === 'failed' && <span className="row-call-note">{words.phoneFailed}</span>}
    </button>
  );
};
