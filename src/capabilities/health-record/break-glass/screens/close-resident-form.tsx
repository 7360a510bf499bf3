/** The form of a new entry: what it is, whose, which resident by a whole number, and on what ground. */
import { useState } from 'react';
import { CLOSE_KINDS, RELATIONSHIPS } from '../../../../consortium/access/close-resident-shapes.ts';
import type { CloseBody, CloseList } from '../../../../consortium/access/close-resident-shapes.ts';
import { Button } from '../../../../web/kit/button.tsx';
import { FieldFrame } from '../../../../web/kit/field.tsx';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { Segmented } from '../../../../web/kit/segmented.tsx';
import { faultSentence } from '../../../../web/kit/states.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import { closeWords } from './close-resident-words.ts';

const EMPTY: CloseBody = { kind: 'relative', number: '', person: null, relationship: null, reason: '' };

export const EnterClose = ({
  staff,
  enter,
}: {
  readonly staff: CloseList['staff'];
  readonly enter: (body: CloseBody) => Promise<void>;
}): React.JSX.Element => {
  const words = useWords(closeWords);
  const kit = useWords(kitTable);
  const [entry, setEntry] = useState(EMPTY);
  const [fault, setFault] = useState<string | null>(null);
  const [sending, setSending] = useState(false);
  const put = (change: Partial<CloseBody>): void => setEntry((before) => ({ ...before, ...change }));
  const { kind, number, person, relationship, reason } = entry;
  const submit = async (): Promise<void> => {
    const missing =
      number.trim() === '' ||
      reason.trim().length < 2 ||
      (kind !== 'watched' && person === null) ||
      (kind === 'relative' && relationship === null);
    setFault(missing ? words.need : null);
    if (missing || sending) return;
    setSending(true);
    try {
      await enter(entry);
      setEntry({ ...EMPTY, kind });
    } catch (failed) {
      setFault(faultSentence(failed, kit));
    } finally {
      setSending(false);
    }
  };
  return (
    <section className="card" aria-labelledby="close-enter">
      <h2 id="close-enter">{words.enter}</h2>
      <form
        className="form-fields close-form"
        aria-labelledby="close-enter"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <FieldFrame id="close-kind" label={words.kind} required group error={undefined}>
          <span className="unseen" id="close-kind-label">
            {words.kind}
          </span>
          <Segmented
            labelledBy="close-kind-label"
            value={kind}
            onChoose={(chosen) => put({ kind: chosen })}
            options={CLOSE_KINDS.map((code) => ({ code, label: words.kinds[code] }))}
          />
          <p className="note">{words.kindNote[kind]}</p>
        </FieldFrame>
        {kind !== 'watched' && (
          <FieldFrame id="close-person" label={words.person} required group={false} error={undefined}>
            <select
              id="close-person"
              aria-required
              value={person ?? ''}
              onChange={(event) => put({ person: event.target.value === '' ? null : event.target.value })}
            >
              <option value="">{words.choosePerson}</option>
              {staff.map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {name} {wordOf(kit.roles, role)}
                </option>
              ))}
            </select>
          </FieldFrame>
        )}
        {kind === 'relative' && (
          <FieldFrame id="close-relationship" label={words.relationship} required group error={undefined}>
            <span className="unseen" id="close-relationship-label">
              {words.relationship}
            </span>
            <Segmented
              labelledBy="close-relationship-label"
              value={relationship}
              onChoose={(chosen) => put({ relationship: chosen })}
              options={RELATIONSHIPS.map((code) => ({ code, label: words.relationships[code] }))}
            />
          </FieldFrame>
        )}
        <FieldFrame id="close-number" label={words.number} required group={false} error={undefined}>
          <input
            id="close-number"
            type="text"
            autoComplete="off"
            spellCheck={false}
            aria-required
            maxLength={100}
            value={number}
            onChange={(event) => put({ number: event.target.value })}
          />
        </FieldFrame>
        <FieldFrame id="close-reason" label={words.reason} required group={false} error={undefined}>
          <input
            id="close-reason"
            type="text"
            aria-required
            maxLength={200}
            placeholder={words.reasonHint}
            value={reason}
            onChange={(event) => put({ reason: event.target.value })}
          />
        </FieldFrame>
        {fault !== null && (
          <p className="danger close-acts" role="alert">
            {fault}
          </p>
        )}
        <p className="close-acts">
          <Button kind="primary" type="submit" aria-disabled={sending}>
            {sending ? words.saving : words.save}
          </Button>
        </p>
      </form>
    </section>
  );
};
