/** 交接单: what goes with the person. Printed from the browser; wishes first. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { CaseView } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead, Facts } from '../../../web/kit/page.tsx';
import { PersonName } from '../../../web/kit/person.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { SYMPTOM_SCALES } from '../rules/scales.ts';
import { Person } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { Calls } from './calls.tsx';
import { CourseSheet } from './courses.tsx';
import { screenWords } from './screen-words.ts';
import { ScaleSheet } from './scales.tsx';
import { Wishes } from './wishes.tsx';
import './hospice.css';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What was agreed to at the admission: signed or not, of whose will, and what was given up. */
const useConsent = (): ((view: CaseView) => string) => {
  const words = useWords(screenWords);
  const kit = useWords(kitTable);
  const { answers } = useWords(hospiceTable);
  return (view) => {
    const given = view.timeline.find(({ step }) => step === 'admit')?.answers ?? {};
    const { consentSigned, voluntary, givenUp } = given;
    const dropped = Array.isArray(givenUp) ? givenUp.map((code) => wordOf(answers, String(code))) : [];
    return kit.told([
      ...[consentSigned === true ? words.consentSigned : words.consentUnsigned],
      ...(voluntary === true ? [words.voluntary] : []),
      ...(dropped.length === 0 ? [] : [words.givenUp(kit.listed(dropped))]),
    ]);
  };
};

export const HandoverScreen = (): React.JSX.Element => {
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const consentOf = useConsent();
  const view = useQuery({
    queryKey: ['hospice', 'case', id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}`, CaseView, signal),
  });
  const person = useQuery({
    queryKey: ['hospice', 'person', id],
    queryFn: ({ signal }) => api.get(`/api/hospice/cases/${id}`, Person, signal),
  });
  const fault = person.error ?? view.error;
  if (fault !== null)
    return (
      <ErrorState
        what={words.handoverTitle}
        fault={fault}
        onRetry={() => {
          void person.refetch();
          void view.refetch();
        }}
      />
    );
  if (person.data === undefined || view.data === undefined) return <Skeleton rows={8} height={48} />;
  const { data } = person;
  const now = serverNow();
  const transfer = data.transfers.at(-1);
  const symptoms = data.scores.filter(({ scale }) => SYMPTOM_SCALES.includes(scale));
  return (
    <div className="hospice hospice-sheet">
      <PageHead title={words.handoverTitle} note={data.number}>
        <Button kind="primary" onClick={() => window.print()}>
          {words.print}
        </Button>
        <Link to="/hospice/$id" params={{ id }} className="button">
          {words.back}
        </Link>
      </PageHead>
      <section className="card">
        <h2>
          <PersonName name={data.resident.name} gender={data.gender} age={data.age} />
        </h2>
        <Facts
          rows={[
            { label: hospice.questions.diagnosis, value: data.diagnosis },
            { label: words.phone, value: data.phone ?? '—' },
            { label: words.contact, value: textOf(view.data.summary['contact']) || '—' },
            ...(data.admission === null ? [] : [{ label: words.consent, value: consentOf(view.data) }]),
            ...(data.admission === null
              ? []
              : [
                  { label: 'KPS / PPS', value: `${String(data.admission.kps)} / ${String(data.admission.pps)}%` },
                  { label: hospice.questions.prognosis, value: wordOf(hospice.answers, data.admission.prognosis) },
                ]),
            ...(transfer === undefined
              ? []
              : [
                  {
                    label: words.transfers,
                    value: `${transfer.from.name} → ${transfer.to.name} ${wordOf(words.places, transfer.place)}`,
                  },
                  {
                    label: hospice.questions.trigger,
                    value: kit.labelled(wordOf(hospice.answers, transfer.trigger), transfer.reason),
                  },
                  { label: hospice.questions.summary, value: transfer.summary ?? '—' },
                ]),
            {
              label: words.opioids,
              value:
                kit.told(
                  data.opioids.map((one) =>
                    kit.noted(
                      words.left(wordOf(hospice.answers, one.drug), String(one.left)),
                      words.counted(dayWords(one.lastOn, kit, now)),
                    ),
                  ),
                ) || words.noOpioids,
            },
          ]}
        />
      </section>
      <Wishes wishes={data.wishes} />
      <ScaleSheet person={data} />
      <CourseSheet person={data} />
      <Calls view={view.data} most={3} />
      <section className="card" aria-label={words.trend}>
        <h2>{words.trend}</h2>
        {symptoms.length === 0 && <p className="note">{words.noScores}</p>}
        <ul>
          {symptoms
            .slice(-5)
            .reverse()
            .map((score) => (
              <li key={score.at}>
                <span className="note numbers">{dayWords(score.day, kit, now)}</span>{' '}
                {Object.entries(score.items)
                  .map(([item, value]) => `${wordOf(hospice.questions, item)}${String(value)}`)
                  .join('　')}
              </li>
            ))}
        </ul>
      </section>
      <p className="note">{words.printed}</p>
      <p className="hospice-signatures">
        {words.signatures.map((one) => (
          <span key={one}>{one}</span>
        ))}
      </p>
    </div>
  );
};
