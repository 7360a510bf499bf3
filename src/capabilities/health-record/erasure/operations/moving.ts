/** An entry written for the wrong resident, as it reads in the record it belongs to. */
import type { Json } from '../../../../engines/pathways/capability.ts';

const renamed = (value: unknown, from: string, to: string): unknown => {
  if (value === from) return to;
  if (Array.isArray(value)) return value.map((each) => renamed(each, from, to));
  // numbers kept as they were sent are objects of their own kind
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, renamed(each, from, to)]));
};

/** Every reference to the one resident names the other; the narrative goes, since it may say who it was. */
export const movedTo = (resource: Json, from: string, to: string, id: string): Json => {
  const { text: _narrative, meta: _meta, ...rest } = renamed(resource, `Patient/${from}`, `Patient/${to}`) as Json;
  return { ...rest, id };
};
