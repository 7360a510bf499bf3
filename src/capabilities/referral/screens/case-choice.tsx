/** 为什么选这里: the places somebody was shown, in their order and with their reasons, and which one was chosen. */
import { useQuery } from '@tanstack/react-query';
import { Choices } from '../../../consortium/capacity/match-shapes.ts';
import type { ChoiceView } from '../../../consortium/capacity/match-shapes.ts';
import { reasonText } from '../../../consortium/capacity/matching-words.ts';
import type { Wording } from '../../../consortium/capacity/matching-words.ts';
import { api } from '../../../web/kit/api.ts';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as table } from './case-words.ts';
import { useWording } from './use-matching.ts';

/** The chosen one and what stood before it; the rest behind the fold. */
const SHOWN = 5;

const Choice = ({ choice, wording }: { readonly choice: ChoiceView; readonly wording: Wording }): React.JSX.Element => {
  const words = useWords(table).choice;
  const language = useLanguage();
  const say = (reasons: ChoiceView['items'][number]['because']): string =>
    reasons.map((reason) => reasonText(reason, language, wording)).join(words.between);
  const { device, insurance } = choice.question ?? { device: null, insurance: null };
  const needs = [
    ...(device === null ? [] : [wording.device(device)]),
    ...(insurance === null ? [] : [wording.insurance(insurance)]),
  ];
  const fitting = choice.items.filter(({ fits }) => fits);
  const others = choice.items.filter(({ fits }) => !fits);
  return (
    <div className="choice">
      <p>
        <span className="strong">
          {choice.organisation.name} {choice.department.name}
        </span>{' '}
        <span className="note">
          {choice.shownAt === null
            ? words.notShown
            : choice.place === null
              ? words.notAmong
              : words.place(choice.place, fitting.length)}
        </span>
      </p>
      {needs.length > 0 && (
        <p className="note">
          {words.asked}
          {needs.join(words.between)}
        </p>
      )}
      {choice.items.length > 0 && (
        <ol className="choice-list">
          {fitting.slice(0, Math.max(SHOWN, choice.place ?? 0)).map((item) => (
            <li key={item.department}>
              <span className={item.department === choice.department.id ? 'strong' : ''}>
                {item.organisationName} {item.name}{' '}
                {item.department === choice.department.id && <Tag tone="primary">{words.chosen}</Tag>}
              </span>
              <span className="note">{say(item.because)}</span>
            </li>
          ))}
        </ol>
      )}
      {others.length > 0 && (
        <details>
          <summary>{words.others(others.length)}</summary>
          <ul className="choice-list">
            {others.map((item) => (
              <li key={item.department}>
                <span>
                  {item.organisationName} {item.name}
                </span>
                <span className="note">{say(item.against)}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {choice.shownAt !== null && (
        <p className="note">
          {words.shownBy(choice.byOrganisation, wording.moment(choice.shownAt), choice.dataVersion ?? '')}
          {choice.dataVerified === false && <span className="warning"> {words.unverified}</span>}
        </p>
      )}
    </div>
  );
};

export const CaseChoice = ({ id }: { readonly id: string }): React.JSX.Element | null => {
  const words = useWords(table).choice;
  const { role } = useSession();
  const wording = useWording();
  const found = useQuery({
    queryKey: ['choices', id, role.id],
    queryFn: ({ signal }) => api.get(`/api/cases/${id}/choices`, Choices, signal),
  });
  if (found.data === undefined || found.data.items.length === 0) return null;
  return (
    <section className="case-choice" aria-labelledby="case-choice-title">
      <h3 id="case-choice-title">{words.title}</h3>
      {found.data.items.map((choice) => (
        <Choice key={choice.version} choice={choice} wording={wording} />
      ))}
    </section>
  );
};
