/** 未上报, 已上报 on the worklist: of the cases the own side has to report somewhere. */
import type { ReportTarget } from '../../consortium/region/reporting.ts';
import { instantOf } from '../../platform/civil-time.ts';
import type { WorklistMark } from '../pathways/marks.ts';

const CONFIRMED = `select 1 from report_row x join report_batch b on b.id = x.batch
  where x.case_id = c.id and b.confirmed_at is not null and x.target =`;

/** None where the region reports nothing elsewhere. Unreported: somewhere not yet; reported: everywhere. */
export const reportMarks = (targets: readonly ReportTarget[], zone: string): readonly WorklistMark[] => {
  if (targets.length === 0) return [];
  const reportable = (
    target: ReportTarget,
    give: (value: unknown) => string,
    organisation: string,
  ): string => `(c.pathway = ${give(target.pathway)} and c.opened_at >= ${give(instantOf(target.validFrom, '00:00', zone))}
    and exists (select 1 from case_party own where own.case_id = c.id and own.organisation = ${give(organisation)}
                 and own.party = ${give(target.by)}))`;
  const missing: WorklistMark['when'] = (give, { organisation }) =>
    targets
      .map((target) => `(${reportable(target, give, organisation)} and not exists (${CONFIRMED} ${give(target.code)}))`)
      .join(' or ');
  const any: WorklistMark['when'] = (give, { organisation }) =>
    targets.map((target) => reportable(target, give, organisation)).join(' or ');
  return [
    { code: 'unreported', when: (give, actor) => `(${missing(give, actor)})` },
    { code: 'reported', when: (give, actor) => `((${any(give, actor)}) and not (${missing(give, actor)}))` },
  ];
};
