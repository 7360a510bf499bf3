/** The facts figures are counted from: every case of every pathway, and every entry of a register kept by hand. */
import { factView } from '../../engines/figures/facts.ts';
import { BASE } from '../../engines/pathways/task.ts';

const part = (name: string): string => `extension('${BASE}/StructureDefinition/case').extension('${name}')`;
const party = (name: string): string =>
  `${part('party')}.where(extension('name').value.ofType(code) = '${name}').extension('organisation').value.ofType(Reference).getReferenceKey(Organization)`;

/** A case from its opening to its end: one row, whatever its pathway. Attempts at fulfilment are no cases. */
export const CASES = factView({
  code: 'case',
  version: 1,
  resource: 'Task',
  where: [`code.coding.where(system = '${BASE}/CodeSystem/pathway').exists()`],
  paths: {
    organisation: 'requester.getReferenceKey(Organization)',
    resident: 'for.getReferenceKey(Patient)',
    start: 'authoredOn',
    finish: `${part('closed-at')}.value.ofType(instant)`,
  },
  cell: {
    pathway: `code.coding.where(system = '${BASE}/CodeSystem/pathway').code`,
    urgency: `${part('urgency')}.value.ofType(code)`,
    ending: `${part('ending')}.value.ofType(code)`,
  },
  attributes: { sender: party('sender'), receiver: party('receiver') },
  counted: ['sender', 'receiver'],
});

export const ENTRY = `${BASE}/StructureDefinition/register-entry`;
export const ENTRY_ID = `${BASE}/sid/register-entry`;
const said = (name: string, type: string): string => `extension('${ENTRY}').extension('${name}').value.ofType(${type})`;

/**
 * An entry of a register: an amount of an organisation from a day on, with what it was read from. Withdrawn ones (`error`) are no
 * facts any more and stay in the record's history.
 */
export const REGISTER = factView({
  code: 'register',
  version: 1,
  resource: 'MeasureReport',
  where: [`identifier.where(system = '${ENTRY_ID}').exists()`, `status = 'complete'`],
  paths: {
    organisation: 'reporter.getReferenceKey(Organization)',
    start: 'period.start',
    finish: 'period.end',
    amount: 'group.measureScore.value',
  },
  cell: {
    register: said('register', 'code'),
    evidence: said('evidence', 'code'),
    covers: said('covers', 'code'),
  },
  attributes: { item: said('item', 'string') },
  byHand: true,
});

export const FACT_VIEWS = [CASES, REGISTER] as const;
