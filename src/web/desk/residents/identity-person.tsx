/** Name and particulars, corrected or given later with a reason; and finding out who somebody is whom nobody knows. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { z } from 'zod';
import type { IdentityView } from '../../../consortium/residents/shapes.ts';
import { api } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { FieldFrame } from '../../kit/field.tsx';
import { useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { Facts } from '../../kit/page.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { faultSentence } from '../../kit/states.tsx';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { useChange } from './identity-cards.tsx';
import { TextField } from './new-resident-field.tsx';
import { registeringWords } from './registering-words.ts';
import { words as table } from './words.ts';

type Editing = { readonly view: IdentityView; readonly onDone: () => Promise<void> };

const PersonForm = ({ view, onDone, onClose }: Editing & { readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(registeringWords);
  const list = useWords(table);
  const { change, fault, busy } = useChange({ view, onDone });
  const [form, setForm] = useState({
    name: view.nameless === null ? view.name : '',
    gender: view.gender,
    birthDate: view.birthDate?.length === 10 ? view.birthDate : '',
    phone: view.phone ?? '',
    address: view.address ?? '',
    reason: '',
  });
  const [tried, setTried] = useState(false);
  const put = (key: keyof typeof form) => (value: string) => setForm((before) => ({ ...before, [key]: value }));
  const submit = async (): Promise<void> => {
    setTried(true);
    if (form.name.trim() === '' || form.reason.trim().length < 2) return;
    const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
    const said = {
      ...form,
      birthDate: orNull(form.birthDate),
      phone: orNull(form.phone),
      address: orNull(form.address),
    };
    if (await change('person', said)) onClose();
  };
  return (
    <form
      className="form-fields id-form"
      aria-label={words.correct}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <TextField
        name="name"
        label={list.name}
        required
        value={form.name}
        error={tried && form.name.trim() === '' ? list.need.name : undefined}
        onChange={put('name')}
      />
      <FieldFrame id="new-gender" label={list.gender} required group error={undefined}>
        <span className="unseen" id="new-gender-label">
          {list.gender}
        </span>
        <Segmented
          labelledBy="new-gender-label"
          value={form.gender}
          onChoose={(gender) => setForm((before) => ({ ...before, gender }))}
          options={(['male', 'female', 'unknown'] as const).map((code) => ({ code, label: list.genders[code] }))}
        />
      </FieldFrame>
      <TextField
        name="birthDate"
        label={list.birthDate}
        type="date"
        value={form.birthDate}
        error={undefined}
        onChange={put('birthDate')}
      />
      <TextField
        name="phone"
        label={list.phone}
        type="tel"
        value={form.phone}
        error={undefined}
        onChange={put('phone')}
      />
      <TextField name="address" label={list.address} value={form.address} error={undefined} onChange={put('address')} />
      <TextField
        name="reason"
        label={words.reason}
        required
        value={form.reason}
        error={tried && form.reason.trim().length < 2 ? words.reasonNeed : undefined}
        onChange={put('reason')}
      />
      {fault !== null && (
        <p className="danger" role="alert">
          {fault}
        </p>
      )}
      <p className="new-acts">
        <Button kind="primary" type="submit" aria-disabled={busy}>
          {busy ? words.saving : words.save}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </p>
    </form>
  );
};

export const Person = ({ view, onDone }: Editing): React.JSX.Element => {
  const words = useWords(registeringWords);
  const list = useWords(table);
  const [editing, setEditing] = useState(false);
  const { birthDate } = view;
  const born =
    birthDate === null ? words.missing : birthDate.length === 10 ? birthDate : words.birthYear(birthDate.slice(0, 4));
  return (
    <section className="card id-part" aria-labelledby="id-person">
      <header>
        <h2 id="id-person">{words.person}</h2>
        {!editing && (
          <Button
            kind={view.nameless === null ? 'plain' : 'primary'}
            className="no-print"
            onClick={() => setEditing(true)}
          >
            {view.nameless === null ? words.correct : words.nameThem}
          </Button>
        )}
      </header>
      {editing ? (
        <PersonForm view={view} onDone={onDone} onClose={() => setEditing(false)} />
      ) : (
        <Facts
          rows={[
            {
              label: list.name,
              value: (
                <>
                  <b>{view.name}</b>{' '}
                  {view.nameless !== null && <Tag tone="warning">{words.nameless[view.nameless]}</Tag>}
                </>
              ),
            },
            { label: list.gender, value: list.genders[view.gender] },
            { label: list.birthDate, value: born },
            { label: list.phone, value: view.phone ?? words.missing },
            { label: list.address, value: view.address ?? words.missing },
            ...(view.mother === null
              ? []
              : [
                  {
                    label: words.mother,
                    value: (
                      <Link to="/residents/$id" params={{ id: view.mother.id }}>
                        {view.mother.name}
                      </Link>
                    ),
                  },
                ]),
            ...(view.features === null ? [] : [{ label: words.features, value: view.features }]),
          ]}
        />
      )}
    </section>
  );
};

const Reported = z.object({ caseId: z.string() });

/** Somebody nobody knew turns out to be a resident of the region: asked for by a whole number, decided by a person. */
export const Identify = ({ view, onDone }: Editing): React.JSX.Element => {
  const words = useWords(registeringWords);
  const kit = useWords(kitTable);
  const [number, setNumber] = useState('');
  const [fault, setFault] = useState<string | undefined>(undefined);
  const [opened, setOpened] = useState<string | null>(null);
  const ask = async (): Promise<void> => {
    setFault(undefined);
    if (number.trim() === '') return;
    try {
      const { caseId } = await api.post('/api/identity/pairs', { one: view.id, number: number.trim() }, Reported);
      setOpened(caseId);
      announce(words.identified);
      await onDone();
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    }
  };
  return (
    <section className="card id-part no-print" aria-labelledby="id-identify">
      <header>
        <h2 id="id-identify">{words.identify}</h2>
      </header>
      <p className="note">{words.identifyWhy}</p>
      {view.nameless !== null && <p className="note">{words.identifyUnknown}</p>}
      {opened === null ? (
        <form
          className="form-fields id-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <TextField name="identify" label={words.identifyNumber} value={number} error={fault} onChange={setNumber} />
          <p className="new-acts">
            <Button type="submit">{words.identifyDo}</Button>
          </p>
        </form>
      ) : (
        <p className="good strong" role="status">
          {words.identified} <Link to={`/identity/${opened}`}>{words.openCase}</Link>
        </p>
      )}
    </section>
  );
};
