/** 值班表: one week of one role, who from when to when; where nobody is and where several are. Made to be printed and hung up. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ROSTERED } from '../../../consortium/duty/shapes.ts';
import type { Roster, Rostered } from '../../../consortium/duty/shapes.ts';
import { addDays, weekdayOf } from '../../../platform/civil-time.ts';
import { Button } from '../../kit/button.tsx';
import { dayOf, dayWords, momentWords } from '../../kit/civil.ts';
import { useWords, wordOf } from '../../kit/language.ts';
import { PageHead } from '../../kit/page.tsx';
import { serverNow } from '../../kit/server-time.ts';
import { useSession } from '../../kit/session.ts';
import { Empty, ErrorState, Skeleton } from '../../kit/states.tsx';
import { words as kitTable } from '../../kit/words.ts';
import { DutyCopy } from './duty-copy.tsx';
import { DutyForm } from './duty-form.tsx';
import { useRoster } from './duty-query.ts';
import type { Asked } from './duty-query.ts';
import { DutyWeek } from './duty-week.tsx';
import { words as table } from './words.ts';
import './duty.css';

/** Lives in the address: codes only. */
type Search = { readonly from?: string; readonly role?: string; readonly department?: string };

const mondayOf = (day: string): string => addDays(day, 1 - weekdayOf(day));
const isDay = (text: string | undefined): text is string => text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text);
const isRostered = (text: string | undefined): text is Rostered => (ROSTERED as readonly string[]).includes(text ?? '');

const Choices = ({
  asked,
  departments,
  onChange,
}: {
  readonly asked: Asked;
  readonly departments: Roster['departments'];
  readonly onChange: (next: Search) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  return (
    <div className="duty-choices no-print">
      <label>
        <span>{words.role}</span>
        <select value={asked.role} onChange={(event) => onChange({ role: event.target.value })}>
          {ROSTERED.map((role) => (
            <option key={role} value={role}>
              {wordOf(kit.roles, role)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{words.department}</span>
        <select
          value={asked.department ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? {} : { department: event.target.value })}
        >
          <option value="">{words.wholeHouse}</option>
          {departments.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <span className="duty-weeks">
        <Button onClick={() => onChange({ from: addDays(asked.from, -7) })}>{words.earlier}</Button>
        <Button onClick={() => onChange({ from: mondayOf(dayOf(serverNow())) })}>{words.thisWeek}</Button>
        <Button onClick={() => onChange({ from: addDays(asked.from, 7) })}>{words.later}</Button>
      </span>
    </div>
  );
};

export const DutyScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const navigate = useNavigate();
  const search: Search = useSearch({ strict: false });
  const { role: me } = useSession();
  const asked: Asked = {
    from: isDay(search.from) ? mondayOf(search.from) : mondayOf(dayOf(serverNow())),
    role: isRostered(search.role) ? search.role : 'duty-officer',
    department: search.department,
  };
  const roster = useRoster(asked);
  const change = (next: Search): void => {
    const department = 'role' in next || 'from' in next ? asked.department : next.department;
    const whole = { from: asked.from, role: asked.role, ...next };
    void navigate({
      to: '/duty',
      search: { from: whole.from, role: whole.role, ...(department === undefined ? {} : { department }) },
    });
  };
  const now = serverNow();
  const last = addDays(asked.from, 6);
  return (
    <div className="duty-page">
      <PageHead
        title={words.title}
        note={
          <span className="dotted">
            <span>{me.organisation.name}</span>
            <span>{wordOf(kit.roles, asked.role)}</span>
            <span>{words.week(dayWords(asked.from, kit, now), dayWords(last, kit, now))}</span>
          </span>
        }
      >
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      <Choices asked={asked} departments={roster.data?.departments ?? []} onChange={change} />
      {roster.isPending && <Skeleton rows={7} height={49} />}
      {roster.isError && roster.data === undefined && (
        <ErrorState what={words.title} fault={roster.error} onRetry={() => void roster.refetch()} />
      )}
      {roster.data !== undefined && (
        <>
          {roster.data.shifts.length === 0 ? (
            <Empty title={words.empty} why={words.emptyWhy} />
          ) : (
            <DutyWeek roster={roster.data} from={asked.from} />
          )}
          {roster.data.mayEdit && roster.data.shifts.length > 0 && (
            <DutyCopy
              key={`${asked.role} ${asked.department ?? ''} ${asked.from}`}
              asked={asked}
              onCopied={(to) => change({ from: to })}
            />
          )}
          {roster.data.mayEdit ? (
            <DutyForm key={`${asked.role} ${asked.department ?? ''}`} roster={roster.data} asked={asked} />
          ) : (
            <p className="note no-print">{words.mayNot}</p>
          )}
        </>
      )}
      <p className="note print-only">
        {words.printFoot(
          me.organisation.name,
          wordOf(kit.roles, asked.role),
          momentWords(now.toISOString(), kit, new Date(0)),
        )}
      </p>
    </div>
  );
};
