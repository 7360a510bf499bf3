/** Choosing a department: searched by name, with what is free said before it is chosen. */
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Candidates } from '../../../consortium/shapes.ts';
import type { Candidate } from '../../../consortium/shapes.ts';
import { api, queryString } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { enterOptions, moveAmongOptions } from '../../../web/kit/radio-keys.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { reasonsOf, whyNot } from './candidate-words.ts';
import { words as table } from './case-words.ts';
import { useWording } from './use-matching.ts';

/** Reassigning stays in the house, passing on leaves it; a new attempt may go anywhere but home. */
const fitsStep = (step: string, view: CaseView, { organisation }: Candidate): boolean => {
  const receiver = view.receiver.organisation.id;
  if (step === 'reassign') return organisation.id === receiver;
  if (step === 'redirect' || step === 'pass-on')
    return organisation.id !== receiver && organisation.id !== view.sender.id;
  return organisation.id !== view.sender.id;
};

const kindOf = (view: CaseView): 'inpatient' | 'outpatient' =>
  view.summary['visit'] === 'outpatient' ? 'outpatient' : 'inpatient';

const Choice = ({
  candidate,
  current,
  chosen,
  stop,
  onChoose,
}: {
  readonly candidate: Candidate;
  readonly current: boolean;
  readonly chosen: boolean;
  /** Where Tab stops in the list. */
  readonly stop: boolean;
  readonly onChoose: () => void;
}) => {
  const words = useWords(table).department;
  const kit = useWords(kitTable);
  const language = useLanguage();
  const wording = useWording();
  const { department, organisation, quota, slots } = candidate;
  const free =
    quota !== null
      ? words.free(quota.free, quota.places)
      : slots.length > 0
        ? words.slots(slots.length)
        : words.noQuota;
  return (
    <button
      type="button"
      role="radio"
      aria-checked={chosen}
      tabIndex={stop ? 0 : -1}
      disabled={current}
      className="department"
      onClick={onChoose}
    >
      <span>
        <span className="strong">{organisation.shortName}</span> {department.name}{' '}
        {chosen && <Tag tone="primary">{words.chosen}</Tag>}
        {current && <Tag>{words.current}</Tag>}
      </span>
      <span className="numbers">{free}</span>
      <span className="note dotted">
        {quota !== null && <span>{words.updated(momentWords(quota.updatedAt, kit, serverNow()))}</span>}
        {reasonsOf(candidate, language, wording).map((reason) => (
          <span key={reason}>{reason}</span>
        ))}
        {!candidate.fits && <span className="warning">{whyNot(candidate, language, wording, words.between)}</span>}
        {department.phone !== null && <span>{department.phone}</span>}
      </span>
    </button>
  );
};

export const DepartmentPick = ({
  id,
  value,
  error,
  onChange,
  view,
  step,
}: PickProps & { readonly view: CaseView; readonly step: string }): React.JSX.Element => {
  const words = useWords(table).department;
  const [text, setText] = useState('');
  const [alike, setAlike] = useState(true);
  const list = useRef<HTMLDivElement>(null);
  const kind = kindOf(view);
  const within = step === 'reassign' ? 'own' : 'others';
  // in the house it goes to another kind of department; elsewhere the same one is looked for
  const like = within === 'others' && alike ? view.receiver.department?.id : undefined;
  const found = useQuery({
    queryKey: ['departments', kind, within, view.id, like, text.trim()],
    queryFn: ({ signal }) =>
      api.get(
        `/api/departments${queryString({
          kind,
          within,
          subject: view.id,
          urgency: view.urgency,
          resident: view.resident?.id,
          count: 100,
          like,
          q: text.trim() === '' ? undefined : text.trim(),
        })}`,
        Candidates,
        signal,
      ),
    placeholderData: (before) => before,
  });
  const items = (found.data?.items ?? []).filter((candidate) => fitsStep(step, view, candidate));
  const isCurrent = ({ department }: Candidate): boolean =>
    department.id === view.receiver.department?.id && step === 'reassign';
  const stop = (items.find(({ department }) => department.id === value) ?? items.find((item) => !isCurrent(item)))
    ?.department.id;
  return (
    <div className="departments">
      <input
        id={id}
        type="search"
        autoComplete="off"
        aria-label={words.find}
        placeholder={words.find}
        value={text}
        {...(error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          enterOptions(list.current);
        }}
      />
      {within === 'others' && view.receiver.department !== null && (
        <button type="button" className="chip" aria-pressed={alike} onClick={() => setAlike(!alike)}>
          {words.alike(view.receiver.department.name)}
        </button>
      )}
      {found.isError && <ErrorState what={words.find} fault={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <p className="note">{words.loading}</p>}
      {found.data !== undefined && items.length === 0 && (
        <p className="note">
          {words.none} {words.noneWhy}
        </p>
      )}
      {items.length > 0 && (
        <div
          ref={list}
          role="radiogroup"
          tabIndex={-1}
          aria-label={words.list}
          className="department-list"
          onKeyDown={moveAmongOptions}
        >
          {items.map((candidate) => (
            <Choice
              key={candidate.department.id}
              candidate={candidate}
              current={isCurrent(candidate)}
              chosen={candidate.department.id === value}
              stop={candidate.department.id === stop}
              onChoose={() => onChange(candidate.department.id)}
            />
          ))}
        </div>
      )}
    </div>
  );
};
