/** What the files of a pack say about each other: every id exists, once, and of the right kind; consortia have one lead. */
import { jsonPath } from './fault.ts';
import type { PackFault } from './fault.ts';
import type { FileKey, PackFiles } from './pack.ts';
import { FILES } from './pack.ts';

type Report = (file: string, path: readonly PropertyKey[], zh: string, en: string) => void;

const CONSORTIUM_KINDS: ReadonlySet<string> = new Set(['urban-group', 'county-consortium']);

const eachOnce = (
  report: Report,
  file: FileKey,
  list: readonly { readonly key: string; readonly path: readonly PropertyKey[] }[],
): void => {
  const seen = new Set<string>();
  for (const { key, path } of list) {
    if (seen.has(key)) report(file, path, `“${key}”重复出现`, `"${key}" appears twice`);
    seen.add(key);
  }
};

const checkOrganisations = (files: PackFiles, ids: ReadonlySet<string>, report: Report): void => {
  const { organisations, region } = files;
  for (const key of ['id', 'name', 'shortName'] as const)
    eachOnce(
      report,
      'organisations',
      organisations.map((o, n) => ({ key: o[key], path: [n, key] })),
    );
  organisations.forEach((organisation, n) => {
    if (organisation.partOf !== undefined && !ids.has(organisation.partOf))
      report(
        'organisations',
        [n, 'partOf'],
        `没有机构“${organisation.partOf}”`,
        `no organisation "${organisation.partOf}"`,
      );
    if (organisation.district !== undefined && !region.districts.includes(organisation.district))
      report(
        'organisations',
        [n, 'district'],
        `区域中没有“${organisation.district}”`,
        `no district "${organisation.district}"`,
      );
  });
  if (organisations.find((o) => o.id === region.bureau)?.kind !== 'bureau')
    report(
      'region',
      ['bureau'],
      `“${region.bureau}”不是主管部门`,
      `"${region.bureau}" is not a bureau of organisations.json`,
    );
};

const checkConsortia = (files: PackFiles, kinds: ReadonlyMap<string, string>, report: Report): void => {
  const { consortia } = files.consortia;
  eachOnce(
    report,
    'consortia',
    consortia.map((c, n) => ({ key: c.id, path: ['consortia', n, 'id'] })),
  );
  consortia.forEach((consortium, n) => {
    const path = ['consortia', n] as const;
    if (!CONSORTIUM_KINDS.has(kinds.get(consortium.id) ?? ''))
      report(
        'consortia',
        [...path, 'id'],
        `“${consortium.id}”不是医共体或医疗集团`,
        `"${consortium.id}" is not a consortium`,
      );
    const leads = consortium.members.filter((member) => member.role === 'lead').length;
    if (leads !== 1)
      report(
        'consortia',
        [...path, 'members'],
        `应有且只有一家牵头单位，现有${leads}家`,
        `exactly one lead is needed, there are ${leads}`,
      );
    eachOnce(
      report,
      'consortia',
      consortium.members.map((m, i) => ({ key: m.organisation, path: [...path, 'members', i, 'organisation'] })),
    );
    consortium.members.forEach((member, i) => {
      if (!kinds.has(member.organisation))
        report(
          'consortia',
          [...path, 'members', i, 'organisation'],
          `没有机构“${member.organisation}”`,
          `no organisation "${member.organisation}"`,
        );
    });
  });
  const named = new Set(consortia.map((c) => c.id));
  files.organisations.forEach((organisation, n) => {
    if (CONSORTIUM_KINDS.has(organisation.kind) && !named.has(organisation.id))
      report(
        'organisations',
        [n, 'id'],
        `“${organisation.id}”没有成员单位`,
        `"${organisation.id}" has no members in consortia.json`,
      );
  });
};

const checkDepartments = (
  files: PackFiles,
  kinds: ReadonlyMap<string, string>,
  report: Report,
): ReadonlySet<string> => {
  const { specialties, clinics, groups } = files.departments;
  eachOnce(
    report,
    'departments',
    specialties.map((s, n) => ({ key: s.code, path: ['specialties', n, 'code'] })),
  );
  const known = new Set(specialties.map((s) => s.code));
  const patterns = new Set(clinics.map((c) => c.code));
  const made: { key: string; path: readonly PropertyKey[] }[] = [];
  groups.forEach((group, n) => {
    const owners =
      'kind' in group ? files.organisations.filter((o) => o.kind === group.kind).map((o) => o.id) : group.organisations;
    if ('organisations' in group)
      group.organisations.forEach((organisation, i) => {
        if (!kinds.has(organisation))
          report(
            'departments',
            ['groups', n, 'organisations', i],
            `没有机构“${organisation}”`,
            `no organisation "${organisation}"`,
          );
      });
    group.departments.forEach((department, i) => {
      const path = ['groups', n, 'departments', i] as const;
      if (!known.has(department.specialty))
        report(
          'departments',
          [...path, 'specialty'],
          `没有专科“${department.specialty}”`,
          `no specialty "${department.specialty}"`,
        );
      if (department.clinic !== undefined && !patterns.has(department.clinic))
        report(
          'departments',
          [...path, 'clinic'],
          `没有门诊排班“${department.clinic}”`,
          `no clinic pattern "${department.clinic}"`,
        );
      for (const owner of owners) made.push({ key: `${owner}/${department.code}`, path: [...path, 'code'] });
    });
  });
  eachOnce(report, 'departments', made);
  return new Set(made.map((m) => m.key));
};

const checkEquipment = (
  files: PackFiles,
  ids: ReadonlySet<string>,
  departments: ReadonlySet<string>,
  report: Report,
): void => {
  const key = (k: { organisation: string; department: string }): string => `${k.organisation}/${k.department}`;
  files.keySpecialties.specialties.forEach((entry, n) => {
    if (!departments.has(key(entry)))
      report(
        'keySpecialties',
        ['specialties', n, 'department'],
        `没有科室“${key(entry)}”`,
        `no department "${key(entry)}"`,
      );
  });
  eachOnce(
    report,
    'keySpecialties',
    files.keySpecialties.specialties.map((k, n) => ({ key: `${key(k)} ${k.grade}`, path: ['specialties', n] })),
  );
  const devices = new Set(files.devices.kinds.map((k) => k.code));
  const unknown = (device: string, path: readonly PropertyKey[]): void => {
    if (!devices.has(device)) report('devices', path, `没有设备种类“${device}”`, `no kind of device "${device}"`);
  };
  files.devices.each.forEach((entry, n) => {
    entry.devices.forEach((d, i) => unknown(d.device, ['each', n, 'devices', i, 'device']));
  });
  files.devices.further.forEach((entry, n) => {
    unknown(entry.device, ['further', n, 'device']);
    if (!ids.has(entry.organisation))
      report(
        'devices',
        ['further', n, 'organisation'],
        `没有机构“${entry.organisation}”`,
        `no organisation "${entry.organisation}"`,
      );
  });
};

const checkPeople = (
  files: PackFiles,
  kinds: ReadonlyMap<string, string>,
  departments: ReadonlySet<string>,
  report: Report,
): void => {
  eachOnce(
    report,
    'people',
    files.people.accounts.map((a, n) => ({ key: a.login, path: ['accounts', n, 'login'] })),
  );
  files.people.accounts.forEach((account, n) => {
    account.roles.forEach((held, i) => {
      const path = ['accounts', n, 'roles', i] as const;
      const at = 'villageOf' in held ? held.villageOf : held.organisation;
      const kind = kinds.get(at);
      if (kind === undefined) {
        report(
          'people',
          [...path, 'villageOf' in held ? 'villageOf' : 'organisation'],
          `没有机构“${at}”`,
          `no organisation "${at}"`,
        );
        return;
      }
      const staffed = 'villageOf' in held ? 'village-clinic' : kind;
      const planned = files.people.staff.some((s) => s.kind === staffed && s.people.some((p) => p.role === held.role));
      if (!planned) report('people', [...path, 'role'], `“${at}”没有岗位“${held.role}”`, `"${at}" has no ${held.role}`);
      if ('department' in held && held.department !== undefined && !departments.has(`${at}/${held.department}`))
        report(
          'people',
          [...path, 'department'],
          `“${at}”没有科室“${held.department}”`,
          `"${at}" has no department "${held.department}"`,
        );
    });
  });
};

const checkTimes = (files: PackFiles, report: Report): void => {
  if (files.hours.opens >= files.hours.closes)
    report('hours', ['closes'], '下班应晚于上班', 'closing is not after opening');
  for (const calendar of files.calendars) {
    const file = `calendar-${calendar.year}.json`;
    const inYear = (day: string): boolean => day.startsWith(String(calendar.year));
    calendar.holidays.forEach((holiday, n) => {
      if (holiday.to < holiday.from) report(file, ['holidays', n, 'to'], '结束早于开始', 'it ends before it begins');
      if (!inYear(holiday.from) || !inYear(holiday.to))
        report(file, ['holidays', n], `不在${calendar.year}年`, `not in ${calendar.year}`);
    });
    calendar.worked.forEach((day, n) => {
      if (!inYear(day)) report(file, ['worked', n], `不在${calendar.year}年`, `not in ${calendar.year}`);
      if (calendar.holidays.some((h) => h.from <= day && day <= h.to))
        report(file, ['worked', n], '同一天既是假日又是工作日', 'the same day is a holiday as well');
    });
  }
  eachOnce(
    report,
    'limits',
    files.limits.map((l, n) => ({ key: `${l.code} ${l.urgency ?? ''} ${l.validFrom}`.replace('  ', ' '), path: [n] })),
  );
};

const checkGenerated = (files: PackFiles, kinds: ReadonlyMap<string, string>, report: Report): void => {
  const { villages, residents } = files.generated;
  const combinations = villages.heads.length * villages.middles.length * villages.tails.length;
  if (combinations < villages.count)
    report(
      'generated',
      ['villages', 'count'],
      `只能组成${combinations}个不同的村名`,
      `only ${combinations} different village names can be made`,
    );
  if (![...kinds.values()].includes(villages.of))
    report('generated', ['villages', 'of'], `没有此类机构`, `there is no organisation of that kind`);
  if (kinds.get(residents.firstAround) !== villages.of)
    report(
      'generated',
      ['residents', 'firstAround'],
      `“${residents.firstAround}”没有下属村卫生室`,
      `"${residents.firstAround}" has no villages`,
    );
};

/** Every fault in what the files say about each other; empty when they fit. */
export const findReferenceFaults = (files: PackFiles): readonly PackFault[] => {
  const faults: PackFault[] = [];
  const report: Report = (file, path, zh, en) => {
    const name = file in FILES ? FILES[file as FileKey][0] : file;
    faults.push({ file: name, place: jsonPath(path), reason: { zh, en } });
  };
  const kinds = new Map(files.organisations.map((o) => [o.id, o.kind as string]));
  const ids = new Set(kinds.keys());
  checkOrganisations(files, ids, report);
  checkConsortia(files, kinds, report);
  const departments = checkDepartments(files, kinds, report);
  checkEquipment(files, ids, departments, report);
  checkPeople(files, kinds, departments, report);
  checkTimes(files, report);
  checkGenerated(files, kinds, report);
  return faults;
};
