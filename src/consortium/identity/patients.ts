/** Both Patients of a decision as they are stored, read for the program's own purpose: whoever decides need not know either. */
import { parseJson } from '../../fhir/json.ts';
import type { Resource } from '../../fhir/resource.ts';
import type { Actor, Rows, Statement } from '../../platform/postgres/database.ts';

export type StoredPatient = {
  readonly id: string;
  readonly version: number;
  readonly patient: Resource;
  /** Still a resident of their own. */
  readonly standing: boolean;
};

/** From here on the transaction sees and moves records of every organisation; what is done is on record under the actor's name. */
export const asProgram: Statement = {
  name: 'identity-as-program',
  text: `select set_config('app.purpose', 'system', true)`,
};
/** And from here on only the actor's own again. */
export const asActor = (actor: Actor): Statement => ({
  name: 'identity-as-actor',
  text: `select set_config('app.purpose', $1, true)`,
  values: [actor.purpose],
});

export const findPatients = (ids: readonly string[]): Statement => ({
  name: 'identity-patients',
  text: `select r.id, r.version, r.content, exists (select 1 from resident where resident.id = r.id) as standing
           from resource r where r.type = 'Patient' and r.id = any($1::text[]) and not r.deleted`,
  values: [ids],
});

/** A stored text is JSON: it was accepted once. */
export const resourceOf = (content: unknown): Resource => {
  const parsed = parseJson(String(content));
  if (!parsed.ok) throw new Error('a stored record is not JSON');
  return parsed.value as Resource;
};

export const patientsFrom = (rows: Rows): ReadonlyMap<string, StoredPatient> =>
  new Map(
    rows.map((row) => [
      String(row['id']),
      {
        id: String(row['id']),
        version: Number(row['version']),
        patient: resourceOf(row['content']),
        standing: row['standing'] === true,
      },
    ]),
  );
