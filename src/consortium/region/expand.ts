/** Makes the region out of a checked pack: villages, departments, slots' patterns, people and accounts, the same every time. */
import type { Calendar } from '../calendar.ts';
import { addDays } from '../../platform/civil-time.ts';
import { shuffled } from '../synthetic/draw.ts';
import type { Department, Device, Organisation, Region } from './model.ts';
import type { DepartmentEntry, PackFiles } from './pack.ts';
import { expandPeople } from './people.ts';

export const departmentId = (organisation: string, code: string): string => `${organisation}.${code}`;

/** Villages go round the township hospitals, so that no two differ by more than one; no village name occurs twice. */
const villagesOf = (files: PackFiles): readonly Organisation[] => {
  const { seed, count, of, heads, middles, tails } = files.generated.villages;
  const parents = files.organisations.filter((o) => o.kind === of);
  const order = shuffled(heads.length * middles.length * tails.length, seed);
  return Array.from({ length: count }, (_, n): Organisation => {
    const code = order[n] ?? 0;
    const head = heads[code % heads.length] ?? '';
    const middle = middles[Math.floor(code / heads.length) % middles.length] ?? '';
    const tail = tails[Math.floor(code / (heads.length * middles.length))] ?? '';
    const parent = parents[n % parents.length];
    if (parent === undefined) throw new Error('villages need an organisation to belong to');
    const village = `${head}${middle}${tail}村`;
    return {
      id: `village-${String(n + 1).padStart(3, '0')}`,
      kind: 'village-clinic',
      name: `${parent.name.replace(/(中心)?卫生院$/, '')}${village}卫生室`,
      shortName: `${village}卫生室`,
      level: 'primary',
      district: parent.district ?? null,
      partOf: parent.id,
      phone: null,
      madeUp: true,
      from: parent.from,
    };
  });
};

const expandDepartments = (files: PackFiles, organisations: readonly Organisation[]): readonly Department[] => {
  const clinics = new Map(files.departments.clinics.map((clinic) => [clinic.code, clinic]));
  const made = (organisation: Organisation, entry: DepartmentEntry): Department => ({
    id: departmentId(organisation.id, entry.code),
    code: entry.code,
    organisation: organisation.id,
    name: entry.name,
    specialty: entry.specialty,
    phone: null,
    madeUp: files.departments.madeUp,
    from: organisation.from,
    quota: entry.quota ?? null,
    clinic: entry.clinic === undefined ? null : (clinics.get(entry.clinic) ?? null),
    postedClinics: entry.postedClinics ?? [],
    beds: Array.from(
      { length: entry.beds?.count ?? 0 },
      (_, n) => `${entry.beds?.prefix ?? ''}${String(n + 1).padStart(2, '0')}`,
    ),
    bedUse:
      entry.beds?.use ??
      (entry.specialty === 'elder-care' ? 'elder-care' : entry.specialty === 'hospice' ? 'hospice' : 'hospital'),
    bedsPerRoom: entry.beds?.perRoom ?? null,
  });
  return files.departments.groups.flatMap((group) =>
    organisations
      .filter((o) => ('kind' in group ? o.kind === group.kind : group.organisations.includes(o.id)))
      .flatMap((organisation) => group.departments.map((entry) => made(organisation, entry))),
  );
};

const expandDevices = (files: PackFiles, organisations: readonly Organisation[]): readonly Device[] => {
  const { each, further, madeUp, from } = files.devices;
  const wanted = [
    ...each.flatMap((rule) =>
      organisations
        .filter((o) => o.kind === rule.kind)
        .flatMap((o) => rule.devices.map((d) => ({ organisation: o.id, ...d }))),
    ),
    ...further,
  ];
  const numbered = new Map<string, number>();
  return wanted.flatMap(({ organisation, device, count }) =>
    Array.from({ length: count }, (): Device => {
      const key = `${organisation}.${device}`;
      const number = (numbered.get(key) ?? 0) + 1;
      numbered.set(key, number);
      return { id: `${key}.${number}`, organisation, kind: device, madeUp, from };
    }),
  );
};

/** Every day from `from` to `to`. */
const daysBetween = (from: string, to: string): readonly string[] => {
  const days: string[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
  return days;
};

const calendarOf = (files: PackFiles): Calendar => ({
  years: new Set(files.calendars.map((calendar) => calendar.year)),
  holidays: new Set(files.calendars.flatMap((calendar) => calendar.holidays.flatMap((h) => daysBetween(h.from, h.to)))),
  worked: new Set(files.calendars.flatMap((calendar) => calendar.worked)),
  opens: files.hours.opens,
  closes: files.hours.closes,
  verified: files.hours.verified && files.calendars.every((calendar) => calendar.verified),
});

/** Pure and repeatable: the same files make the same region, in the same order. */
export const expandPack = (files: PackFiles): Region => {
  const organisations: readonly Organisation[] = [
    ...files.organisations.map((entry) => ({
      ...entry,
      level: entry.level ?? null,
      district: entry.district ?? null,
      partOf: entry.partOf ?? null,
      phone: entry.phone ?? null,
    })),
    ...villagesOf(files),
  ];
  const departments = expandDepartments(files, organisations);
  const { people, accounts } = expandPeople(files, organisations, departments);
  const { id, name, nameEn, zone, prefix, bureau } = files.region;
  return {
    id,
    name,
    nameEn,
    zone,
    prefix,
    bureau,
    calendar: calendarOf(files),
    limits: files.limits,
    specialties: files.departments.specialties,
    organisations,
    affiliations: files.consortia.consortia.flatMap((consortium) =>
      consortium.members.map((member) => ({ consortium: consortium.id, ...member, from: files.consortia.from })),
    ),
    departments,
    keySpecialties: files.keySpecialties.specialties.map((entry) => ({
      department: departmentId(entry.organisation, entry.department),
      grade: entry.grade,
      from: files.keySpecialties.from,
    })),
    devices: expandDevices(files, organisations),
    acceptances: files.acceptances.terms,
    institutions: { lines: files.institutions.lines, joint: files.institutions.joint },
    people,
    accounts,
  };
};
