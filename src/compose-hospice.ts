/** Joins hospice care: its routes, and the region's data about days of care, refused at the start where they cannot be used. */
import { hospiceRoutes } from './capabilities/hospice/server.ts';
import { casesOf } from './consortium/limits.ts';
import type { Pack } from './consortium/region/read.ts';
import { careDayRules, classesOf } from './engines/care-days/rules-of-region.ts';
import type { CareDayRules } from './engines/care-days/settle.ts';
import type { FigureSource } from './engines/letters/figures-port.ts';
import type { Engine } from './engines/pathways/engine.ts';
import type { ReadLog } from './platform/audit.ts';
import { civilDay } from './platform/civil-time.ts';
import type { ErrorTable } from './platform/errors.ts';
import type { Route } from './platform/http/route.ts';
import type { Printer } from './platform/pdf/printer.ts';

export { CARE_DAY_ERRORS } from './engines/care-days/errors.ts';

/** The region's rules of days, for every capability that has days. */
export const careRulesOf = (pack: Pack, sentence: ErrorTable['sentence']): CareDayRules =>
  careDayRules(pack.files.careDays, { zone: pack.zone, classOf: classesOf(pack) }, sentence);

export const composeHospice = ({
  engine,
  pack,
  rules,
  recordRead,
  printer,
  figures,
}: {
  readonly engine: Engine;
  readonly pack: Pack;
  readonly rules: CareDayRules;
  readonly recordRead: ReadLog['record'];
  readonly printer: Printer;
  readonly figures: FigureSource;
}): readonly Route[] =>
  hospiceRoutes({
    ...{ engine, rules, recordRead, printer, figures, donations: pack.files.careDays.donations },
    smallestCell: casesOf(pack.limits, 'figures.smallest-cell', civilDay(engine.clock.now(), pack.zone)),
  });
