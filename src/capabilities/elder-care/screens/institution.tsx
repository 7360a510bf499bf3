/** One institution: its two lines of registration, its designations, whom it is managed with, its beds and contracts. */
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { BED_WORDS } from '../../../consortium/beds/words.ts';
import { InstitutionView } from '../../../consortium/organisations/institution-shapes.ts';
import type { Line, Pair } from '../../../consortium/organisations/institution-shapes.ts';
import { INSTITUTION_LINES } from '../../../consortium/organisations/lines.ts';
import type { InstitutionLine } from '../../../consortium/organisations/lines.ts';
import { addDays } from '../../../platform/civil-time.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { dayOf, dayWords, momentWords } from '../../../web/kit/civil.ts';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { Facts, PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { JointForm, lineForm, LineEnd, PairEnd, Withdrawal } from '../forms/institution.ts';
import { words as elderTable } from '../words.ts';
import { InstitutionAct } from './institution-form.tsx';
import { institutionWords } from './institution-words.ts';
import { Alerts } from './institutions.tsx';
import './institutions.css';

type Dated = { readonly from: string; readonly until: string | null; readonly stands: boolean };

const usePeriod = (): ((entry: Pick<Dated, 'from' | 'until'>) => string) => {
  const words = useWords(institutionWords);
  const kit = useWords(kitTable);
  const now = serverNow();
  return ({ from, until }) =>
    until === null
      ? words.since(dayWords(from, kit, now))
      : words.to(dayWords(from, kit, now), dayWords(addDays(until, -1), kit, now));
};

const State = ({ entry, why }: { readonly entry: Dated; readonly why: string | null }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  if (why !== null) return <Tag>{words.ended(wordOf(elder.answers, why))}</Tag>;
  if (entry.stands) return <Tag tone="good">{words.stands}</Tag>;
  return <Tag>{entry.until !== null && entry.until <= dayOf(serverNow()) ? words.over : words.notYet}</Tag>;
};

const LineEntry = ({ line, keeps }: { readonly line: Line; readonly keeps: boolean }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const period = usePeriod();
  const path = `/api/elder-care/institution-lines/${line.id}`;
  return (
    <div>
      {wordOf(elder.answers, line.kind)} <State entry={line} why={line.stands ? null : line.endedBecause} />{' '}
      {line.madeUp && <Tag tone="warning">{words.madeUp}</Tag>}
      <div className="note">
        {period(line)} · {line.number === null ? words.noNumber : words.number(line.number)} · {line.issuer}
      </div>
      {keeps && (
        <div className="institution-acts">
          {line.endedBecause === null && <InstitutionAct name={words.end} path={`${path}/end`} form={LineEnd} />}
          <InstitutionAct name={words.withdraw} path={`${path}/withdraw`} form={Withdrawal} />
        </div>
      )}
    </div>
  );
};

const LineSection = ({ name, view }: { readonly name: InstitutionLine; readonly view: InstitutionView }) => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const all = view.lines.filter(({ line }) => line === name);
  const keeps = view.keeps.includes(name);
  return (
    <li>
      <h3>
        {wordOf(elder.answers, name)} {!keeps && <span className="note">{words.keptBy[name]}</span>}
      </h3>
      {all.length === 0 && <p className="note">{words.nothing}</p>}
      {all.map((line) => (
        <LineEntry key={line.id} line={line} keeps={keeps} />
      ))}
      {keeps && (
        <div className="institution-acts">
          <InstitutionAct
            name={words.enter(wordOf(elder.answers, name))}
            path={`/api/elder-care/institutions/${view.id}/lines`}
            form={lineForm(name)}
            also={{ line: name }}
            primary={all.every(({ stands }) => !stands)}
          />
        </div>
      )}
    </li>
  );
};

const PairEntry = ({ pair, own, keeps }: { readonly pair: Pair; readonly own: string; readonly keeps: boolean }) => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const period = usePeriod();
  const other = pair.home.id === own ? pair.hospital : pair.home;
  const joined = useLanguage() === 'zh' ? '、' : ', ';
  const said = (parts: readonly string[]): string => parts.map((part) => wordOf(elder.answers, part)).join(joined);
  const left = ['people', 'money', 'things'].filter((part) => !pair.handedOver.includes(part));
  const path = `/api/elder-care/joint-management/${pair.id}`;
  return (
    <li>
      <span>
        <Link to="/elder-care/institutions/$id" params={{ id: other.id }}>
          {pair.home.id === own ? words.managedBy(other.name) : words.manages(other.name)}
        </Link>{' '}
        <State entry={pair} why={null} /> {pair.madeUp && <Tag tone="warning">{words.madeUp}</Tag>}
      </span>
      <span className="note">{period(pair)}</span>
      <span>
        {words.handedOver(said(pair.handedOver))}
        {left.length > 0 && <span className="danger"> {words.notHandedOver(said(left))}</span>}
      </span>
      {keeps && (
        <div className="institution-acts">
          {pair.until === null && <InstitutionAct name={words.end} path={`${path}/end`} form={PairEnd} />}
          <InstitutionAct name={words.withdraw} path={`${path}/withdraw`} form={Withdrawal} />
        </div>
      )}
    </li>
  );
};

const Beds = ({ beds }: { readonly beds: InstitutionView['beds'] }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const uses = useWords(BED_WORDS).uses;
  if (beds.length === 0) return <p className="note">{words.noBeds}</p>;
  return (
    <table className="institution-table">
      <thead>
        <tr>
          {[words.use, words.bedCount, words.taken, words.share].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {beds.map((row) => (
          <tr key={row.use}>
            <th scope="row">{wordOf(uses, row.use)}</th>
            <td data-label={words.bedCount}>{row.beds}</td>
            <td data-label={words.taken}>{row.taken}</td>
            <td data-label={words.share}>{((row.taken / row.beds) * 100).toFixed(1)}%</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Said = ({ said }: { readonly said: InstitutionView['said'] }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const period = usePeriod();
  return (
    <ul className="institution-said">
      {said.map((entry) => (
        <li key={`${entry.at}${entry.line}${entry.from}${String(entry.version)}${entry.other ?? ''}`}>
          <span className="numbers">{momentWords(entry.at, kit, serverNow())}</span> {entry.by}{' '}
          {entry.withdrawnBecause !== null ? words.withdrew : entry.version === 1 ? words.entered : words.changed}{' '}
          {wordOf(elder.answers, entry.kind)} {entry.other}{' '}
          <span className="note">
            {entry.withdrawnBecause ?? period(entry)}
            {entry.endedBecause !== null && ` · ${words.ended(wordOf(elder.answers, entry.endedBecause))}`}
          </span>
        </li>
      ))}
    </ul>
  );
};

const Whole = ({ view }: { readonly view: InstitutionView }): React.JSX.Element => {
  const words = useWords(institutionWords);
  const kit = useWords(kitTable);
  const home = view.kind === 'elder-care-home';
  return (
    <>
      <Alerts alerts={view.alerts} className="institution-alerts card" />
      <div className="institution-grid">
        <section className="card" aria-label={words.lines}>
          <h2>
            {words.lines} {view.bothLines && <Tag tone="good">{words.bothLines}</Tag>}
          </h2>
          <ul className="institution-lines">
            {INSTITUTION_LINES.map((name) => (
              <LineSection key={name} name={name} view={view} />
            ))}
          </ul>
        </section>
        <div>
          <section className="card" aria-label={words.management}>
            <h2>{words.management}</h2>
            {view.joint.length === 0 && <p className="note">{words.notJoint}</p>}
            <ul className="institution-lines">
              {view.joint.map((pair) => (
                <PairEntry key={pair.id} pair={pair} own={view.id} keeps={view.keeps.includes('joint-management')} />
              ))}
            </ul>
            {home && view.keeps.includes('joint-management') && (
              <div className="institution-acts">
                <InstitutionAct
                  name={words.join}
                  path={`/api/elder-care/institutions/${view.id}/joint`}
                  form={JointForm}
                  hospitals={view.hospitals}
                  primary={view.joint.every(({ stands }) => !stands)}
                />
              </div>
            )}
          </section>
          <section className="card" aria-label={words.bedsHeading}>
            <h2>{words.bedsHeading}</h2>
            <Beds beds={view.beds} />
          </section>
          <section className="card" aria-label={words.contracts}>
            <h2>{words.contracts}</h2>
            {view.contracts.length === 0 && <p className="note">{words.noContracts}</p>}
            <ul className="institution-said">
              {view.contracts.map(({ other, from, until, warning }) => (
                <li key={`${other.id}${from}`}>
                  {words.contractWith(other.name, dayWords(until, kit))}{' '}
                  {warning !== null && <Tag tone={warning === '60' ? 'warning' : 'danger'}>{warning}</Tag>}
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      <section className="card" aria-label={words.said}>
        <h2>{words.said}</h2>
        <Said said={view.said} />
      </section>
    </>
  );
};

export const InstitutionScreen = (): React.JSX.Element => {
  const words = useWords(institutionWords);
  const { id = '' }: { readonly id?: string } = useParams({ strict: false });
  const asked = useQuery({
    queryKey: ['institutions', id],
    queryFn: ({ signal }) => api.get(`/api/elder-care/institutions/${id}`, InstitutionView, signal),
  });
  const { data } = asked;
  const facts =
    data === undefined
      ? []
      : [
          { label: words.kind, value: wordOf(words.kinds, data.kind) },
          ...(data.district === null ? [] : [{ label: words.district, value: data.district }]),
          ...(data.phone === null ? [] : [{ label: words.phone, value: data.phone }]),
        ];
  return (
    <div className="case-desk">
      <PageHead title={data?.name ?? words.title}>
        <Link className="button no-print" to="/elder-care/institutions">
          {words.back}
        </Link>
        <Button className="no-print" onClick={() => window.print()}>
          {words.print}
        </Button>
      </PageHead>
      {asked.isPending && <Skeleton rows={4} height={64} />}
      {asked.isError && data === undefined && (
        <ErrorState what={words.title} fault={asked.error} onRetry={() => void asked.refetch()} />
      )}
      {data !== undefined && (
        <>
          <section className="card" aria-label={data.name}>
            <Facts rows={facts} />
          </section>
          <Whole view={data} />
        </>
      )}
    </div>
  );
};
