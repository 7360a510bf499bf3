/** The server door of the record. */
export { recordRoutes } from './routes.ts';
