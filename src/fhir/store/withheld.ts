/** Whether residents keep something from whoever asks: said with every answer about them, and never what or how much was found of it. */
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { textArray } from './arrays.ts';
import { rootsOf } from './merged-residents.ts';

export const selectWithheld = (residents: readonly string[]): Statement => ({
  name: 'fhir-withheld',
  text: `select withholds(${rootsOf('$1::text[]')}) as withheld`,
  values: [textArray(residents)],
});
export const saysWithheld = (rows: Rows | undefined): boolean => rows?.[0]?.['withheld'] === true;
