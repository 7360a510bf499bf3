/** 进程: what happened, who did it where, where the case stands, and what is still ahead. */
import { momentWords } from './civil.ts';
import { useWords, wordOf } from './language.ts';
import { serverNow } from './server-time.ts';
import { words as table } from './words.ts';
import './case.css';

export type TimelineRow = {
  readonly key: string;
  /** ISO 8601 */
  readonly at: string;
  readonly what: string;
  readonly by: {
    readonly name: string | null;
    readonly role: string;
    readonly organisation: { readonly name: string };
  };
  readonly reason: string | null;
  readonly detail?: React.ReactNode;
};

export const Timeline = ({
  rows,
  current,
  ahead,
}: {
  readonly rows: readonly TimelineRow[];
  /** Where it stands now, and a line beneath; null when it has ended. */
  readonly current: { readonly what: string; readonly note: React.ReactNode; readonly pressing: boolean } | null;
  readonly ahead: readonly string[];
}): React.JSX.Element => {
  const words = useWords(table);
  const now = serverNow();
  return (
    <section aria-labelledby="timeline-title">
      <h2 id="timeline-title">{words.timeline}</h2>
      <ol className="timeline">
        {rows.map((row) => (
          <li key={row.key}>
            <time dateTime={row.at}>{momentWords(row.at, words, now)}</time>
            <div>
              <p>
                {row.what}
                {row.reason !== null && <span className="timeline-reason">{row.reason}</span>}
              </p>
              <p className="note dotted">
                {row.by.role === 'system' ? (
                  <span>{words.system}</span>
                ) : (
                  <>
                    <span>{row.by.organisation.name}</span>
                    <span>
                      {wordOf(words.roles, row.by.role)}
                      {row.by.name !== null && ` ${row.by.name}`}
                    </span>
                  </>
                )}
              </p>
              {row.detail}
            </div>
          </li>
        ))}
        {current !== null && (
          <li className={`timeline-current ${current.pressing ? 'pressing' : ''}`} aria-current="step">
            <span className="timeline-when">{words.now}</span>
            <div>
              <p className="strong">{current.what}</p>
              <p className="note">{current.note}</p>
            </div>
          </li>
        )}
        {current !== null && ahead.length > 0 && (
          <li className="timeline-ahead">
            <span />
            <p className="note">
              {words.ahead}{' '}
              {ahead.map((step, index) => (
                <span key={`${step}${String(index)}`}>
                  {index > 0 && <span aria-hidden="true"> → </span>}
                  {step}
                </span>
              ))}
            </p>
          </li>
        )}
      </ol>
    </section>
  );
};
