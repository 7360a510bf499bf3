/** What proposals.json says about itself and the other files: organisations that exist, rules that do not overlap, bands in order. */
import { jsonPath } from './fault.ts';
import type { PackFault } from './fault.ts';
import type { PackFiles } from './pack.ts';
import type { ProposalsFile } from './proposals-file.ts';

type Report = (path: readonly PropertyKey[], zh: string, en: string) => void;

const checkRules = (file: ProposalsFile, report: Report): void => {
  const bodies = new Set<string>(file.bodies.map(({ body }) => body));
  file.rules.forEach(({ body, validFrom, validUntil, rule }, n) => {
    if (!bodies.has(body))
      report(['rules', n, 'body'], `没有写明“${body}”的机构`, `the body "${body}" is not described`);
    if (validUntil !== undefined && validUntil <= validFrom)
      report(['rules', n, 'validUntil'], '止日不在起日之后', 'ends before it begins');
    const over = file.rules.some(
      (other, m) =>
        m < n &&
        other.body === body &&
        (other.validUntil === undefined || other.validUntil > validFrom) &&
        (validUntil === undefined || other.validFrom < validUntil),
    );
    if (over) report(['rules', n, 'validFrom'], '与前面的规定时间重叠', 'overlaps an earlier rule of the body');
    if (rule.extendToMonths < rule.answer.months)
      report(
        ['rules', n, 'rule', 'extendToMonths'],
        '延期后的期限短于办理期限',
        'an extension ends before the time itself',
      );
    const codes = rule.classes.map(({ code }) => code);
    if (new Set(codes).size !== codes.length)
      report(['rules', n, 'rule', 'classes'], '办理结果类别重复', 'a class stands twice');
    rule.followed.forEach((code, m) => {
      if (!codes.includes(code))
        report(['rules', n, 'rule', 'followed', m], `类别中没有“${code}”`, `there is no class "${code}"`);
    });
    const floors = (rule.bands ?? []).map(({ from }) => from);
    if (
      floors.some((from, at) => at > 0 && from >= (floors[at - 1] ?? 0)) ||
      (floors.length > 0 && floors.at(-1) !== 0)
    )
      report(['rules', n, 'rule', 'bands'], '分数段须由高到低，至0分止', 'bands go down, to zero');
  });
};

export const findProposalFaults = ({
  proposals,
  organisations,
}: Pick<PackFiles, 'proposals' | 'organisations'>): readonly PackFault[] => {
  const faults: PackFault[] = [];
  const report: Report = (path, zh, en) =>
    faults.push({ file: 'proposals.json', place: jsonPath(path), reason: { zh, en } });
  const known = new Set([...organisations, ...(proposals.organisations ?? [])].map(({ id }) => id));
  proposals.bodies.forEach((entry, n) => {
    for (const key of ['organisation', 'office', 'supervisor'] as const)
      if (!known.has(entry[key]))
        report(['bodies', n, key], `没有机构“${entry[key]}”`, `no organisation "${entry[key]}"`);
  });
  checkRules(proposals, report);
  return faults;
};
