/**
 * The guide of this project (docs/fhir): profiles, extensions, code systems, value sets, naming systems and concept maps, read
 * once from the files beside the documentation. The server shows the same files and validates by them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { JsonObject, Resource } from '../resource.ts';
import { objectsOf, textOf } from '../resource.ts';

const FOLDER = fileURLToPath(new URL('../../../docs/fhir/', import.meta.url));

/** All resources of the guide, by their file names. */
export const guide: readonly Resource[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.json'))
  .sort()
  .map((file) => JSON.parse(readFileSync(FOLDER + file, 'utf8')) as Resource);

const byUrl = new Map(
  guide.flatMap((resource) => (typeof resource['url'] === 'string' ? [[resource['url'], resource]] : [])),
);

/** A profile by its url, with or without a version. */
export const findProfile = (canonical: string): Resource | undefined => {
  const found = byUrl.get(canonical.replace(/\|.*$/, ''));
  return found?.resourceType === 'StructureDefinition' ? found : undefined;
};

const codesOf = (concepts: readonly JsonObject[]): readonly string[] =>
  concepts.flatMap((concept) => [textOf(concept['code']) ?? '', ...codesOf(objectsOf(concept['concept']))]);

/** `system|code` of a value set of the guide: its lists, and code systems taken whole. */
export const codingsOf = (canonical: string): ReadonlySet<string> | undefined => {
  const set = byUrl.get(canonical);
  if (set?.resourceType !== 'ValueSet') return undefined;
  const include = objectsOf(objectsOf(set['compose'])[0]?.['include']);
  return new Set(
    include.flatMap((each) => {
      const system = textOf(each['system']) ?? '';
      const listed = objectsOf(each['concept']);
      const codes = listed.length > 0 ? codesOf(listed) : codesOf(objectsOf(byUrl.get(system)?.['concept']));
      return codes.map((code) => `${system}|${code}`);
    }),
  );
};
