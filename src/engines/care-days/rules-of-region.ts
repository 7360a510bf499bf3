/** The region's data about days of care, as the engine uses them; a table with a hole or an overlap stops the program at its start. */
import type { ErrorTable } from '../../platform/errors.ts';
import type { CivilDay } from '../../platform/civil-time.ts';
import { isRefusal, refuse } from '../../platform/refusal.ts';
import type { Refusal } from '../../platform/refusal.ts';
import type { CareDaysFile } from '../../consortium/region/care-days-file.ts';
import { checkVersions } from './core/dated.ts';
import { isFen } from './core/money.ts';
import { checkPayTables } from './core/policies.ts';
import type { CareDayRules } from './settle.ts';

/** Whether the file can be used: `true`, or the first sentence of what is wrong with it. */
export const checkCareDays = (file: CareDaysFile): true | Refusal => {
  const versions = checkVersions([...file.days, ...file.evidence]);
  if (isRefusal(versions)) return versions;
  const tables = checkPayTables(file);
  if (isRefusal(tables)) return tables;
  for (const { fund, fen } of file.donations) {
    if (!file.funds.some(({ id }) => id === fund)) return refuse('fund-unknown');
    if (!isFen(fen)) return refuse('money-negative');
  }
  return true;
};

/** @throws when the file cannot be used, with the sentence in both languages. */
export const careDayRules = (
  file: CareDaysFile,
  region: { readonly zone: string; readonly classOf: (organisation: string, day: CivilDay) => string | null },
  say: ErrorTable['sentence'],
): CareDayRules => {
  const checked = checkCareDays(file);
  if (isRefusal(checked)) throw new Error(`care-days.json: ${say(checked, 'zh')} / ${say(checked, 'en')}`);
  const { days, evidence, perDiem, ltci, order, funds } = file;
  return { ...region, days, evidence, tables: { perDiem, ltci, order }, funds };
};

/** The class of an institution by which rates are set: the level it is registered with. */
export const classesOf = ({
  files,
}: {
  readonly files: { readonly organisations: readonly { readonly id: string; readonly level?: string | undefined }[] };
}): CareDayRules['classOf'] => {
  const levels = new Map(files.organisations.map(({ id, level }) => [id, level ?? null]));
  return (organisation) => levels.get(organisation) ?? null;
};
