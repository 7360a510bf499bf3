import type { FastifyRequest } from 'fastify';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Below `/fhir` all is one route of the server. Words that every client may use stay; what could be a value does not. */
const FHIR_WORDS = /^(metadata|_history|_search|\$(everything|summary|match|validate))$/;
const fhirPart = (part: string, place: number): string =>
  FHIR_WORDS.test(part) ? part : part.startsWith('$') ? ':operation' : place === 0 ? ':type' : ':id';

/** The address of a request without what stood in it: `/api/cases/:id`, `/fhir/:type/:id/_history/:id`. */
export const templateOf = (request: FastifyRequest): string => {
  const { url } = request.routeOptions;
  if (url === undefined) return 'unmatched';
  if (url !== '/fhir/*') return url;
  const parts = (request.url.split('?', 1)[0] ?? '')
    .split('/')
    .slice(2)
    .filter((part) => part !== '');
  // deeper than any interaction goes
  return parts.length > 4 ? '/fhir/*' : ['/fhir', ...parts.map(fhirPart)].join('/');
};

/** A method we know; anything else would be a label of somebody's choice. */
export const methodOf = ({ method }: FastifyRequest): string => (METHODS.includes(method) ? method : 'other');
