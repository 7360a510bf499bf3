/**
 * Days and times typed as they are written here, whatever the browser's own language: 2026-11-20, 14:30. The button
 * opens the browser's calendar, which writes into the same field.
 */
import { useRef } from 'react';
import { Button } from './button.tsx';
import { dayOf, instantText, timeOf } from './civil.ts';
import { useWords } from './language.ts';
import { serverNow } from './server-time.ts';
import { tidyDay, tidyTime } from './typed-time.ts';
import { words as table } from './words.ts';

type Props = {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly readOnly: boolean;
  readonly described: { readonly 'aria-invalid'?: boolean; readonly 'aria-describedby'?: string };
};

export const DayInput = ({ id, label, value, onChange, readOnly, described }: Props): React.JSX.Element => {
  const kit = useWords(table).field;
  const calendar = useRef<HTMLInputElement>(null);
  return (
    <span className="field-day">
      <input
        id={id}
        type="text"
        inputMode="numeric"
        autoComplete="off"
        placeholder={kit.dayPattern}
        aria-label={label}
        value={value}
        readOnly={readOnly}
        {...described}
        onChange={(event) => onChange(event.target.value)}
        onBlur={() => {
          const tidy = tidyDay(value, dayOf(serverNow()));
          if (tidy !== value) onChange(tidy);
        }}
      />
      {!readOnly && (
        <>
          <Button small onClick={() => calendar.current?.showPicker()}>
            {kit.calendar}
          </Button>
          <input
            ref={calendar}
            type="date"
            className="field-calendar"
            tabIndex={-1}
            aria-hidden="true"
            value={/^\d{4}-\d\d-\d\d$/.test(value) ? value : ''}
            onChange={(event) => onChange(event.target.value)}
          />
        </>
      )}
    </span>
  );
};

/** A day and a time of the region's zone; the value is an instant with offset once both are written. */
export const InstantInput = ({ id, label, value, onChange, readOnly, described }: Props): React.JSX.Element => {
  const kit = useWords(table).field;
  // While only one half is written the value is `day T time`, not yet an instant; the check says so.
  const [day = '', rest = ''] = value.split('T');
  const time = rest.replace(/:\d\d([+-]\d\d:\d\d|Z)$/, '');
  const put = (nextDay: string, nextTime: string): void =>
    onChange(nextDay === '' && nextTime === '' ? '' : (instantText(nextDay, nextTime) ?? `${nextDay}T${nextTime}`));
  return (
    <span className="field-instant">
      <DayInput
        id={id}
        label={`${label} ${kit.date}`}
        value={day}
        readOnly={readOnly}
        described={described}
        onChange={(next) => put(next, time)}
      />
      <input
        type="text"
        inputMode="numeric"
        autoComplete="off"
        className="field-time"
        placeholder="14:30"
        aria-label={`${label} ${kit.time}`}
        value={time}
        readOnly={readOnly}
        {...described}
        onChange={(event) => put(day, event.target.value)}
        onBlur={() => put(day === '' && time !== '' ? dayOf(serverNow()) : day, tidyTime(time))}
      />
      {!readOnly && (
        <Button small onClick={() => put(dayOf(serverNow()), timeOf(serverNow()))}>
          {kit.now}
        </Button>
      )}
    </span>
  );
};
