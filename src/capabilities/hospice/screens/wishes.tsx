/** 本人意愿: over the full width, never folded. What was not said is stated as not said. */
import { dayOf, dayWords } from '../../../web/kit/civil.ts';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { words as kitTable } from '../../../web/kit/words.ts';
import { TREATMENTS } from '../forms/care.ts';
import type { Wish } from '../shapes.ts';
import { words as hospiceTable } from '../words.ts';
import { screenWords } from './screen-words.ts';

const listOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What was wanted before, each with when and why it ceased to stand: nothing is ever deleted. */
const Earlier = ({ wishes }: { readonly wishes: readonly Wish[] }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit, serverNow());
  const said = (content: Wish['content'], side: 'refused' | 'wanted'): string =>
    kit.listed(listOf(content[side]).map((code) => wordOf(hospice.answers, code))) || '—';
  return (
    <details className="note hospice-earlier">
      <summary>{words.older(String(wishes.length))}</summary>
      <ul>
        {wishes.map(({ version, saidAt, revokedAt, revocation, by, content }) => (
          <li key={version}>
            {words.earlier(String(version), day(saidAt))} {by}
            <div>
              {words.notWanted} {said(content, 'refused')} {words.wanted} {said(content, 'wanted')} {words.carePlace}{' '}
              {wordOf(hospice.answers, textOf(content['careAt']))}
            </div>
            {revokedAt !== null && (
              <div>
                {revocation === 'superseded'
                  ? words.superseded(day(revokedAt))
                  : kit.labelled(words.revokedOn(day(revokedAt)), revocation ?? '')}
              </div>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
};

export const Wishes = ({ wishes }: { readonly wishes: readonly Wish[] }): React.JSX.Element => {
  const words = useWords(screenWords);
  const hospice = useWords(hospiceTable);
  const kit = useWords(kitTable);
  const [newest] = wishes;
  const valid = newest?.revokedAt === null ? newest : undefined;
  const day = (at: string): string => dayWords(dayOf(new Date(at)), kit, serverNow());
  if (valid === undefined)
    return (
      <section className="card hospice-wishes none" aria-label={words.wishes} id="hospice-wishes">
        <h2>{words.wishes}</h2>
        <p className="warning">
          {newest?.revokedAt === null || newest === undefined
            ? words.wishesNone
            : words.wishesRevoked(day(newest.revokedAt))}
        </p>
        {wishes.length > 0 && <Earlier wishes={wishes} />}
      </section>
    );
  const { content } = valid;
  const named = (codes: readonly string[]): string => kit.listed(codes.map((code) => wordOf(hospice.answers, code)));
  const [refused, wanted] = [listOf(content['refused']), listOf(content['wanted'])];
  const silent = TREATMENTS.filter((code) => !refused.includes(code) && !wanted.includes(code));
  const place = (code: unknown): string => wordOf(hospice.answers, textOf(code));
  return (
    <section className="card hospice-wishes" aria-label={words.wishes} id="hospice-wishes" tabIndex={-1}>
      <div>
        <h2>{words.wishes}</h2>
        <div className="note">{words.version(String(valid.version))}</div>
        <div className="note">
          {day(valid.saidAt)} {wordOf(hospice.answers, textOf(content['how']))}
        </div>
        {valid.by !== null && <div className="note">{words.writtenBy(valid.by)}</div>}
        {wishes.length > 1 && <Earlier wishes={wishes.slice(1)} />}
      </div>
      <dl>
        <dt>{words.treatments}</dt>
        <dd>
          <b>{words.notWanted}</b> {refused.length === 0 ? '—' : named(refused)}
        </dd>
        <dd>
          <b>{words.wanted}</b> {wanted.length === 0 ? '—' : named(wanted)}
        </dd>
        {silent.length > 0 && (
          <dd className="warning">
            <b>{words.notSaid}</b> {named(silent)}
          </dd>
        )}
      </dl>
      <dl>
        <dt>{words.placeTitle}</dt>
        <dd>
          {words.carePlace} <b>{place(content['careAt'])}</b>
        </dd>
        <dd>
          {words.deathPlace} <b>{place(content['dieAt'])}</b>
        </dd>
        <dd>
          {words.afterwards} {textOf(content['afterwards']) || words.notSaid}
        </dd>
      </dl>
      <dl>
        <dt>{words.whoDecides}</dt>
        <dd>
          {wordOf(words.capable, textOf(content['capable']))}
          {words.assessedBy(textOf(content['assessedBy']))}
        </dd>
        <dd>
          {textOf(content['decider']) === '' ? (
            <span className="warning">{words.noDecider}</span>
          ) : (
            words.decider(textOf(content['decider']))
          )}
        </dd>
        {textOf(content['witnesses']) !== '' && <dd>{words.witnesses(textOf(content['witnesses']))}</dd>}
      </dl>
    </section>
  );
};
