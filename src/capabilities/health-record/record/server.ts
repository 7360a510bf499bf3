/** The server door of the record: its routes, its refusals, and the summary over the FHIR interface. */
export { recordRoutes } from './routes.ts';
export { summaryOperation } from './routes/operation.ts';
