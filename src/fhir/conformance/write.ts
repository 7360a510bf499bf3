/** `npm run conformance`: writes docs/fhir/conformance.md. */
import { writeFileSync } from 'node:fs';
import { conformanceText } from './document.ts';

writeFileSync(new URL('../../../docs/fhir/conformance.md', import.meta.url), conformanceText());
