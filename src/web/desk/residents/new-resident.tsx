/** 登记新居民: the identity number first; it fills what it says, and finds out whether the person is known already. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { REGISTRATION_REASONS, ResidentRow } from '../../../consortium/shapes.ts';
import { api, ProblemError } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf } from '../../kit/civil.ts';
import { useConnection } from '../../kit/connection.ts';
import { FieldFrame } from '../../kit/field.tsx';
import { useLanguage, useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { Segmented } from '../../kit/segmented.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { isNumber, useAsked } from './address-state.ts';
import { EMPTY, isFilled, newResidentBody, newResidentFaults, withNumber } from './new-resident-check.ts';
import type { NewResident, NewResidentFaults } from './new-resident-check.ts';
import { words as table } from './words.ts';
import './residents.css';

const Created = ResidentRow.pick({ id: true });

type FieldProps = {
  readonly name: 'identityNumber' | 'name' | 'birthDate' | 'phone' | 'address';
  readonly label: string;
  readonly required?: boolean;
  readonly type?: 'text' | 'date' | 'tel';
  readonly value: string;
  readonly error: string | undefined;
  readonly note?: string | undefined;
  readonly readOnly?: boolean;
  readonly placeholder?: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
};

const TextField = (props: FieldProps): React.JSX.Element => {
  const id = `new-${props.name}`;
  return (
    <FieldFrame id={id} label={props.label} required={props.required === true} group={false} error={props.error}>
      <input
        id={id}
        type={props.type === 'date' ? 'date' : 'text'}
        inputMode={props.type === 'tel' ? 'tel' : undefined}
        autoComplete="off"
        spellCheck={false}
        value={props.value}
        readOnly={props.readOnly === true}
        placeholder={props.placeholder}
        aria-required={props.required === true}
        aria-invalid={props.error !== undefined}
        aria-describedby={
          props.error === undefined ? (props.note === undefined ? undefined : `${id}-note`) : `${id}-fault`
        }
        onChange={(event) => props.onChange(event.target.value)}
        onBlur={props.onBlur}
      />
      {props.note !== undefined && (
        <p className="note" id={`${id}-note`}>
          {props.note}
        </p>
      )}
    </FieldFrame>
  );
};

type Refusal = { readonly duplicate: boolean; readonly sentence: string };

export const NewResidentScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const navigate = useNavigate();
  const asked = useAsked();
  const offline = useConnection().state === 'offline';
  const [form, setForm] = useState<NewResident>(() =>
    asked !== null && isNumber(asked.q) ? withNumber(EMPTY, asked.q) : EMPTY,
  );
  // A field is judged once it was left, all of them after 登记.
  const [left, setLeft] = useState<ReadonlySet<keyof NewResident>>(new Set());
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [sending, setSending] = useState(false);
  // A registrar registers and does not read: told here instead of being sent to a record.
  const [done, setDone] = useState<string | null>(null);
  const { role } = useSession();
  const faults = newResidentFaults(form, dayOf(serverNow()), words, language);
  const errorOf = (field: keyof NewResident): string | undefined =>
    tried || left.has(field) ? faults[field] : undefined;
  const leave = (field: keyof NewResident) => (): void => {
    if (form[field] !== '') setLeft((before) => new Set([...before, field]));
  };
  const put = (change: Partial<NewResident>): void => {
    setRefusal(null);
    setForm((before) => ({ ...before, ...change }));
  };
  const focusFirst = (found: NewResidentFaults): void => {
    const [first] = Object.keys(found);
    const element =
      document.getElementById(`new-${first ?? ''}`) ??
      document.querySelector(`[aria-labelledby="new-${first ?? ''}-label"] input`);
    if (element instanceof HTMLElement) element.focus();
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    const body = newResidentBody(form);
    if (Object.keys(faults).length > 0 || body === undefined) {
      focusFirst(faults);
      return;
    }
    setSending(true);
    setRefusal(null);
    try {
      const made = await api.post('/api/residents', body, Created);
      announce(words.newDone(body.name));
      if (role.role === 'registrar') setDone(body.name);
      else await navigate({ to: '/residents/$id', params: { id: made.id } });
    } catch (fault) {
      const duplicate = fault instanceof ProblemError && fault.status === 409;
      setRefusal({ duplicate, sentence: faultSentence(fault, kit) });
    } finally {
      setSending(false);
    }
  };
  const filled = isFilled(form);
  if (done !== null)
    return (
      <Empty title={words.newDone(done)} why={words.readsRecord}>
        <span className="residents-acts">
          <Button
            onClick={() => {
              setDone(null);
              setTried(false);
              setLeft(new Set());
              setForm(EMPTY);
            }}
          >
            {words.another}
          </Button>
          <Link to="/residents">{words.back}</Link>
        </span>
      </Empty>
    );
  return (
    <div className="residents">
      <PageHead title={words.newResident} note={words.newWhy}>
        <Link to="/residents" className="button">
          {words.back}
        </Link>
      </PageHead>
      <form
        className="card new-resident form-fields"
        noValidate
        aria-label={words.newResident}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          name="identityNumber"
          label={words.identityNumber}
          required={!form.withoutNumber}
          value={form.identityNumber}
          readOnly={form.withoutNumber}
          error={errorOf('identityNumber')}
          note={form.withoutNumber ? words.noIdentityWhy : filled ? words.filledFromNumber : undefined}
          onChange={(text) => {
            setRefusal(null);
            setForm((before) => withNumber(before, text));
          }}
          onBlur={leave('identityNumber')}
        />
        <label className="new-without">
          <input
            type="checkbox"
            checked={form.withoutNumber}
            onChange={(event) => put({ withoutNumber: event.target.checked, identityNumber: '' })}
          />
          <span>{words.noIdentityNumber}</span>
        </label>
        <TextField
          name="name"
          label={words.name}
          required
          value={form.name}
          error={errorOf('name')}
          onChange={(name) => put({ name })}
          onBlur={leave('name')}
        />
        <FieldFrame id="new-gender" label={words.gender} required group error={errorOf('gender')}>
          <span className="unseen" id="new-gender-label">
            {words.gender}
          </span>
          <Segmented
            labelledBy="new-gender-label"
            invalid={errorOf('gender') !== undefined}
            describedBy={errorOf('gender') === undefined ? undefined : 'new-gender-fault'}
            value={form.gender}
            onChoose={(gender) => put({ gender })}
            options={(['male', 'female', 'unknown'] as const).map((code) => ({ code, label: words.genders[code] }))}
          />
        </FieldFrame>
        <TextField
          name="birthDate"
          label={words.birthDate}
          type="date"
          required
          value={form.birthDate}
          error={errorOf('birthDate')}
          onChange={(birthDate) => put({ birthDate })}
          onBlur={leave('birthDate')}
        />
        <TextField
          name="phone"
          label={words.phone}
          type="tel"
          value={form.phone}
          placeholder={words.optional}
          error={errorOf('phone')}
          onChange={(phone) => put({ phone })}
          onBlur={leave('phone')}
        />
        <TextField
          name="address"
          label={words.address}
          value={form.address}
          placeholder={words.optional}
          error={errorOf('address')}
          onChange={(address) => put({ address })}
        />
        <FieldFrame id="new-reason" label={words.reason} required group error={errorOf('reason')}>
          <span className="unseen" id="new-reason-label">
            {words.reason}
          </span>
          <Segmented
            labelledBy="new-reason-label"
            invalid={errorOf('reason') !== undefined}
            describedBy={errorOf('reason') === undefined ? undefined : 'new-reason-fault'}
            value={form.reason}
            onChoose={(reason) => put({ reason })}
            options={REGISTRATION_REASONS.map((code) => ({ code, label: words.reasons[code] }))}
          />
        </FieldFrame>
        {refusal !== null && (
          <div className="bar danger" role="alert">
            <span>
              {refusal.duplicate && `${words.duplicate} `}
              {!refusal.duplicate && refusal.sentence}
            </span>
            {refusal.duplicate && (
              <Link
                to="/residents/find"
                state={{ q: form.identityNumber.trim(), at: Date.now() } as never}
                className="button"
              >
                {words.duplicateDo}
              </Link>
            )}
          </div>
        )}
        {offline && <p className="bar">{words.offline}</p>}
        <p className="new-acts">
          <Button kind="primary" type="submit" aria-disabled={sending || offline}>
            {sending ? words.saving : words.newDo}
          </Button>
          <Link to="/residents" className="button">
            {words.cancel}
          </Link>
        </p>
      </form>
    </div>
  );
};
