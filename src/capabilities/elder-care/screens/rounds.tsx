/** 今日照护: everyone who lives here by their bed, with what has been recorded today; recorded on a telephone, one by one. */
import { useState } from 'react';
import type { BedCell } from '../../../consortium/beds/shapes.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as elderTable } from '../words.ts';
import { formOf } from './answers.tsx';
import { useBeds, useToday } from './beds-query.ts';
import { useCase } from './stay.tsx';
import { StepForm } from './step-form.tsx';
import { stayWords } from './stay-words.ts';
import './beds.css';
import './stay.css';

const SHIFTS = ['day', 'evening', 'night'] as const;
const RECORDED = {
  'record-care': 'residence-daily-care',
  'give-medicines': 'residence-medicine-round',
  'record-incident': 'residence-incident',
} as const;
type Recorded = keyof typeof RECORDED;

const Form = ({
  id,
  step,
  onDone,
}: {
  readonly id: string;
  readonly step: Recorded;
  readonly onDone: () => void;
}): React.JSX.Element => {
  const view = useCase(id).data;
  return view === undefined ? (
    <Skeleton rows={3} height={40} />
  ) : (
    <StepForm view={view} step={step} form={formOf(RECORDED[step])} onDone={onDone} />
  );
};

const Row = ({
  bed,
  shifts,
}: {
  readonly bed: BedCell & { readonly person: NonNullable<BedCell['person']> };
  readonly shifts: readonly string[];
}): React.JSX.Element => {
  const words = useWords(stayWords);
  const elder = useWords(elderTable);
  const [step, setStep] = useState<Recorded | null>(null);
  const labels = { 'record-care': words.record, 'give-medicines': words.give, 'record-incident': words.incidentShort };
  return (
    <li>
      <p>
        <b className="numbers">{bed.label}</b> <b>{bed.person.name}</b>{' '}
        <span className="note numbers">{bed.person.age}</span>{' '}
        <span className="note">{bed.level === null ? '' : wordOf(elder.answers, bed.level)}</span>{' '}
        {bed.alarm !== null && <Tag tone="danger">{wordOf(elder.answers, bed.alarm.what)}</Tag>}
      </p>
      <p className="round-shifts">
        {SHIFTS.map((shift) => (
          <span key={shift} className={shifts.includes(shift) ? 'good' : 'note'}>
            {(shifts.includes(shift) ? words.shiftDone : words.shiftOpen)(wordOf(elder.answers, shift))}
          </span>
        ))}
      </p>
      <p className="stay-asks no-print">
        {(Object.keys(RECORDED) as Recorded[]).map((one) => (
          <Button
            key={one}
            kind={one === 'record-care' ? 'primary' : 'plain'}
            aria-expanded={step === one}
            aria-label={`${labels[one]} ${bed.person.name}`}
            onClick={() => setStep(step === one ? null : one)}
          >
            {labels[one]}
          </Button>
        ))}
      </p>
      {step !== null && <Form key={step} id={bed.person.case} step={step} onDone={() => setStep(null)} />}
    </li>
  );
};

export const RoundsScreen = (): React.JSX.Element => {
  const words = useWords(stayWords);
  const board = useBeds();
  const today = useToday().data;
  const people = (board.data?.wards ?? []).map((ward) => ({
    ...{ id: ward.id, name: ward.name },
    beds: ward.rooms
      .flatMap(({ beds }) => beds)
      .flatMap((bed) => (bed.state === 'used' && bed.person !== null ? [{ ...bed, person: bed.person }] : [])),
  }));
  return (
    <div className="beds">
      <PageHead title={words.rounds} note={words.roundsNote} />
      {board.isPending && <Skeleton rows={5} height={88} />}
      {board.isError && board.data === undefined && (
        <ErrorState what={words.rounds} fault={board.error} onRetry={() => void board.refetch()} />
      )}
      {board.data !== undefined && people.every(({ beds }) => beds.length === 0) && (
        <Empty title={words.roundsNone} why={words.roundsNoneWhy} />
      )}
      {people
        .filter(({ beds }) => beds.length > 0)
        .map((ward) => (
          <section key={ward.id} aria-label={ward.name}>
            <h2 className="round-ward">{ward.name}</h2>
            <ul className="round-list">
              {ward.beds.map((bed) => (
                <Row
                  key={bed.id}
                  bed={bed}
                  shifts={today?.care.find((one) => one.case === bed.person.case)?.shifts ?? []}
                />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
};
