/** Changes, problems, medicines and open cases: the short lists of the record's first screen. */
import { Link } from '@tanstack/react-router';
import { momentWords } from '../../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../../web/kit/language.ts';
import { useServerNow } from '../../../../web/kit/server-time.ts';
import { useSession } from '../../../../web/kit/session.ts';
import { UrgencyTag } from '../../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../../web/kit/words.ts';
import type { RecordView } from '../shapes.ts';
import { words as table } from '../words/page.ts';
import { Card, Fresh, Opens } from './record-card.tsx';
import { exactDay, shortDay } from './record-words.ts';

type Shown = { readonly view: RecordView };

/** Always there and always as high: what is new never pushes what was. */
export const Changes = ({ view: { changes, lastLook } }: Shown): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const when = lastLook === null ? '' : momentWords(lastLook, kit, now);
  const count = changes === null ? 0 : changes.items.length + changes.more;
  return (
    <section className={`card rec-changes ${count > 0 ? 'some' : ''}`}>
      {changes === null ? (
        <p className="warning">{words.partFailed}</p>
      ) : lastLook === null ? (
        <p className="note">{words.firstLook}</p>
      ) : count === 0 ? (
        <p className="note">{words.unchanged(when)}</p>
      ) : (
        <>
          <h2>
            <Fresh on />
            {words.changed(when, count)}
          </h2>
          <ul>
            {changes.items.map((change) => (
              <li key={`${change.type}/${change.id}`}>
                <Opens what={{ what: 'entry', type: change.type, id: change.id }}>
                  {change.added ? change.name : words.changedIs(change.name)}
                  {change.detail !== null && ` ${change.detail}`}
                </Opens>{' '}
                <span className="note">{momentWords(change.at, kit, now)}</span>
              </li>
            ))}
            {changes.more > 0 && <li className="note">{words.rest(changes.more)}</li>}
          </ul>
        </>
      )}
    </section>
  );
};

export const Problems = ({ view: { problems } }: Shown): React.JSX.Element => {
  const words = useWords(table);
  const rows = problems?.active ?? [];
  const past = problems?.past ?? 0;
  return (
    <Card
      id="problems"
      title={words.problems}
      count={rows.length + (problems?.more ?? 0)}
      failed={problems === null}
      empty={rows.length === 0 ? words.problemsNone : null}
      why={words.problemsNoneWhy}
      aside={past > 0 && <Opens what={{ what: 'list', part: 'problems' }}>{words.history(past)}</Opens>}
    >
      <ul className="rec-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <Fresh on={row.fresh} />
            <Opens what={{ what: 'entry', type: row.type, id: row.id }} className="plain">
              {row.name}
            </Opens>
            <span className="note">{row.since === null ? '' : words.since(exactDay(row.since, words))}</span>
          </li>
        ))}
      </ul>
      {problems !== null && problems.more > 0 && (
        <Opens what={{ what: 'list', part: 'problems' }}>{words.rest(problems.more)}</Opens>
      )}
    </Card>
  );
};

export const Medicines = ({ view: { medicines } }: Shown): React.JSX.Element => {
  const words = useWords(table);
  const rows = medicines?.current ?? [];
  const stopped = medicines?.stopped ?? 0;
  return (
    <Card
      id="medicines"
      title={words.medicines}
      count={rows.length + (medicines?.more ?? 0)}
      failed={medicines === null}
      empty={rows.length === 0 ? words.medicinesNone : null}
      why={words.medicinesNoneWhy}
      aside={stopped > 0 && <Opens what={{ what: 'list', part: 'medicines' }}>{words.stopped(stopped)}</Opens>}
    >
      <ul className="rec-lines">
        {rows.map((row) => (
          <li key={row.id}>
            <Fresh on={row.fresh} />
            <Opens what={{ what: 'entry', type: row.type, id: row.id }} className="plain">
              {row.name}
            </Opens>
            <span className="note">{row.dosage ?? ''}</span>
          </li>
        ))}
      </ul>
      {medicines !== null && medicines.more > 0 && (
        <Opens what={{ what: 'list', part: 'medicines' }}>{words.rest(medicines.more)}</Opens>
      )}
    </Card>
  );
};

export const OpenCases = ({ view: { cases, closedCases } }: Shown): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const { role } = useSession();
  const rows = cases?.items ?? [];
  return (
    <Card
      id="cases"
      title={words.cases}
      count={rows.length + (cases?.more ?? 0)}
      failed={cases === null}
      empty={rows.length === 0 ? words.casesNone : null}
      aside={closedCases > 0 && <span className="note">{words.closed(closedCases)}</span>}
    >
      <ul className="rec-cases">
        {rows.map((row) => {
          const late = new Date(row.dueAt).getTime() < now.getTime();
          const due = momentWords(row.dueAt, kit, now);
          return (
            <li key={row.id}>
              <Link to="/cases/$id" params={{ id: row.id }}>
                {row.urgency !== 'routine' && <UrgencyTag urgency={row.urgency} />} <b>{row.document}</b>{' '}
                <span>{row.stateText}</span>
              </Link>
              <span className="note">{row.number}</span>
              <span>
                {words.owner}{' '}
                {row.owner.organisation.id === role.organisation.id ? words.here : row.owner.organisation.name}{' '}
                {wordOf(kit.roles, row.owner.role)}
              </span>
              <span className={late ? 'danger' : 'note'}>{late ? words.late(due) : words.due(due)}</span>
            </li>
          );
        })}
      </ul>
      {cases !== null && cases.more > 0 && <p className="note">{words.rest(cases.more)}</p>}
    </Card>
  );
};

export const Documents = ({ view: { documents, updatedAt } }: Shown): React.JSX.Element => {
  const words = useWords(table);
  const kit = useWords(kitTable);
  const now = useServerNow();
  const rows = documents?.items ?? [];
  const all = rows.length + (documents?.more ?? 0);
  return (
    <section className="card rec-card rec-documents" aria-labelledby="rec-documents-title">
      <h2 id="rec-documents-title" tabIndex={-1}>
        {words.documents}
      </h2>
      {documents === null ? (
        <p className="warning">{words.partFailed}</p>
      ) : rows.length === 0 ? (
        <p className="note">{words.documentsNone}</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <li key={row.id}>
              <Fresh on={row.fresh} />
              <Opens what={{ what: 'entry', type: row.type, id: row.id }}>{row.title}</Opens>{' '}
              <span className="note">
                {row.at === null ? words.unknownDay : shortDay(row.at, now)} {row.place?.name ?? ''}
              </span>
            </li>
          ))}
          {all > rows.length && (
            <li>
              <Opens what={{ what: 'list', part: 'documents' }}>{words.documentsAll(all)}</Opens>
            </li>
          )}
        </ul>
      )}
      {updatedAt !== null && <span className="note">{words.updated(momentWords(updatedAt, kit, now))}</span>}
    </section>
  );
};
