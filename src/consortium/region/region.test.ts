import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referral } from '../../capabilities/referral/index.ts';
import { dueAt } from '../../engines/pathways/due.ts';
import { validate } from '../../fhir/validate/validate.ts';
import { findLimit } from '../limits.ts';
import { isWorkingDay } from '../calendar.ts';
import { ROLES } from '../roles.ts';
import { ROLE_WORDS } from '../words.ts';
import { BrokenPack } from './fault.ts';
import { accountLines } from './accounts.ts';
import { organisationRecords } from './organisation-records.ts';
import { readPack } from './read.ts';
import type { Pack } from './read.ts';
import { countStated } from './stated.ts';

const SIPING = join(import.meta.dirname, '../../../regions/siping');
let pack: Pack;
let scratch: string;
beforeAll(async () => {
  pack = await readPack(SIPING);
  scratch = await mkdtemp(join(tmpdir(), 'kanglian-pack-'));
});
afterAll(() => rm(scratch, { recursive: true }));

describe('the region of the Siping letter', () => {
  it('comes out at every count of the letter', () => {
    const counts = Object.fromEntries(
      pack.files.stated.facts.map(({ fact }) => [fact, countStated(pack, fact)] as const),
    );
    expect(counts).toEqual({
      'urban-groups': 2,
      'urban-group-hospitals': 4,
      'community-centres': 13,
      'county-consortia': 7,
      'township-hospitals-and-centres': 88,
      'village-clinics': 724,
      'key-specialties-national': 2,
      'key-specialties-provincial': 2,
      'key-specialties-city': 20,
      'key-specialties-county': 12,
      devices: 356,
    });
    expect(pack.files.stated.facts.find(({ fact }) => fact === 'devices')).toMatchObject({
      comparator: 'over',
      value: 350,
    });
  });

  it('gives the urban groups their lead and cooperating hospitals and every county consortium one county hospital', () => {
    const nameOf = new Map(pack.organisations.map((o) => [o.id, o.name]));
    const led = pack.affiliations.filter((a) => a.role !== 'member').map((a) => [a.role, nameOf.get(a.organisation)]);
    expect(led.slice(0, 4)).toEqual([
      ['lead', '四平市中心人民医院'],
      ['cooperating', '四平市中医医院'],
      ['lead', '四平市第一人民医院'],
      ['cooperating', '四平市第四人民医院'],
    ]);
    expect(led.slice(4).map(([role]) => role)).toEqual(Array.from({ length: 7 }, () => 'lead'));
    expect(pack.affiliations.filter((a) => a.organisation.startsWith('township-'))).toHaveLength(75);
  });

  it('marks as made up whatever the letter does not name', () => {
    expect(pack.organisations.filter((o) => !o.madeUp).map((o) => o.name)).toEqual([
      '四平市卫生健康委员会',
      '四平市中心人民医院',
      '四平市第一人民医院',
      '四平市中医医院',
      '四平市第四人民医院',
      '四平市中心人民医院城市医疗集团',
      '四平市第一人民医院城市医疗集团',
      '四平市委市政府办公室',
      '四平市政府办公室议案督查科',
    ]);
  });

  it('calls no two organisations and no two of the staff the same', () => {
    for (const names of [
      pack.organisations.map((o) => o.name),
      pack.organisations.map((o) => o.id),
      pack.people.map((p) => p.name),
    ])
      expect(new Set(names).size).toBe(names.length);
  });

  it('staffs every township hospital with two general practitioners, one of them attending, and every village clinic', () => {
    for (const organisation of pack.organisations) {
      const staff = pack.people.filter((p) => p.roles.some((r) => r.organisation === organisation.id));
      const roles = staff.flatMap((p) => p.roles.filter((r) => r.organisation === organisation.id).map((r) => r.role));
      if (organisation.kind === 'township-hospital') {
        expect(roles.filter((r) => r === 'general-practitioner').length).toBeGreaterThanOrEqual(2);
        expect(staff.some((p) => p.title === 'attending')).toBe(true);
        expect(roles).toEqual(expect.arrayContaining(['nurse', 'public-health-worker', 'registrar']));
      }
      if (organisation.kind === 'village-clinic') expect(roles).toEqual(['village-doctor']);
      if (organisation.kind === 'hospital') {
        expect(roles.filter((r) => r === 'referral-coordinator')).toHaveLength(2);
        expect(roles).toEqual(expect.arrayContaining(['admission-clerk', 'duty-officer', 'bed-manager']));
        const departments = pack.departments.filter((d) => d.organisation === organisation.id);
        expect(roles.filter((r) => r === 'attending-physician').length).toBe(departments.length);
      }
    }
  });

  it('has a demonstration account for every role people hold, and one person with two roles', () => {
    const held = new Set(pack.accounts.flatMap((a) => a.roles.map((r) => r.role)));
    expect([...held].sort()).toEqual(ROLES.filter((r) => r !== 'service-client' && r !== 'system').sort());
    expect(pack.accounts.filter((a) => a.roles.length === 2).map((a) => a.login)).toEqual(['stationed']);
    expect(new Set(pack.accounts.map((a) => a.person)).size).toBe(pack.accounts.length);
  });

  it('lets the demonstration doctor refer to the lead hospital where the other accounts work', () => {
    const at = (login: string): string => pack.accounts.find((a) => a.login === login)?.roles[0]?.organisation ?? '';
    const lead = pack.affiliations.find(
      (a) =>
        a.role === 'lead' &&
        a.consortium === pack.affiliations.find((m) => m.organisation === at('gp') && m.role === 'member')?.consortium,
    );
    expect(['coordinator', 'clerk', 'physician', 'duty'].map(at)).toEqual(
      Array.from({ length: 4 }, () => lead?.organisation),
    );
    expect(at('coordinator2')).not.toBe(lead?.organisation);
  });

  it('knows the working calendar of 2026', () => {
    const off = [
      '2026-01-01',
      '2026-01-03',
      '2026-02-15',
      '2026-02-23',
      '2026-04-06',
      '2026-05-05',
      '2026-06-19',
      '2026-09-27',
      '2026-10-07',
    ];
    const on = ['2026-01-04', '2026-02-14', '2026-02-24', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'];
    expect(off.filter((day) => isWorkingDay(pack.calendar, day))).toEqual([]);
    expect(on.filter((day) => !isWorkingDay(pack.calendar, day))).toEqual([]);
    expect(pack.calendar.verified).toBe(false);
  });

  it('has an unverified limit for every clock and urgency', () => {
    const codes = ['answer', 'supply', 'resolve', 'arrival', 'no-show', 'care', 'take-back', 'follow-up', 'close']
      .map((code) => `referral.${code}`)
      .concat('escalation.repeat', 'hold.draft', 'hold.draft-extension', 'hold.answer');
    for (const code of codes)
      for (const urgency of ['emergency', 'urgent', 'routine'] as const)
        expect([code, urgency, findLimit(pack.limits, code, urgency, '2026-11-22')?.verified]).toEqual([
          code,
          urgency,
          false,
        ]);
    expect(findLimit(pack.limits, 'referral.answer', 'routine', '2026-11-22')?.rule).toEqual({ workingDayEnd: 1 });
    expect(findLimit(pack.limits, 'referral.answer', 'urgent', '2026-11-22')?.rule).toEqual({
      minutes: 120,
      aroundClock: true,
    });
    expect(findLimit(pack.limits, 'referral.answer', 'emergency', '2026-11-22')?.rule).toEqual({
      minutes: 15,
      aroundClock: true,
    });
  });

  it('lets no hold expire before its answer is due', () => {
    const limit = (
      code: string,
      urgency: 'emergency' | 'urgent' | 'routine',
    ): NonNullable<ReturnType<typeof findLimit>> => {
      const found = findLimit(pack.limits, code, urgency, '2026-11-22');
      if (found === undefined) throw new Error(code);
      return found;
    };
    fc.assert(
      fc.property(
        fc.date({ min: new Date('2026-01-01T00:00:00Z'), max: new Date('2026-12-31T00:00:00Z'), noInvalidDate: true }),
        fc.constantFrom('emergency' as const, 'urgent' as const, 'routine' as const),
        (from, urgency) => {
          const held = dueAt(limit('hold.answer', urgency), from, pack.calendar, pack.zone);
          const answered = dueAt(limit('referral.answer', urgency), from, pack.calendar, pack.zone);
          expect(held.getTime()).toBeGreaterThanOrEqual(answered.getTime());
        },
      ),
    );
  });

  it('prints a table of the accounts whose columns stand under one another', () => {
    const lines = accountLines(pack);
    expect(lines).toHaveLength(pack.accounts.length * 2);
    const columns = lines
      .filter((_, n) => n % 2 === 0)
      .map((line) => {
        const before = line.slice(0, line.search(new RegExp(`(${Object.values(ROLE_WORDS.zh).join('|')}) `)));
        return Array.from(before).reduce((sum, character) => sum + (character > '⺀' ? 2 : 1), 0);
      });
    expect(new Set(columns).size).toBe(1);
    expect(lines.join('\n')).toContain('Find a resident of the catchment');
  });

  it('is recorded as valid FHIR resources with ids of their own', () => {
    const records = organisationRecords(pack);
    expect(records.flatMap((record) => validate(record).issues.map((issue) => [record.id, issue]))).toEqual([]);
    expect(new Set(records.map((r) => `${r.resourceType}/${String(r.id)}`)).size).toBe(records.length);
    expect(records.filter((r) => !/^[A-Za-z0-9\-.]{1,64}$/.test(r.id ?? ''))).toEqual([]);
  });

  it('is the same region every time it is read', async () => {
    const again = await readPack(SIPING);
    expect(JSON.stringify(again)).toBe(JSON.stringify(pack));
    expect(again.digest).toBe(pack.digest);
  });
});

type Json = { [key: string]: Json } & Json[];
/** A copy of the pack in which one file was changed. */
const broken = async (file: string, change: ((json: Json) => unknown) | string | null): Promise<string> => {
  const folder = await mkdtemp(join(scratch, 'pack-'));
  await cp(SIPING, folder, { recursive: true });
  const path = join(folder, file);
  if (change === null) await rm(path);
  else if (typeof change === 'string') await writeFile(path, change);
  else {
    const json = JSON.parse(await readFile(path, 'utf8')) as Json;
    change(json);
    await writeFile(path, JSON.stringify(json));
  }
  try {
    await readPack(folder);
  } catch (error) {
    if (error instanceof BrokenPack) return error.message;
    throw error;
  }
  return 'accepted';
};
/** Sets a value that does not fit the schema's type. */
const put = (json: Json | undefined, key: string | number, value: unknown): void => {
  if (json === undefined) throw new Error('the pack has no such place');
  (json as Record<string | number, unknown>)[key] = value;
};

describe('a broken region pack is refused with file, place and reason', () => {
  it.each([
    [
      'a wrong type',
      'organisations.json',
      (j: Json) => put(j[3], 'madeUp', 'yes'),
      /organisations\.json.*\$\[3\]\.madeUp.*类型不符.*expected boolean/s,
    ],
    [
      'a kind nobody knows',
      'organisations.json',
      (j: Json) => put(j[1], 'kind', 'palace'),
      /organisations\.json.*\$\[1\]\.kind.*不在允许的取值/s,
    ],
    [
      'an unknown member',
      'consortia.json',
      (j: Json) => put(j['consortia']?.[2]?.['members']?.[1], 'organisation', 'township-99'),
      /consortia\.json.*\$\.consortia\[2\]\.members\[1\]\.organisation.*没有机构“township-99”.*no organisation "township-99"/s,
    ],
    [
      'a consortium without lead',
      'consortia.json',
      (j: Json) => put(j['consortia']?.[4]?.['members']?.[0], 'role', 'member'),
      /consortia\.json.*\$\.consortia\[4\]\.members.*牵头.*there are 0/s,
    ],
    [
      'an id used twice',
      'organisations.json',
      (j: Json) => put(j[4], 'id', 'city-tcm-hospital'),
      /organisations\.json.*\$\[4\]\.id.*重复.*appears twice/s,
    ],
    [
      'a quota below zero',
      'departments.json',
      (j: Json) => put(j['groups']?.[0]?.['departments']?.[0], 'quota', -1),
      /departments\.json.*\$\.groups\[0\]\.departments\[0\]\.quota.*a quota cannot be below zero/s,
    ],
    [
      'an unknown specialty',
      'departments.json',
      (j: Json) => put(j['groups']?.[1]?.['departments']?.[2], 'specialty', 'magic'),
      /departments\.json.*specialty.*没有专科“magic”/s,
    ],
    [
      'a day that does not exist',
      'calendar-2026.json',
      (j: Json) => put(j['worked'], 0, '2026-02-30'),
      /calendar-2026\.json.*\$\.worked\[0\].*not a day of the calendar/s,
    ],
    [
      'a holiday that ends before it begins',
      'calendar-2026.json',
      (j: Json) => put(j['holidays']?.[1], 'to', '2026-02-14'),
      /calendar-2026\.json.*\$\.holidays\[1\]\.to.*结束早于开始/s,
    ],
    [
      'a clock of no minutes',
      'limits.json',
      (j: Json) => put(j[1], 'rule', { minutes: 0, aroundClock: true }),
      /limits\.json.*\$\[1\]\.rule\.minutes/s,
    ],
    [
      'matching by an organisation nobody knows',
      'matching.json',
      (j: Json) => put(j['points'], 'nowhere', [1, 2]),
      /matching\.json.*\$\.points\.nowhere.*没有“nowhere”/s,
    ],
    [
      'matching rules that all run out',
      'matching.json',
      (j: Json) => put(j['rules']?.[0], 'validUntil', '2027-01-01'),
      /matching\.json.*\$\.rules.*缺少没有截止日期的匹配规则/s,
    ],
    [
      'matching weights that count nothing',
      'matching.json',
      (j: Json) =>
        put(j['rules']?.[0]?.['weights'], 'urgent', {
          wait: 0,
          room: 0,
          distance: 0,
          ties: 0,
          continuity: 0,
          grade: 0,
        }),
      /matching\.json.*\$\.rules\[0\]\.weights\.urgent/s,
    ],
    ['an unknown field', 'region.json', (j: Json) => put(j, 'colour', 'red'), /region\.json.*\$ .*colour/s],
    [
      'a zone that does not exist',
      'region.json',
      (j: Json) => put(j, 'zone', 'Asia/Siping'),
      /region\.json.*\$\.zone.*not a time zone/s,
    ],
    [
      'a key specialty nowhere',
      'key-specialties.json',
      (j: Json) => put(j['specialties']?.[0], 'department', 'alchemy'),
      /key-specialties\.json.*\$\.specialties\[0\]\.department/s,
    ],
    [
      'an account for a post nobody has',
      'people.json',
      (j: Json) => put(j['accounts']?.[0]?.['roles']?.[0], 'role', 'duty-officer'),
      /people\.json.*\$\.accounts\[0\]\.roles\[0\]\.role/s,
    ],
    [
      'a count that is not the letter’s',
      'generated.json',
      (j: Json) => put(j['villages'], 'count', 700),
      /stated\.json.*\$\.facts\[5\].*724.*700/s,
    ],
    ['bad JSON', 'limits.json', '[\n  {"code": "referral.answer",,}\n]', /limits\.json.*不是有效的 JSON/s],
    ['a missing file', 'hours.json', null, /hours\.json.*缺少这个文件.*the file is missing/s],
    ['no calendar at all', 'calendar-2026.json', null, /calendar-YYYY\.json.*缺少工作日历/s],
  ])('%s', async (_what, file, change, sentence) => {
    expect(await broken(file, change)).toMatch(sentence);
  });

  it('and a limit that a pathway runs by but the pack does not give', async () => {
    await expect(readPack(SIPING, ['referral.answer', 'referral.lunch'])).rejects.toThrow(
      /limits\.json.*缺少时限“referral\.lunch”（emergency）.*"referral\.lunch" is missing for routine cases/s,
    );
    const folder = await mkdtemp(join(scratch, 'pack-'));
    await cp(SIPING, folder, { recursive: true });
    const limits = JSON.parse(await readFile(join(folder, 'limits.json'), 'utf8')) as {
      code: string;
      urgency?: string;
    }[];
    const fewer = limits.filter((limit) => limit.code !== 'referral.answer' || limit.urgency !== 'urgent');
    await writeFile(join(folder, 'limits.json'), JSON.stringify(fewer));
    await expect(readPack(folder, ['referral.answer'])).rejects.toThrow(
      /"referral\.answer" is missing for urgent cases/,
    );
  });
  it('while the clocks of the referral are all given', async () => {
    const states = Object.values<object>(referral.states);
    const clocks = states.flatMap((state) => ('within' in state ? [String(state.within)] : []));
    expect(clocks.length).toBeGreaterThan(8);
    await expect(readPack(SIPING, clocks)).resolves.toHaveProperty('id', 'siping');
  });
  it('and a folder that does not exist is told as missing files, not as a crash', async () => {
    await expect(readPack(join(scratch, 'nowhere'))).rejects.toThrow(/region\.json.*缺少这个文件/s);
  });
  it('while an untouched copy is accepted', async () => {
    expect(await broken('region.json', () => undefined)).toBe('accepted');
  });
});
