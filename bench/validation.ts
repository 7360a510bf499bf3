/**
 * Validation on one core: parsed resources of the official examples, checked in a loop; CPU seconds of this process.
 *
 *   node --import tsx bench/validation.ts FOLDER     the unpacked package hl7.fhir.r4.examples 4.0.1
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from '../src/fhir/json.ts';
import { validate } from '../src/fhir/validate/validate.ts';

/** Definitions and collections of them, which no hospital sends; what is left are examples of records. */
const DEFINITIONS =
  /^(StructureDefinition|ValueSet|CodeSystem|SearchParameter|ConceptMap|OperationDefinition|CompartmentDefinition|ImplementationGuide|CapabilityStatement|NamingSystem|ig-|package|Bundle-(dataelements|resources|types|valueset|conceptmaps|extensions|profiles|search|v2|v3|external))/;
const ROUNDS = 20;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node --import tsx bench/validation.ts FOLDER');
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.json') && !DEFINITIONS.test(file))
  .map((file) => readFileSync(join(folder, file), 'utf8'));
const resources = texts.flatMap((text) => {
  const parsed = parseJson(text);
  return parsed.ok ? [parsed.value] : [];
});

const seconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
const measured = (work: () => void, rounds: number): number => {
  work();
  work();
  const before = seconds();
  for (let round = 0; round < rounds; round++) work();
  return (seconds() - before) / rounds / resources.length;
};

const each = measured(() => {
  for (const resource of resources) validate(resource);
}, ROUNDS);
// on a machine that others use too, only what this one takes beside it says anything
const parsing = measured(() => {
  for (const text of texts) JSON.parse(text);
}, ROUNDS / 4);
const average = texts.reduce((sum, text) => sum + text.length, 0) / texts.length;
console.log(
  `${resources.length} records of ${Math.round(average)} characters on average: ${Math.round(1 / each)}/s on one core, ${(each * 1e6).toFixed(0)} µs each (budget 10000/s); ${(each / parsing).toFixed(2)} times what JSON.parse takes of the same texts`,
);
