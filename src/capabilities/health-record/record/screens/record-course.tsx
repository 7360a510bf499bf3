/**
 * 就诊经过: a lane for each institution, what happened there by shape, referrals as arrows between. The picture is for the eye
 * and the pointer; the same content as a dated list is one press away, and on a narrow screen stands in its place.
 */
import { Link } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { dayOf } from '../../../../web/kit/civil.ts';
import { useWords } from '../../../../web/kit/language.ts';
import { useServerNow } from '../../../../web/kit/server-time.ts';
import type { EventKind, EventRow, RecordView } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import type { PageWords } from '../words/page.ts';
import { Card, Fresh, Opens } from './record-card.tsx';
import { useOpen } from './record-opening.ts';
import { placeLabels, scaleOf, ticksOf } from './record-scale.ts';
import type { Scale } from './record-scale.ts';
import { shortDay, stayDays } from './record-words.ts';

type Course = NonNullable<RecordView['course']>;
const LANE = 32;

export const eventText = (event: EventRow, words: PageWords): string => {
  if (event.kind !== 'inpatient') return event.what === '' ? words.eventKinds[event.kind] : event.what;
  return event.until === null ? words.stillIn(event.what) : words.stay(stayDays(event.from, event.until), event.what);
};

const Mark = ({ kind }: { readonly kind: EventKind }): React.JSX.Element => (
  <span className={`rec-mark ${kind}`} aria-hidden="true" />
);

const Legend = ({ arrows }: { readonly arrows: boolean }): React.JSX.Element => {
  const words = useWords(table);
  const kinds: readonly EventKind[] = ['outpatient', 'inpatient', 'examination', 'follow-up'];
  return (
    <span className="rec-legend">
      {kinds.map((kind) => (
        <span key={kind}>
          <Mark kind={kind} /> {words.eventKinds[kind]}
        </span>
      ))}
      {arrows && (
        <span>
          <span className="rec-arrow-sign" aria-hidden="true">
            ↑
          </span>{' '}
          {words.referral}
        </span>
      )}
    </span>
  );
};

const Lane = ({
  lane,
  scale,
  now,
}: {
  readonly lane: Course['lanes'][number];
  readonly scale: Scale;
  readonly now: Date;
}) => {
  const words = useWords(table);
  const open = useOpen();
  const labels = placeLabels(
    lane.events.map((event) => ({
      from: scale.x(event.from),
      until: scale.x(event.until ?? (event.lasts ? now.toISOString() : event.from)),
      text: eventText(event, words),
      wanted: event.kind === 'inpatient' || event.kind === 'emergency' || event.fresh || event.what !== '',
      first: event.kind === 'inpatient',
    })),
    scale.width,
  );
  return (
    <div className="rec-lane">
      {lane.events.map((event, n) => {
        const left = scale.x(event.from);
        const right = scale.x(event.until ?? (event.lasts ? now.toISOString() : event.from));
        const label = labels[n];
        return (
          <span key={`${event.type}/${event.id}`}>
            <span
              className={`rec-mark placed ${event.kind} ${event.fresh ? 'fresh' : ''}`}
              style={{ left, ...(event.kind === 'inpatient' ? { width: Math.max(10, right - left) } : {}) }}
              title={`${dayOf(new Date(event.from))} ${words.eventKinds[event.kind]} ${eventText(event, words)}`}
              onClick={() => open({ what: 'entry', type: event.type, id: event.id })}
            />
            {label !== undefined && (
              <span className="rec-label" style={label}>
                {eventText(event, words)}
              </span>
            )}
          </span>
        );
      })}
    </div>
  );
};

const Arrows = ({ course, scale }: { readonly course: Course; readonly scale: Scale }) => {
  const place = new Map(course.lanes.map(({ id }, n) => [id, n]));
  const height = course.lanes.length * LANE;
  return (
    <svg className="rec-arrows" width={scale.width} height={height} aria-hidden="true">
      {course.arrows.map((arrow) => {
        const from = place.get(arrow.from);
        const to = place.get(arrow.to);
        if (from === undefined || to === undefined) return null;
        const x = scale.x(arrow.at);
        const up = to < from;
        const begins = from * LANE + LANE / 2 + (up ? -8 : 8);
        const ends = to * LANE + LANE / 2 + (up ? 8 : -8);
        return (
          <g key={arrow.case} className={`${up ? 'up' : 'down'} ${arrow.open ? 'open' : ''}`}>
            <line x1={x} x2={x} y1={begins} y2={ends} />
            <path
              d={`M${String(x - 4)} ${String(ends + (up ? 6 : -6))}L${String(x)} ${String(ends)}L${String(x + 4)} ${String(ends + (up ? 6 : -6))}`}
            />
          </g>
        );
      })}
    </svg>
  );
};

const Picture = ({ course }: { readonly course: Course }) => {
  const words = useWords(table);
  const now = useServerNow();
  const ground = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(900);
  useLayoutEffect(() => {
    const element = ground.current;
    if (element === null) return undefined;
    const measure = (): void => setWidth(element.clientWidth);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const scale = scaleOf(course.since, now, width);
  return (
    <div className="rec-picture" aria-hidden="true">
      <div className="rec-lane-names">
        {course.lanes.map(({ id, name }) => (
          <span key={id} className="cut">
            {name}
          </span>
        ))}
      </div>
      <div className="rec-ground" ref={ground}>
        {ticksOf(course.since, now).map(({ day, year, month }) => (
          <span key={day} className={`rec-tick ${month === 1 ? 'year' : ''}`} style={{ left: scale.x(day) }}>
            {words.colon === '：'
              ? `${month === 1 ? `${String(year)}年` : ''}${String(month)}月`
              : month === 1
                ? `Jan ${String(year)}`
                : day.slice(0, 7)}
          </span>
        ))}
        <span className="rec-tick today" style={{ left: scale.x(now.toISOString()) }}>
          {words.today}
        </span>
        <div className="rec-lanes">
          {course.lanes.map((lane) => (
            <Lane key={lane.id} lane={lane} scale={scale} now={now} />
          ))}
          <Arrows course={course} scale={scale} />
        </div>
      </div>
    </div>
  );
};

const NEWEST = 6;
/** On a narrow screen, in words: the newest few. */
const Listed = ({ course }: { readonly course: Course }) => {
  const words = useWords(table);
  const now = useServerNow();
  const newest = course.lanes
    .flatMap(({ events }) => events)
    .sort((one, other) => other.from.localeCompare(one.from))
    .slice(0, NEWEST);
  return (
    <ol className="rec-listed">
      {newest.map((event) => (
        <li key={`${event.type}/${event.id}`}>
          <span className="nowrap">{shortDay(event.from, now)}</span>
          <span>
            <Fresh on={event.fresh} />
            <Opens what={{ what: 'entry', type: event.type, id: event.id }} className="plain">
              <Mark kind={event.kind} /> {words.eventKinds[event.kind]} {event.kind === 'inpatient' ? '' : event.what}
              {event.kind === 'inpatient' && eventText(event, words)}
            </Opens>
            <span className="note"> {event.place}</span>
          </span>
        </li>
      ))}
    </ol>
  );
};

export const CourseCard = ({ view: { course } }: { readonly view: RecordView }): React.JSX.Element => {
  const words = useWords(table);
  const nothing =
    course !== null && course.lanes.every(({ events }) => events.length === 0) && course.arrows.length === 0;
  return (
    <Card
      id="course"
      title={words.course}
      hint={course !== null && !nothing && <Legend arrows={course.arrows.length > 0} />}
      failed={course === null}
      empty={nothing ? words.courseNone : null}
      aside={
        course !== null &&
        course.total > 0 && <Opens what={{ what: 'list', part: 'course' }}>{words.courseList(course.total)}</Opens>
      }
    >
      {course !== null && (
        <>
          <Picture course={course} />
          <Listed course={course} />
          {course.arrows.length > 0 && (
            <ul className="rec-referred">
              {course.arrows.slice(0, 3).map((arrow) => (
                <li key={arrow.case}>
                  <Link to="/cases/$id" params={{ id: arrow.case }}>
                    {words.referral} {arrow.number}
                  </Link>{' '}
                  <span className="note">{dayOf(new Date(arrow.at))}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Card>
  );
};
