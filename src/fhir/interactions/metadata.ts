import { r4 } from '../definitions/table.ts';
import type { FhirResponse } from '../../platform/http/fhir-handler.ts';
import type { FhirConfig } from '../context.ts';
import { keepingOf, keptTypes } from '../kept-types.ts';
import { parametersOf } from '../search/parameters.ts';

const searchParameters = (type: string): readonly object[] => {
  const { byCode } = parametersOf(type);
  const kinds = {
    patient: 'reference',
    reference: 'reference',
    token: 'token',
    string: 'string',
    date: 'date',
  } as const;
  return [
    { name: '_id', type: 'token' },
    { name: '_lastUpdated', type: 'date' },
    ...[...byCode.values()].map(({ code, kind }) => ({ name: code, type: kinds[kind] })),
  ];
};

const interactions = (type: string): readonly object[] =>
  [
    'create',
    'read',
    'vread',
    'update',
    ...(type === 'Patient' ? [] : ['delete']),
    'history-instance',
    'search-type',
  ].map((code) => ({ code }));

const includesOf = (type: string): object => {
  const codes = [...parametersOf(type).includes.keys()];
  return codes.length === 0 ? {} : { searchInclude: codes.map((code) => `${type}:${code}`) };
};

let built: string | undefined;

/** `GET [base]/metadata`: what stands in the registers of this code, and nothing else. */
export const metadata = (base: string, config: FhirConfig, started: Date): FhirResponse => {
  built ??= JSON.stringify(
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
      conditionalUpdate: false,
      conditionalDelete: 'not-supported',
      ...includesOf(type),
      searchParam: searchParameters(type),
    })),
  );
  const head = JSON.stringify({
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: started.toISOString(),
    kind: 'instance',
    software: { name: 'Kanglian', version: config.version },
    implementation: { description: 'Kanglian 康联', url: base },
    fhirVersion: r4.version,
    format: ['json'],
  });
  const security =
    '"security":{"description":"Bearer token of a service client with SMART system scopes; the client acts for one organisation."}';
  const rest = `[{"mode":"server",${security},"resource":${built},"interaction":[{"code":"transaction"},{"code":"batch"}]}]`;
  return { status: 200, body: `${head.slice(0, -1)},"rest":${rest}}` };
};
