/** Opioids at home: for how many days at once, by form of the drug, and how long after the last assessment. Dated data; pure. */
import type { Rule } from '../../../engines/pathways/define.ts';
import { addMonths } from '../../../platform/civil-time.ts';
import type { CivilDay } from '../../../platform/civil-time.ts';
import { refuse } from '../../../platform/refusal.ts';
import versions from './opioids.json' with { type: 'json' };

export const OPIOIDS = ['morphine-sr-10', 'morphine-10', 'fentanyl-patch-4.2', 'oxycodone-sr-10'] as const;
type DrugForm = keyof (typeof versions)[number]['mostDays'];
const FORMS: Readonly<Record<string, DrugForm>> = {
  ...{ 'morphine-sr-10': 'sustained', 'oxycodone-sr-10': 'sustained', 'fentanyl-patch-4.2': 'sustained' },
  'morphine-10': 'injection',
} satisfies Record<(typeof OPIOIDS)[number], DrugForm>;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
/** The version in force on a day; undefined before the first. */
const limitsOn = (day: CivilDay): (typeof versions)[number] | undefined =>
  [...versions].reverse().find(({ validFrom }) => validFrom <= day);

/** What is prescribed says for how many days, and stays within the limit of its form. */
export const withinDays: Rule = (facts) => {
  if (!facts.answered || facts.answers['entry'] !== 'dispensed') return true;
  const { days } = facts.answers;
  if (days === undefined) return refuse('hospice.opioid-days-missing');
  const most = limitsOn(textOf(facts.loaded['today']))?.mostDays[FORMS[textOf(facts.answers['drug'])] ?? 'other'];
  return most === undefined || Number(days) <= most || refuse('hospice.opioid-days', { most });
};

/** Nothing more is prescribed to who was not seen by the doctor in charge for so many months: admission and reviews count. */
export const reviewedLately: Rule = (facts) => {
  const seen = textOf(facts.loaded['reviewedOn']);
  const today = textOf(facts.loaded['today']);
  const months = limitsOn(today)?.reviewMonths;
  if (!facts.answered || facts.answers['entry'] !== 'dispensed' || seen === '' || months === undefined) return true;
  return today <= addMonths(seen, months) || refuse('hospice.opioid-review', { months, seen });
};
