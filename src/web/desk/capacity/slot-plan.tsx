/** A department's appointments of the coming days: whose they are, adding one, taking one out. */
import { useState } from 'react';
import type { Board, BoardDepartment, BoardSlot } from '../../../consortium/capacity/board-shapes.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords, instantText, momentWords, timeOf, weekdayWords } from '../../kit/civil.ts';
import { useWords } from '../../kit/language.ts';
import { useServerNow } from '../../kit/server-time.ts';
import { words as kitTable } from '../../kit/words.ts';
import type { Acts } from './use-capacity.ts';
import { words as table } from './words.ts';

const Slot = ({ slot, acts }: { readonly slot: BoardSlot; readonly acts: Acts }): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const when = momentWords(slot.startsAt, kit, now);
  const kept = slot.familyDoctorsUntil !== null && new Date(slot.familyDoctorsUntil) > now;
  return (
    <li className={slot.taken ? 'capacity-slot taken' : 'capacity-slot'}>
      <b className="numbers">{timeOf(new Date(slot.startsAt))}</b>
      {slot.clinic !== null && <span>{slot.clinic}</span>}
      <span className="note">
        {slot.taken
          ? words.taken
          : kept
            ? words.familyFirst(momentWords(slot.familyDoctorsUntil ?? '', kit, now))
            : words.forAll}
      </span>
      {!slot.taken && (
        <Button
          kind="link"
          className="no-print"
          aria-label={words.withdrawOf(when)}
          disabled={acts.busy}
          onClick={() => void acts.withdraw(slot.id, words.withdrawn(when))}
        >
          {words.withdraw}
        </Button>
      )}
    </li>
  );
};

type Typed = { readonly day: string; readonly time: string; readonly minutes: string; readonly all: boolean };

const AddSlot = ({
  department,
  board,
  acts,
}: {
  readonly department: BoardDepartment;
  readonly board: Board;
  readonly acts: Acts;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const [typed, setTyped] = useState<Typed>({ day: board.days[1] ?? '', time: '', minutes: '30', all: false });
  const [wrong, setWrong] = useState<string | null>(null);
  const id = `add-${department.id}`;
  const submit = async (): Promise<void> => {
    const startsAt = instantText(typed.day, typed.time.trim());
    const minutes = Number(typed.minutes.trim());
    const badMinutes = !Number.isInteger(minutes) || minutes < 5 || minutes > 240;
    const fault = startsAt === undefined ? words.timeForm : badMinutes ? words.minutesForm : null;
    setWrong(fault);
    if (startsAt === undefined || fault !== null) return;
    const when = `${dayWords(typed.day, kit)} ${typed.time.trim()}`;
    const releasedTo = typed.all ? 'all' : 'family-doctors';
    if (await acts.addSlot(department.id, { startsAt, minutes, releasedTo }, words.added(when)))
      setTyped({ ...typed, time: '' });
  };
  return (
    <form
      className="capacity-add no-print"
      aria-label={words.add}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <label>
        <span>{words.day}</span>
        <select value={typed.day} onChange={(event) => setTyped({ ...typed, day: event.target.value })}>
          {board.days.map((day) => (
            <option key={day} value={day}>
              {dayWords(day, kit)} {weekdayWords(day, kit)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.time}</span>
        <input
          type="text"
          inputMode="numeric"
          placeholder="09:00"
          value={typed.time}
          aria-describedby={wrong === null ? undefined : `${id}-wrong`}
          onChange={(event) => setTyped({ ...typed, time: event.target.value })}
        />
      </label>
      <label>
        <span>{words.minutes}</span>
        <input
          type="text"
          inputMode="numeric"
          value={typed.minutes}
          onChange={(event) => setTyped({ ...typed, minutes: event.target.value })}
        />
      </label>
      <label>
        <span>{words.releasedTo}</span>
        <select
          value={typed.all ? 'all' : 'family-doctors'}
          onChange={(event) => setTyped({ ...typed, all: event.target.value === 'all' })}
        >
          <option value="family-doctors">{words.familyDoctors}</option>
          <option value="all">{words.all}</option>
        </select>
      </label>
      <Button type="submit" disabled={acts.busy}>
        {words.add}
      </Button>
      {board.familyDoctorsUntilHours !== null && !typed.all && (
        <p className="note">{words.familyNote(board.familyDoctorsUntilHours)}</p>
      )}
      {wrong !== null && (
        <p className="danger" role="alert" id={`${id}-wrong`}>
          {wrong}
        </p>
      )}
    </form>
  );
};

export const SlotPlan = ({
  department,
  board,
  acts,
}: {
  readonly department: BoardDepartment;
  readonly board: Board;
  readonly acts: Acts;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const days = board.days
    .map((day) => ({ day, slots: department.slots.filter((slot) => dayOf(new Date(slot.startsAt)) === day) }))
    .filter(({ slots }) => slots.length > 0);
  return (
    <section className="capacity-plan" aria-label={words.openSlotsOf(department.name)}>
      {days.length === 0 && <p className="note">{words.noSlots}</p>}
      {days.map(({ day, slots }) => (
        <div key={day} className="capacity-day">
          <h3>
            {dayWords(day, kit)} {weekdayWords(day, kit)}
          </h3>
          <ul>
            {slots.map((slot) => (
              <Slot key={slot.id} slot={slot} acts={acts} />
            ))}
          </ul>
        </div>
      ))}
      <AddSlot department={department} board={board} acts={acts} />
    </section>
  );
};
