/** One department: what it offers, what is taken, who said so when, and the one key that says it is still so. */
import { useState } from 'react';
import type { Board, BoardDepartment } from '../../../consortium/capacity/board-shapes.ts';
import { Button } from '../../kit/button.tsx';
import { momentWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { Tag } from '../../kit/tag.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { SlotPlan } from './slot-plan.tsx';
import { useActs } from './use-capacity.ts';
import type { Acts } from './use-capacity.ts';
import { words as table } from './words.ts';

const Figures = ({ department }: { readonly department: BoardDepartment }): React.JSX.Element => {
  const words = useWords(table);
  const { quota } = department;
  if (quota === null) return <p className="note capacity-none">{words.noPlaces}</p>;
  return (
    <dl className={department.stale ? 'capacity-figures stale' : 'capacity-figures'}>
      {(['free', 'held', 'occupied', 'places'] as const).map((what) => (
        <div key={what} className={what}>
          <dt>{words[what]}</dt>
          <dd className="numbers">{quota[what]}</dd>
        </div>
      ))}
      {quota.over > 0 && (
        <div className="over">
          <dt className="unseen">{words.over(quota.over)}</dt>
          <dd className="warning">{words.over(quota.over)}</dd>
        </div>
      )}
    </dl>
  );
};

const LastWord = ({ department }: { readonly department: BoardDepartment }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { stated, stale } = department;
  return (
    <p className={stale ? 'capacity-word warning' : 'capacity-word'}>
      <Tag tone={stale ? 'warning' : 'good'}>{stale ? words.stale : words.fresh}</Tag>{' '}
      {stated === null
        ? words.never
        : `${momentWords(stated.at, kit, now)} ${words.by[stated.how](stated.by ?? words.bySystem)}`}
    </p>
  );
};

const ChangePlaces = ({
  department,
  places,
  acts,
  onClose,
}: {
  readonly department: BoardDepartment;
  readonly places: number;
  readonly acts: Acts;
  readonly onClose: () => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const [text, setText] = useState(String(places));
  const [wrong, setWrong] = useState(false);
  const id = `places-${department.id}`;
  const save = async (): Promise<void> => {
    const count = Number(text.trim());
    const fits = text.trim() !== '' && Number.isInteger(count) && count >= 0 && count <= 100_000;
    setWrong(!fits);
    if (fits && (await acts.setPlaces(department.id, count, words.saved(department.name, count)))) onClose();
  };
  return (
    <form
      className="capacity-change no-print"
      aria-label={words.changeOf(department.name)}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label htmlFor={id}>{words.placesLabel}</label>
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoFocus
        value={text}
        aria-invalid={wrong}
        aria-describedby={wrong ? `${id}-wrong` : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      <Button type="submit" kind="primary" disabled={acts.busy}>
        {words.save}
      </Button>
      <Button onClick={onClose}>{words.cancel}</Button>
      {wrong && (
        <p className="danger" role="alert" id={`${id}-wrong`}>
          {words.wholeNumber}
        </p>
      )}
    </form>
  );
};

export const DepartmentRow = ({
  department,
  board,
}: {
  readonly department: BoardDepartment;
  readonly board: Board;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const acts = useActs();
  const [open, setOpen] = useState<'places' | 'slots' | null>(null);
  const { id, name, quota, slots, wait } = department;
  const free = slots.filter(({ taken }) => !taken).length;
  const days = wait === null ? '' : wait.days < 10 ? wait.days.toFixed(1) : String(Math.round(wait.days));
  return (
    <li className="capacity-row card" data-department={id} tabIndex={-1}>
      <h2>{name}</h2>
      <Figures department={department} />
      <p className="capacity-slots">
        <span className="note">{words.slots}</span>{' '}
        {slots.length === 0 ? (
          <span className="note">{words.noClinic}</span>
        ) : (
          <span className="numbers">{words.slotsOf(free, slots.length)}</span>
        )}
        {department.slotsPostedAt !== null && (
          <span className="note"> {words.slotsPosted(momentWords(department.slotsPostedAt, kit, now))}</span>
        )}
      </p>
      <p className="capacity-wait">
        <span className="note">{words.wait}</span>{' '}
        {wait === null ? (
          <span className="note">{words.waitNone}</span>
        ) : (
          <>
            {words.waitOf(days, wait.atLeast)} <span className="note">{words.waitFrom(wait.come, wait.waiting)}</span>
          </>
        )}
      </p>
      <LastWord department={department} />
      <div className="capacity-acts no-print">
        <Button
          kind={department.stale ? 'primary' : 'plain'}
          aria-label={words.stillTrueOf(name)}
          data-still-true=""
          disabled={acts.busy}
          onClick={() => void acts.confirm(id, words.confirmedNow(name))}
        >
          {words.stillTrue}
        </Button>
        {quota !== null && (
          <Button
            aria-label={words.changeOf(name)}
            aria-expanded={open === 'places'}
            onClick={() => setOpen(open === 'places' ? null : 'places')}
          >
            {words.change}
          </Button>
        )}
        <Button
          aria-label={`${open === 'slots' ? words.closeSlots : words.openSlots} ${name}`}
          aria-expanded={open === 'slots'}
          onClick={() => setOpen(open === 'slots' ? null : 'slots')}
        >
          {open === 'slots' ? words.closeSlots : words.openSlots}
        </Button>
      </div>
      {acts.fault !== null && (
        <p className="bar danger" role="alert">
          {acts.fault}
        </p>
      )}
      {open === 'places' && quota !== null && (
        <ChangePlaces department={department} places={quota.places} acts={acts} onClose={() => setOpen(null)} />
      )}
      {open === 'slots' && <SlotPlan department={department} board={board} acts={acts} />}
    </li>
  );
};
