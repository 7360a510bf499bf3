/**
 * The register of operations (R4 §3.2): `$name` on the base, a type or a record. What stands here is routed and stands in the
 * capability statement; nothing else does. The interface brings its own (`interactions/operations`); what belongs to a layer
 * above is given to `createFhir` as `operations`.
 */
import { notAllowed } from './access.ts';
import type { Answer, Asked, FhirContext, Operation, Operations, Subject } from './context.ts';
import { notThisMethod, refused } from './outcome.ts';
import type { Refused } from './outcome.ts';

const onType = (operation: Operation, type: string): boolean =>
  operation.types === 'all' || operation.types.includes(type);

/** The operations offered on one type, at a level of it. */
export const operationsOf = (operations: Operations, type: string): Operations =>
  operations.filter(
    (operation) =>
      onType(operation, type) && operation.levels.some((level) => level === 'type' || level === 'instance'),
  );

/** The operations offered on the base. */
export const systemOperations = (operations: Operations): Operations =>
  operations.filter(({ levels }) => levels.includes('system'));

const find = (operations: Operations, name: string, { level, type }: Subject): Operation | Refused => {
  const named = operations.filter((operation) => operation.name === name);
  const shown = name.slice(0, 40);
  const offered = named.filter((operation) => type === undefined || onType(operation, type));
  const [known] = offered;
  if (!known) return refused(404, 'not-supported', 'unknown-operation', { name: shown });
  const here = offered.find(({ levels }) => levels.includes(level));
  return here ?? refused(404, 'not-supported', 'operation-elsewhere', { name: shown, levels: known.levels.join(', ') });
};

/** Performs `$name`, if it is offered where it was called and the caller may. */
export const operate = async (asked: Asked, name: string, subject: Subject, context: FhirContext): Promise<Answer> => {
  const operation = find(context.operations, name, subject);
  if ('issues' in operation) return operation;
  const methods = operation.changes ? ['POST'] : ['GET', 'HEAD', 'POST'];
  if (!methods.includes(asked.method)) return notThisMethod(methods);
  for (const right of operation.rights) {
    const forbidden = subject.type === undefined ? undefined : notAllowed(asked.caller, subject.type, right);
    if (forbidden) return forbidden;
  }
  return operation.perform(asked, subject, context);
};
