/**
 * Writes definitions/compartments.json from the published package `hl7.fhir.r4.examples` 4.0.1 (unpacked folder `package/`):
 *
 *   node --import tsx src/fhir/definitions/generate-compartments.ts PATH/package
 *
 * Facts only: which parameters put a resource of each type into a compartment.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type CompartmentDefinition = {
  readonly code: string;
  readonly resource: readonly { readonly code: string; readonly param?: readonly string[] }[];
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: generate-compartments.ts PATH/package');

const NAMES = ['device', 'encounter', 'patient', 'practitioner', 'relatedPerson'];
const compartments = Object.fromEntries(
  NAMES.map((name) => {
    const text = readFileSync(join(folder, `CompartmentDefinition-${name}.json`), 'utf8');
    const { code, resource } = JSON.parse(text) as CompartmentDefinition;
    return [code, Object.fromEntries(resource.flatMap((each) => (each.param ? [[each.code, each.param]] : [])))];
  }),
);
writeFileSync(new URL('./compartments.json', import.meta.url), JSON.stringify(compartments));
