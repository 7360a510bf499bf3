/** The plan home as both sides read it on the case: medicines and devices with what was arranged, and why it was sent so. */
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as referralTable } from '../words.ts';
import { itemName, useCatalogue } from './plan-check.tsx';
import { planWords } from './plan-words.ts';

type Row = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');
const rowsOf = (value: unknown): readonly Row[] => (Array.isArray(value) ? (value as readonly Row[]) : []);

const Supplies = ({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) => {
  const words = useWords(planWords);
  const referral = useWords(referralTable);
  const language = useLanguage();
  const catalogue = useCatalogue().data?.items ?? [];
  const nameOf = (row: Row): string => {
    const code = text(row['medicine']) || text(row['device']);
    const item = catalogue.find((one) => one.code === code);
    return item === undefined ? text(row['medicineName']) || text(row['deviceName']) || code : itemName(item, language);
  };
  return (
    <div>
      <h3>{title}</h3>
      <ul className="case-tasks">
        {rows.map((row, index) => {
          const days = text(row['days']);
          const arrangement = [
            text(row['ifMissing']) === '' ? '' : wordOf(referral.answers, text(row['ifMissing'])),
            text(row['arrangedFor']),
            text(row['arrangementNote']),
          ].filter((part) => part !== '');
          return (
            <li key={index}>
              <span>
                <span className="strong">{nameOf(row)}</span> {text(row['dose']) || text(row['use'])}{' '}
                {days !== '' && words.days(days)}
              </span>
              {arrangement.length > 0 && (
                <Tag tone="warning">
                  {words.arranged} {arrangement.join(' ')}
                </Tag>
              )}
              {text(row['medicine']) === '' && text(row['device']) === '' && <Tag>{words.findings['not-listed']}</Tag>}
            </li>
          );
        })}
      </ul>
    </div>
  );
};

export const PlanSummary = ({ answers }: { readonly answers: Row }): React.JSX.Element | null => {
  const words = useWords(planWords);
  const referral = useWords(referralTable);
  const medicines = rowsOf(answers['medicines']);
  const devices = rowsOf(answers['devices']);
  const override = text(answers['overrideReason']);
  if (medicines.length + devices.length === 0 && override === '') return null;
  return (
    <div className="plan-summary">
      {medicines.length > 0 && <Supplies title={referral.questions.medicines} rows={medicines} />}
      {devices.length > 0 && <Supplies title={referral.questions.devices} rows={devices} />}
      {override !== '' && (
        <p className="bar">
          <span className="strong">{words.overridden}</span> <span>{override}</span>
        </p>
      )}
    </div>
  );
};
