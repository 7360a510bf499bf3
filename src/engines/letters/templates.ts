/** Templates of letters, as data of the region (`regions/<region>/letter-templates.json`), checked whole when they are read. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { BrokenPack, jsonPath } from '../../consortium/region/fault.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { LetterDocument } from './document.ts';
import { TOKENS, filled, isToken, tokensIn } from './tokens.ts';
import type { Filling } from './tokens.ts';

const Template = z.strictObject({
  code: z.string().regex(/^[a-z0-9-]+$/),
  version: z.int().min(1),
  name: z.string(),
  validFrom: z.string(),
  source: z.string(),
  verified: z.boolean(),
  letter: LetterDocument.omit({ template: true, claims: true, promises: true }),
});
export type LetterTemplate = z.infer<typeof Template>;
const TemplatesFile = z.array(Template);

const textsOf = ({ letter }: LetterTemplate): readonly (readonly [place: string, text: string])[] => [
  ['title', letter.title],
  ['addressee', letter.addressee],
  ['signature', letter.signature],
  ...letter.paragraphs.flatMap(({ heading, text }, at): readonly (readonly [string, string])[] => [
    [`paragraphs[${String(at)}].heading`, heading],
    [`paragraphs[${String(at)}].text`, text],
  ]),
  ...letter.forms.flatMap(({ rows }, form) =>
    rows.flatMap((cells, row) =>
      cells.map(({ value }, cell): readonly [string, string] => [
        `forms[${String(form)}].rows[${String(row)}][${String(cell)}].value`,
        value,
      ]),
    ),
  ),
];

const FILE = 'letter-templates.json';

/** Reads a text as templates. Throws `BrokenPack`: what is wrong, where, unknown tokens by their names. */
export const parseTemplates = (text: string): readonly LetterTemplate[] => {
  const fault = (place: string, zh: string, en: string): BrokenPack =>
    new BrokenPack([{ file: FILE, place, reason: { zh, en } }]);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw fault('$', '不是有效的 JSON', 'not valid JSON');
  }
  const checked = TemplatesFile.safeParse(json);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw fault(jsonPath(issue?.path ?? []), `取值不正确（${issue?.message ?? ''}）`, issue?.message ?? 'wrong value');
  }
  for (const template of checked.data)
    for (const [place, words] of textsOf(template)) {
      const strange = tokensIn(words).find((name) => !isToken(name));
      if (strange !== undefined)
        throw fault(
          `${template.code}.${place}`,
          `不认识的填充项 {{${strange}}}，可用的有：${TOKENS.join('、')}`,
          `no such token {{${strange}}}; there are: ${TOKENS.join(', ')}`,
        );
    }
  return checked.data;
};

/** The templates of a region; a region without the file has none of its own. */
export const readTemplates = async (folder: string): Promise<readonly LetterTemplate[]> => {
  const text = await readFile(join(folder, FILE), 'utf8').catch(() => null);
  return text === null ? [] : parseTemplates(text);
};

/** A new letter from a template; what nobody filled stays as its token and is found before signing. */
export const fillTemplate = ({ code, version, letter }: LetterTemplate, filling: Filling): LetterDocument => ({
  ...letter,
  template: { code, version },
  title: filled(letter.title, filling),
  addressee: filled(letter.addressee, filling),
  signature: filled(letter.signature, filling),
  contact:
    letter.contact === null
      ? null
      : {
          ...letter.contact,
          person: filled(letter.contact.person, filling),
          phone: filled(letter.contact.phone, filling),
        },
  paragraphs: letter.paragraphs.map((paragraph) => ({
    ...paragraph,
    heading: filled(paragraph.heading, filling),
    text: filled(paragraph.text, filling),
  })),
  forms: letter.forms.map((form) => ({
    ...form,
    rows: form.rows.map((cells) => cells.map((cell) => ({ ...cell, value: filled(cell.value, filling) }))),
  })),
  claims: {},
  promises: [],
});

/** The newest version of a template that is valid on a day. */
export const findTemplate = (
  templates: readonly LetterTemplate[],
  code: string,
  day: string,
): LetterTemplate | undefined =>
  [...templates]
    .filter((template) => template.code === code && template.validFrom <= day)
    .sort((one, other) => other.version - one.version)[0];

/** Puts the region's templates where a step finds them; those that are there stay as they are. */
export const installTemplates = (templates: readonly LetterTemplate[]): Statement => ({
  name: 'install-letter-templates',
  text: `insert into letter_template (code, version, name, valid_from, source, verified, content)
         select t.* from unnest($1::text[], $2::int[], $3::text[], $4::date[], $5::text[], $6::boolean[], $7::json[])
                as t (code, version, name, valid_from, source, verified, content)
         on conflict (code, version) do nothing`,
  values: [
    templates.map(({ code }) => code),
    templates.map(({ version }) => version),
    templates.map(({ name }) => name),
    templates.map(({ validFrom }) => validFrom),
    templates.map(({ source }) => source),
    templates.map(({ verified }) => verified),
    templates.map(({ letter }) => JSON.stringify(letter)),
  ],
});

const COLUMNS = 'code, version, name, valid_from::text as valid_from, source, verified, content::text as content';

export const findValidTemplate = (code: string, at: Date): Statement => ({
  name: 'find-letter-template',
  text: `select ${COLUMNS} from letter_template where code = $1 and valid_from <= $2::date order by version desc limit 1`,
  values: [code, at],
});

export const listTemplates = (at: Date): Statement => ({
  name: 'list-letter-templates',
  text: `select distinct on (code) ${COLUMNS} from letter_template where valid_from <= $1::date order by code, version desc`,
  values: [at],
});

export const templateFrom = (row: Rows[number] | undefined): LetterTemplate | undefined =>
  row === undefined
    ? undefined
    : Template.parse({
        code: row['code'],
        version: Number(row['version']),
        name: row['name'],
        validFrom: row['valid_from'],
        source: row['source'],
        verified: row['verified'],
        letter: JSON.parse(String(row['content'])) as unknown,
      });
