/** The present versions that a write starts from, as far as the actor may see them. */
import type { Actor, Database, Rows, Statement } from '../../platform/postgres/database.ts';
import { textArray } from './arrays.ts';

export type Current = {
  readonly version: number;
  readonly deleted: boolean;
  /** Erased by law: nothing is written under its id any more. */
  readonly erased: boolean;
  readonly patient: string | null;
  /** JSON text where it was asked for and is not deleted. */
  readonly content: string | null;
};

const currentOf = (row: Rows[number]): Current => ({
  version: Number(row['version']),
  deleted: row['deleted'] === true,
  erased: row['erased'] === true,
  patient: row['patient'] as string | null,
  content: (row['content'] as string | null | undefined) ?? null,
});

const selectCurrent = (type: string, id: string): Statement => ({
  name: 'fhir-select-current',
  text: 'select version, deleted, erased is not null as erased, patient from resource where type = $1 and id = $2',
  values: [type, id],
});

const selectCurrentContent = (type: string, id: string): Statement => ({
  name: 'fhir-select-current-content',
  text: 'select version, deleted, erased is not null as erased, patient, content from resource where type = $1 and id = $2',
  values: [type, id],
});

/** One record, in a transaction of its own. */
export const findCurrent = async (
  db: Database,
  actor: Actor,
  at: Date,
  { type, id }: { readonly type: string; readonly id: string },
  withContent = false,
): Promise<Current | undefined> => {
  const [rows = []] = await db.read(actor, at, [
    withContent ? selectCurrentContent(type, id) : selectCurrent(type, id),
  ]);
  return rows[0] && currentOf(rows[0]);
};

export type Named = { readonly type: string; readonly id: string };

/**
 * Many records, kept from change until the transaction ends. They are locked in one order by everyone, so that two bundles about
 * the same records wait for each other once instead of in a circle.
 */
export const lockCurrents = (named: readonly Named[]): Statement => ({
  name: 'fhir-lock-currents',
  text: `select resource.type, resource.id, version, deleted, erased is not null as erased, patient, content
           from resource
           join unnest($1::text[], $2::text[]) as wanted (type, id)
             on resource.type = wanted.type and resource.id = wanted.id
          order by resource.type, resource.id
            for update of resource`,
  values: [textArray(named.map(({ type }) => type)), textArray(named.map(({ id }) => id))],
});

/** `Type/id` to its present version. */
export const currentsOf = (rows: Rows): ReadonlyMap<string, Current> =>
  new Map(rows.map((row) => [`${String(row['type'])}/${String(row['id'])}`, currentOf(row)]));
