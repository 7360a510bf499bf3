import { r4 } from '../definitions/table.ts';
import type { FhirResponse } from '../../platform/http/fhir-handler.ts';
import type { FhirConfig, Operations } from '../context.ts';
import { keepingOf, keptTypes } from '../kept-types.ts';
import { operationsOf, systemOperations } from '../operations.ts';
import { searchCapability } from '../search/capability.ts';
import { COMPARTMENTS } from '../search/compartments.ts';

const interactions = (type: string): readonly object[] =>
  [
    'create',
    'read',
    'vread',
    'update',
    'patch',
    ...(type === 'Patient' ? [] : ['delete']),
    'history-instance',
    'history-type',
    'search-type',
  ].map((code) => ({ code }));

const operationRows = (operations: Operations): object =>
  operations.length === 0
    ? {}
    : {
        operation: operations.map(({ name, definition, documentation }) => ({ name, definition, documentation })),
      };

/** One text for each register: a process has one, tests may have several. */
const built = new WeakMap<Operations, string>();

const resourcesText = (operations: Operations): string =>
  JSON.stringify(
    keptTypes().map((type) => ({
      type,
      ...(keepingOf(type) === 'directory'
        ? {}
        : { documentation: 'Readable by organisations with a relation to the resident.' }),
      interaction: interactions(type),
      versioning: 'versioned',
      readHistory: true,
      updateCreate: true,
      conditionalCreate: true,
      conditionalRead: 'full-support',
      conditionalUpdate: true,
      conditionalDelete: type === 'Patient' ? 'not-supported' : 'single',
      ...searchCapability(type),
      ...operationRows(operationsOf(operations, type)),
    })),
  );

/** `GET [base]/metadata`: what stands in the registers of this code, and nothing else. */
export const metadata = (
  base: string,
  { version }: FhirConfig,
  operations: Operations,
  started: Date,
): FhirResponse => {
  const resources = built.get(operations) ?? resourcesText(operations);
  built.set(operations, resources);
  const head = JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: started.toISOString(),
    kind: 'instance',
    software: { name: 'Kanglian', version },
    implementation: { description: 'Kanglian 康联', url: base },
    fhirVersion: r4.version,
    format: ['json'],
    patchFormat: ['application/json-patch+json'],
  });
  const security =
    '"security":{"description":"Bearer token of a service client with SMART system scopes; the client acts for one organisation."}';
  const interaction = JSON.stringify([{ code: 'transaction' }, { code: 'batch' }, { code: 'history-system' }]);
  const onBase = JSON.stringify(operationRows(systemOperations(operations))).slice(1, -1);
  const compartment = JSON.stringify(
    COMPARTMENTS.map(
      (name) => `http://hl7.org/fhir/CompartmentDefinition/${name.slice(0, 1).toLowerCase()}${name.slice(1)}`,
    ),
  );
  const rest = `[{"mode":"server",${security},"resource":${resources},"interaction":${interaction}${onBase === '' ? '' : `,${onBase}`},"compartment":${compartment}}]`;
  return { status: 200, body: `${head.slice(0, -1)},"rest":${rest}}` };
};
