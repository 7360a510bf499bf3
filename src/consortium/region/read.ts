/** Reads a region pack from its folder, checks it whole, and answers the region it makes or the reasons it is refused. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { z } from 'zod';
import { expandPack } from './expand.ts';
import type { Region } from './model.ts';
import { BrokenPack, jsonPath } from './fault.ts';
import { findInsuranceFaults } from './insurance-faults.ts';
import type { PackFault } from './fault.ts';
import { CalendarFile, FILES, OPTIONAL_FILES } from './pack.ts';
import type { FileKey, OptionalFileKey, PackFiles } from './pack.ts';
import { findDemonstrationFaults } from './demonstration-care-faults.ts';
import { findMatchingFaults } from './matching-references.ts';
import { findAcceptanceFaults } from './acceptances-faults.ts';
import { findInstitutionFaults } from './institutions-faults.ts';
import { findProposalFaults } from './proposals-faults.ts';
import { findReferenceFaults } from './references.ts';
import { findStatedFaults } from './stated.ts';

export type Pack = Region & {
  readonly files: PackFiles;
  /** SHA-256 of all files: kept with what was loaded from them. */
  readonly digest: string;
};

const fault = (file: string, place: string, zh: string, en: string): PackFault => ({ file, place, reason: { zh, en } });

type Text = { readonly text: string } | { readonly faults: readonly PackFault[] };
const readText = async (folder: string, file: string): Promise<Text> => {
  try {
    return { text: await readFile(join(folder, file), 'utf8') };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    return {
      faults: [
        code === 'ENOENT'
          ? fault(file, '$', '缺少这个文件', 'the file is missing')
          : fault(file, '$', `无法读取这个文件（${code}）`, `the file cannot be read (${code})`),
      ],
    };
  }
};

/** V8 tells the position of a syntax error in words only; the line is found from it where given. */
const lineOf = (text: string, error: unknown): string => {
  const position = /position (\d+)/.exec(String(error))?.[1];
  return position === undefined ? '$' : `line ${text.slice(0, Number(position)).split('\n').length}`;
};

const EXPECTED_ZH: Readonly<Record<string, string>> = {
  invalid_type: '类型不符',
  too_small: '数值或长度过小',
  too_big: '数值或长度过大',
  invalid_format: '格式不符',
  invalid_value: '不在允许的取值之内',
  unrecognized_keys: '有不认识的字段',
  invalid_union: '不符合任何一种允许的写法',
  custom: '取值不正确',
};

/** The branch of a union that got furthest tells more than "no branch fits". */
const deepest = (issue: z.core.$ZodIssue): z.core.$ZodIssue => {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors
    .flat()
    .map((nested) => deepest({ ...nested, path: [...issue.path, ...nested.path] }))
    .sort((one, other) => other.path.length - one.path.length);
  const best = inner[0];
  return best !== undefined && best.path.length > issue.path.length ? best : issue;
};

type Parsed<Value> = { readonly value: Value } | { readonly faults: readonly PackFault[] };

const parseFile = <Schema extends z.ZodType>(schema: Schema, file: string, text: string): Parsed<z.infer<Schema>> => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const en = error instanceof Error ? error.message.replace(/\s+/g, ' ').slice(0, 160) : 'bad JSON';
    return { faults: [fault(file, lineOf(text, error), '不是有效的 JSON', `not valid JSON (${en})`)] };
  }
  const checked = schema.safeParse(json);
  if (checked.success) return { value: checked.data };
  return {
    faults: checked.error.issues.map((raw) => {
      const issue = deepest(raw);
      const zh = EXPECTED_ZH[issue.code] ?? '取值不正确';
      return fault(file, jsonPath(issue.path), `${zh}（${issue.message}）`, issue.message);
    }),
  };
};

/** An entry without an end for every clock and urgency: a case must never come into a state whose clock has no limit. */
const findMissingLimits = (files: PackFiles, clocks: readonly string[]): readonly PackFault[] =>
  clocks.flatMap((code) =>
    (['emergency', 'urgent', 'routine'] as const)
      .filter(
        (urgency) =>
          !files.limits.some(
            (limit) =>
              limit.code === code &&
              limit.validUntil === undefined &&
              (limit.urgency === undefined || limit.urgency === urgency),
          ),
      )
      .map((urgency) =>
        fault(
          'limits.json',
          '$',
          `缺少时限“${code}”（${urgency}）`,
          `the limit "${code}" is missing for ${urgency} cases`,
        ),
      ),
  );

/** The working calendars are found by their names, and a few files may be left out; every other is required. */
const namesIn = async (folder: string): Promise<readonly string[]> => {
  try {
    return (await readdir(folder)).sort();
  } catch {
    return [];
  }
};

/**
 * Reads and checks the pack in `folder`. Throws `BrokenPack`, whose message names file, place and reason in Chinese and
 * English; nothing is answered from a pack with a fault.
 * @param clocks codes of the limits the pathways run by: each must be given for every urgency
 */
export const readPack = async (folder: string, clocks: readonly string[] = []): Promise<Pack> => {
  const faults: PackFault[] = [];
  const digest = createHash('sha256');
  const take = async <Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.infer<Schema> | undefined> => {
    const read = await readText(folder, file);
    if ('faults' in read) {
      faults.push(...read.faults);
      return undefined;
    }
    digest.update(`${file}\n${read.text}\n`);
    const parsed = parseFile(schema, file, read.text);
    if ('value' in parsed) return parsed.value;
    faults.push(...parsed.faults);
    return undefined;
  };

  const files: Partial<Record<FileKey | OptionalFileKey, unknown>> = {};
  for (const key of Object.keys(FILES) as FileKey[]) {
    const [file, schema] = FILES[key];
    files[key] = await take(file, schema as z.ZodType);
  }
  const found = await namesIn(folder);
  for (const key of Object.keys(OPTIONAL_FILES) as OptionalFileKey[]) {
    const [file, schema] = OPTIONAL_FILES[key];
    files[key] = found.includes(file) ? await take(file, schema) : undefined;
  }
  const names = found.filter((name) => /^calendar-\d{4}\.json$/.test(name));
  if (names.length === 0)
    faults.push(fault('calendar-YYYY.json', '$', '缺少工作日历', 'a working calendar is missing'));
  const calendars: z.infer<typeof CalendarFile>[] = [];
  for (const name of names) {
    const calendar = await take(name, CalendarFile);
    if (calendar === undefined) continue;
    if (name !== `calendar-${calendar.year}.json`)
      faults.push(fault(name, '$.year', '年份与文件名不一致', 'the year differs from the file name'));
    calendars.push(calendar);
  }
  if (faults.length > 0) throw new BrokenPack(faults);

  const whole = { ...files, calendars } as PackFiles;
  const references = [
    ...findReferenceFaults(whole),
    ...findMatchingFaults(whole),
    ...findInsuranceFaults(whole),
    ...findProposalFaults(whole),
    ...findAcceptanceFaults(whole),
    ...findInstitutionFaults(whole),
    ...findDemonstrationFaults(whole),
    ...findMissingLimits(whole, clocks),
  ];
  if (references.length > 0) throw new BrokenPack(references);
  const region = expandPack(whole);
  const stated = findStatedFaults(whole, region);
  if (stated.length > 0) throw new BrokenPack(stated);
  return { ...region, files: whole, digest: digest.digest('hex') };
};
