/**
 * 登记新居民: the identity number first; it fills what it says. Before anything is saved the region is asked who this may be, and of
 * each one says whether it is the same person.
 */
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { LikelyFound, RESIDENT_KINDS } from '../../../consortium/residents/shapes.ts';
import type { LikelyResident } from '../../../consortium/residents/shapes.ts';
import { Registered, REGISTRATION_REASONS, ResidentRow } from '../../../consortium/shapes.ts';
import { api, ProblemError } from '../../kit/api.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf } from '../../kit/civil.ts';
import { useConnection } from '../../kit/connection.ts';
import { FieldFrame } from '../../kit/field.tsx';
import { useLanguage, useWords } from '../../kit/language.ts';
import { announce } from '../../kit/live-region.tsx';
import { PageHead } from '../../kit/page.tsx';
import { onceReleased } from '../../kit/released.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, faultSentence } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { isNumber, useAsked } from './address-state.ts';
import { decidedOf, LikelyResidents } from './likely-residents.tsx';
import type { Choices } from './likely-residents.tsx';
import { asKind, EMPTY, newResidentBody, newResidentFaults, withNumber } from './new-resident-check.ts';
import type { NewResident, NewResidentFaults } from './new-resident-check.ts';
import { NewResidentFields } from './new-resident-fields.tsx';
import { registeringWords } from './registering-words.ts';
import { words as table } from './words.ts';
import './residents.css';

const Created = ResidentRow.pick({ id: true });

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
  const [found, setFound] = useState<ReturnType<typeof LikelyFound.parse> | null>(null);
  const [choices, setChoices] = useState<Choices>({});
  const [undecided, setUndecided] = useState(false);
  const registering = useWords(registeringWords);
  // A registrar registers and does not read: told here instead of being sent to a record.
  const [done, setDone] = useState<string | null>(null);
  const { role } = useSession();
  const faults = newResidentFaults(form, dayOf(serverNow()), words, language);
  const errorOf = (field: keyof NewResident): string | undefined =>
    tried || left.has(field) ? faults[field] : undefined;
  const leave = (field: keyof NewResident) => (): void => {
    if (form[field] !== '') onceReleased(() => setLeft((before) => new Set([...before, field])));
  };
  const put = (change: Partial<NewResident>): void => {
    setRefusal(null);
    // other particulars, other people it may be
    setFound(null);
    setForm((before) => ({ ...before, ...change }));
  };
  const focusFirst = (found: NewResidentFaults): void => {
    const [first] = Object.keys(found);
    const element =
      document.getElementById(`new-${first ?? ''}`) ??
      document.querySelector(`[aria-labelledby="new-${first ?? ''}-label"] input`);
    if (element instanceof HTMLElement) element.focus();
  };
  const landed = async (id: string, said: string): Promise<void> => {
    announce(said);
    if (role.role === 'registrar') setDone(said);
    else await navigate({ to: '/residents/$id', params: { id } });
  };
  /** Sends once at a time; whatever fails is said and nothing that was typed is lost. */
  const sent = async (work: () => Promise<void>): Promise<void> => {
    if (sending) return;
    setSending(true);
    setRefusal(null);
    try {
      await work();
    } catch (fault) {
      const problem = fault instanceof ProblemError ? fault.problem : undefined;
      const met = LikelyFound.safeParse(problem);
      if (problem?.code === 'resident.likely' && met.success) {
        setFound(met.data);
        announce(registering.likelyTitle(met.data.likely.length));
        requestAnimationFrame(() => document.getElementById('likely-title')?.focus());
      } else {
        const duplicate = problem?.code === 'resident.exists';
        setRefusal({ duplicate, sentence: faultSentence(fault, kit) });
      }
    } finally {
      setSending(false);
    }
  };
  const submit = async (): Promise<void> => {
    setTried(true);
    const body = newResidentBody(form, dayOf(serverNow()));
    if (Object.keys(faults).length > 0 || body === undefined) {
      focusFirst(faults);
      return;
    }
    const decided = found === null ? [] : decidedOf(found.likely, choices);
    if (decided === undefined) {
      setUndecided(true);
      document.getElementById('likely-title')?.focus();
      return;
    }
    await sent(async () => {
      const made = await api.post('/api/residents', { ...body, decided }, Created);
      await landed(made.id, words.newDone(body.name === '' ? registering.kinds[form.kind] : body.name));
    });
  };
  const registerInstead = (one: LikelyResident): Promise<void> =>
    sent(async () => {
      await api.post(`/api/residents/${one.id}/registration`, { reason: form.reason ?? 'visit' }, Registered);
      await landed(one.id, words.registeredOpen);
    });
  if (done !== null)
    return (
      <Empty title={done} why={words.readsRecord}>
        <span className="residents-acts">
          <Button
            onClick={() => {
              setDone(null);
              setTried(false);
              setLeft(new Set());
              setFound(null);
              setChoices({});
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
        <FieldFrame id="new-kind" label={registering.kind} required={false} group error={undefined}>
          <span className="unseen" id="new-kind-label">
            {registering.kind}
          </span>
          <Segmented
            labelledBy="new-kind-label"
            value={form.kind}
            onChoose={(kind) => {
              setRefusal(null);
              setFound(null);
              setForm((before) => asKind(before, kind));
            }}
            options={RESIDENT_KINDS.map((code) => ({ code, label: registering.kinds[code] }))}
          />
          {form.kind !== 'known' && (
            <p className="note">{form.kind === 'newborn' ? registering.newbornWhy : registering.unnamedWhy}</p>
          )}
        </FieldFrame>
        <NewResidentFields form={form} errorOf={errorOf} leave={leave} put={put} />
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
        {found !== null && (
          <LikelyResidents
            found={found}
            choices={choices}
            tried={undecided}
            onChoose={(id, choice) => {
              setUndecided(false);
              setChoices((before) => ({ ...before, [id]: choice }));
            }}
            onSame={(one) => void registerInstead(one)}
          />
        )}
        {undecided && (
          <p className="danger" role="alert">
            {registering.decideNeed}
          </p>
        )}
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
