/** What is needed of the place beside a bed or an appointment: filters, each optional. */
import { useWords, useLanguage } from '../../../web/kit/language.ts';
import { words as table } from './new-referral-words.ts';
import { NEEDS } from './referral-draft.ts';
import type { Needs } from './referral-draft.ts';
import { useMatchOptions } from './use-matching.ts';

export const NeedsFields = ({
  needs,
  onChange,
}: {
  readonly needs: Needs;
  readonly onChange: (needs: Needs) => void;
}): React.JSX.Element => {
  const words = useWords(table);
  const language = useLanguage();
  const options = useMatchOptions();
  const lists = {
    specialty: options.data?.specialties ?? [],
    device: options.data?.devices ?? [],
    insurance: options.data?.insurances ?? [],
  };
  return (
    <div className="nr-needs" role="group" aria-label={words.needs.all}>
      {NEEDS.map((need) => (
        <label key={need}>
          <span>{words.needs[need]}</span>
          <select
            className="nr-input"
            value={needs[need]}
            onChange={(event) => onChange({ ...needs, [need]: event.target.value })}
          >
            <option value="">{words.needs.any}</option>
            {lists[need].map((one) => (
              <option key={one.code} value={one.code}>
                {one[language]}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
};
