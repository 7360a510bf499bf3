/** 中医疗程: what is done for pain, sleep and anxiety beside medicine, by whom, and the score before and after. */
import { useState } from 'react';
import type { CaseView } from '../../../engines/pathways/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { DICTIONARY } from '../rules/courses.ts';
import type { CourseRow, Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { courseWords } from './course-words.ts';
import { StepForm } from './step-form.tsx';
import type { Opened } from './step-form.tsx';
import './courses.css';

const TEN = 10;
const place = (value: number): string => `${String((value / TEN) * 100)}%`;

/** Both scores on the line from 0 to 10, the after filled; said in words beside it. */
const Scores = ({ course }: { readonly course: CourseRow }): React.JSX.Element => {
  const words = useWords(courseWords);
  const { before, after } = course;
  return (
    <span className="course-scores">
      <span className="course-line" aria-hidden="true">
        {after !== null && (
          <span
            className={after <= before ? 'course-way' : 'course-way worse'}
            style={{ left: place(Math.min(before, after)), width: place(Math.abs(before - after)) }}
          />
        )}
        <span className="course-dot" style={{ left: place(before) }} />
        {after !== null && <span className="course-dot after" style={{ left: place(after) }} />}
      </span>
      <span className="numbers">
        {words.before} <b>{before}</b> → {words.after} <b>{after ?? words.notYet}</b>
        {after !== null && <span className="note"> {words.change(before - after)}</span>}
      </span>
    </span>
  );
};

/** Why a course was stopped: a code, and what was added to it. */
const useWhy = (): ((why: string) => string) => {
  const { answers } = useWords(hospiceTable);
  const kit = useWords(kitTable);
  return (why) => {
    const [code = '', ...rest] = why.split('：');
    return rest.length === 0 ? wordOf(answers, code) : kit.labelled(wordOf(answers, code), rest.join('：'));
  };
};

export const CourseLine = ({ course }: { readonly course: CourseRow }): React.JSX.Element => {
  const words = useWords(courseWords);
  const { answers } = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const why = useWhy();
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit, serverNow());
  const last = course.sessions.at(-1);
  const told = [
    words.sessions(String(course.sessions.length), String(course.planned)),
    ...(last === undefined ? [] : [words.last(day(last.at), last.by ?? '')]),
    `${words.since(day(course.begunAt))}${course.endedAt === null ? '' : words.until(day(course.endedAt))}`,
    ...(course.why === null ? [] : [why(course.why)]),
  ];
  return (
    <>
      <p>
        <b>{wordOf(answers, course.technique)}</b> {words.for(wordOf(answers, course.indication))}{' '}
        <Tag tone={course.ending === null ? 'primary' : 'plain'}>
          {course.ending === null ? words.going : words[course.ending]}
        </Tag>
        {course.result !== null && <span className="note"> {wordOf(answers, course.result)}</span>}
      </p>
      <Scores course={course} />
      <p className="note numbers">{told.join(' · ')}</p>
    </>
  );
};

const Row = ({
  course,
  may,
  opened,
  onOpen,
}: {
  readonly course: CourseRow;
  readonly may: (step: string) => boolean;
  readonly opened: Opened | null;
  readonly onOpen: (opened: Opened) => void;
}): React.JSX.Element => {
  const words = useWords(courseWords);
  const { answers } = useWords(hospiceTable);
  const name = `${wordOf(answers, course.technique)} ${wordOf(answers, course.indication)}`;
  const acts = { 'record-session': words.session, 'end-course': words.end, 'stop-course': words.stop };
  return (
    <li>
      <CourseLine course={course} />
      {course.ending === null && (
        <p className="hospice-acts no-print">
          {(Object.keys(acts) as (keyof typeof acts)[]).filter(may).map((step) => (
            <Button
              key={step}
              small
              kind={step === 'stop-course' ? 'link' : 'plain'}
              aria-label={`${acts[step]} ${name}`}
              aria-expanded={opened?.step === step && opened.given['course'] === course.id}
              onClick={() => onOpen({ step, given: { course: course.id } })}
            >
              {acts[step]}
            </Button>
          ))}
        </p>
      )}
    </li>
  );
};

export const Courses = ({
  person,
  view,
  onTaken,
}: {
  readonly person: Person;
  readonly view: CaseView;
  readonly onTaken: () => void;
}): React.JSX.Element | null => {
  const words = useWords(courseWords);
  const language = useLanguage();
  const [opened, setOpened] = useState<Opened | null>(null);
  const may = (step: string): boolean => view.steps.some((one) => one.step === step);
  if (person.courses.length === 0 && !may('begin-course')) return null;
  return (
    <section className="card hospice-courses" aria-label={words.title} id="hospice-courses" tabIndex={-1}>
      <header>
        <h2>{words.title}</h2>
        {may('begin-course') && (
          <Button small className="no-print" onClick={() => setOpened({ step: 'begin-course', given: {} })}>
            {words.begin}
          </Button>
        )}
      </header>
      {person.courses.length === 0 && <p className="note">{words.none}</p>}
      {opened !== null && may(opened.step) && (
        <StepForm
          key={`${opened.step}-${opened.given['course'] ?? ''}`}
          view={view}
          step={opened.step}
          given={opened.given}
          onClose={() => setOpened(null)}
          onTaken={() => {
            setOpened(null);
            onTaken();
          }}
        />
      )}
      <ul>
        {person.courses.map((course) => (
          <Row key={course.id} course={course} may={may} opened={opened} onOpen={setOpened} />
        ))}
      </ul>
      <p className="note">
        {words.scale} <Tag tone="warning">{words.unverified}</Tag>
        <br />
        {words.dictionary(DICTIONARY.version, DICTIONARY.source[language])}
      </p>
    </section>
  );
};

/** For whoever takes over: what is going on and what has been tried. */
export const CourseSheet = ({ person }: { readonly person: Person }): React.JSX.Element | null => {
  const words = useWords(courseWords);
  if (person.courses.length === 0) return null;
  return (
    <section className="card hospice-courses" aria-label={words.title}>
      <h2>{words.title}</h2>
      <ul>
        {person.courses.map((course) => (
          <li key={course.id}>
            <CourseLine course={course} />
          </li>
        ))}
      </ul>
    </section>
  );
};
