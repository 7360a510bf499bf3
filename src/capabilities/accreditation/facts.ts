/** What acceptances give to figures: a term from its first day until the day it ceased to stand, with its beds. */
import { factView } from '../../engines/figures/facts.ts';
import { BASE } from '../../engines/pathways/task.ts';

/** On a VerificationResult: what was accepted. The type is not kept for clients, so nothing but this capability writes one. */
export const TERM = `${BASE}/StructureDefinition/acceptance-term`;
const said = (name: string, type: string): string => `extension('${TERM}').extension('${name}').value.ofType(${type})`;

export const ACCEPTANCE_TERMS = factView({
  code: 'acceptance-term',
  version: 1,
  resource: 'VerificationResult',
  where: [`extension('${TERM}').exists()`],
  paths: {
    organisation: 'target.getReferenceKey(Organization)',
    start: said('from', 'date'),
    finish: said('ceases', 'date'),
    amount: said('beds', 'integer'),
  },
  cell: { standard: said('standard', 'code') },
});
