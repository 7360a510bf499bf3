import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { conformanceText } from './document.ts';

test('docs/fhir/conformance.md says what the code does; if not, run npm run conformance', () => {
  const written = readFileSync(new URL('../../../docs/fhir/conformance.md', import.meta.url), 'utf8');
  expect(written).toBe(conformanceText());
});
