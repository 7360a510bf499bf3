/** For tests: a service client of one organisation that asks the FHIR interface without a network between. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { bodyText } from '../platform/http/fhir-handler.ts';
import type { FhirHandler, FhirRequest } from '../platform/http/fhir-handler.ts';
import type { Caller } from '../platform/http/route.ts';
import type { Resource } from './resource.ts';

export const clientOf = (organisation: string, scope = 'system/*.cruds'): Caller => ({
  actor: { id: `client:${organisation}`, person: null, role: 'service-client', organisation, purpose: 'care' },
  session: null,
  name: organisation,
  scope,
});

export type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The parsed body; an empty object without one. */
  readonly body: Resource;
  /** `code` and place of each issue of an OperationOutcome. */
  readonly issues: readonly string[];
  /** The sentences of an OperationOutcome. */
  readonly sentences: readonly string[];
};

export type TestClient = (
  method: FhirRequest['method'],
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Answered>;

type Outcome = {
  readonly issue?: readonly {
    readonly details: { readonly text: string; readonly coding: readonly { readonly code: string }[] };
    readonly expression?: readonly string[];
  }[];
};

/** `await ask('GET', 'Patient?identifier=…')`; an object body is sent as JSON, a string as it stands. */
export const testClient =
  (fhir: FhirHandler, caller: Caller | null, language: FhirRequest['language'] = 'zh'): TestClient =>
  async (method, path, body, headers = {}) => {
    const [whole = '', query = ''] = path.split(/\?(.*)/s);
    const response = await fhir({
      method,
      path: `/${whole}`,
      query,
      headers: { 'content-type': 'application/fhir+json', ...headers },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
      caller,
      language,
      address: '127.0.0.1',
      base: 'http://127.0.0.1/fhir',
    });
    const text = bodyText(response.body);
    const isJson = /json/.test(response.headers?.['content-type'] ?? 'json');
    const parsed = (text === '' || !isJson ? {} : JSON.parse(text)) as Resource;
    const { issue: issues = [] } = parsed as Outcome;
    return {
      status: response.status,
      headers: response.headers ?? {},
      text,
      body: parsed,
      issues: issues.map(({ details, expression }) =>
        [details.coding[0]?.code, expression?.[0]].filter(Boolean).join(' @ '),
      ),
      sentences: issues.map(({ details }) => details.text),
    };
  };

export type BundleEntry = {
  readonly fullUrl?: string;
  readonly resource: Resource;
  readonly response?: { readonly status: string; readonly location?: string };
};
export type Bundle = Resource & { readonly entry?: readonly BundleEntry[]; readonly total?: number };

export const entriesOf = (answered: Answered): readonly BundleEntry[] => (answered.body as Bundle).entry ?? [];
export const resourcesOf = (answered: Answered): readonly Resource[] =>
  entriesOf(answered).map(({ resource }) => resource);

const SAMPLES = fileURLToPath(new URL('../../../shared/samples/synthea', import.meta.url));

/** Bundles nobody here wrote (Synthea), beside the repository. Empty where they are absent, which is said plainly. */
export const foreignBundles = (): readonly { readonly name: string; readonly text: string }[] => {
  if (!existsSync(SAMPLES)) {
    process.stderr.write(`no foreign bundles under ${SAMPLES}: the tests that store them have not run\n`);
    return [];
  }
  return readdirSync(SAMPLES)
    .filter((file) => file.endsWith('.json.gz'))
    .sort()
    .map((name) => ({ name, text: gunzipSync(readFileSync(`${SAMPLES}/${name}`)).toString() }));
};
