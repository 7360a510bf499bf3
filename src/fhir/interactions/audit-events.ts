/**
 * `GET [base]/AuditEvent?patient=…`: the audit as FHIR AuditEvent, read-only, in the shape of IHE Basic Audit Log Patterns (patient
 * read, query, create …; shaped after it, not validated against it). Who may: a service client with the scope for AuditEvent,
 * and the people of an organisation who review looks; both see what their own organisation's people and systems did.
 */
import { auditRow, auditStatement } from '../../platform/audit.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import { notAllowed } from '../access.ts';
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';

const PAGE = 50;
const LARGEST_PAGE = 200;
const REVIEWING = new Set(['medical-affairs', 'administrator']);
const PARAMETERS = new Set(['patient', 'date', '_count', '_before', '_id', '_format', '_pretty']);

const mayRead = (asked: Asked): Answer | undefined =>
  asked.caller.session !== null
    ? REVIEWING.has(asked.caller.actor.role)
      ? undefined
      : refused(403, 'forbidden', 'scope-missing', { scope: 'system/AuditEvent.rs' })
    : notAllowed(asked.caller, 'AuditEvent', 's');

const COLUMNS = 'id::text, at, actor, role, organisation, purpose, action, target, residents, outcome, emergency';

type Wanted = {
  readonly patient: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly before: string | null;
  readonly count: number;
};

/** Newest first; one row more than the page says whether there is another. */
const findEvents = (organisation: string, { patient, from, until, before, count }: Wanted): Statement => ({
  name: 'fhir-audit-events',
  text: `select ${COLUMNS} from audit
          where organisation = $1 and ($2::text is null or residents @> array[$2::text])
            and ($3::timestamptz is null or at >= $3) and ($4::timestamptz is null or at < $4)
            and ($5::bigint is null or id < $5) order by id desc limit $6`,
  values: [organisation, patient, from, until, before, count + 1],
});

const findEvent = (organisation: string, id: string): Statement => ({
  name: 'fhir-audit-event',
  text: `select ${COLUMNS} from audit where id = $2::bigint and organisation = $1`,
  values: [organisation, id],
});

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
const ACTIONS: readonly (readonly [RegExp, string, string])[] = [
  [/^(create|register|restrict)/, 'C', 'create'],
  [/^(update|patch|lift)/, 'U', 'update'],
  [/^delete/, 'D', 'delete'],
  [/^(search|list|worklist|identify)/, 'E', 'search'],
  [/^history/, 'R', 'history-instance'],
  [/^vread/, 'R', 'vread'],
  [/^(transaction|batch|step\.)/, 'E', 'transaction'],
];

const purposeOf = (row: Rows[number]): string =>
  row['emergency'] !== null
    ? 'BTG'
    : row['purpose'] === 'own'
      ? 'PATRQT'
      : row['purpose'] === 'care'
        ? 'TREAT'
        : 'HOPERAT';

const agentOf = (actor: string): object =>
  actor.startsWith('resident:')
    ? { reference: `Patient/${actor.slice('resident:'.length)}` }
    : actor.includes(':')
      ? { display: actor }
      : { reference: `PractitionerRole/${actor}` };

/** One row of the audit; ids and codes only, as the row itself. */
const eventOf = (row: Rows[number]): object => {
  const action = String(row['action']);
  const [, letter, interaction] = ACTIONS.find(([pattern]) => pattern.test(action)) ?? [/x/, 'R', 'read'];
  const target = typeof row['target'] === 'string' ? row['target'] : null;
  const query = target?.includes('?') === true;
  const emergency = typeof row['emergency'] === 'string' ? row['emergency'] : null;
  return {
    resourceType: 'AuditEvent',
    id: String(row['id']),
    type: { system: `${TERMINOLOGY}/audit-event-type`, code: 'rest', display: 'RESTful Operation' },
    subtype: [
      { system: 'http://hl7.org/fhir/restful-interaction', code: interaction },
      { system: 'https://kanglian.org/fhir/CodeSystem/audit-action', code: action },
    ],
    action: letter,
    recorded: (row['at'] as Date).toISOString(),
    outcome: row['outcome'] === 'done' ? '0' : row['outcome'] === 'refused' ? '4' : '8',
    purposeOfEvent: [{ coding: [{ system: `${TERMINOLOGY}/v3-ActReason`, code: purposeOf(row) }] }],
    agent: [
      {
        type: { coding: [{ system: `${TERMINOLOGY}/v3-ParticipationType`, code: 'IRCP' }] },
        role: [{ coding: [{ system: 'https://kanglian.org/fhir/CodeSystem/role', code: String(row['role']) }] }],
        who: agentOf(String(row['actor'])),
        requestor: true,
      },
      {
        type: { coding: [{ system: `${TERMINOLOGY}/v3-ParticipationType`, code: 'CST' }] },
        who: { reference: `Organization/${String(row['organisation'])}` },
        requestor: false,
      },
    ],
    source: { observer: { display: 'Kanglian' } },
    entity: [
      ...(row['residents'] as readonly string[]).map((resident) => ({
        what: { reference: `Patient/${resident}` },
        type: { system: `${TERMINOLOGY}/audit-entity-type`, code: '1' },
        role: { system: `${TERMINOLOGY}/object-role`, code: '1' },
      })),
      ...(target === null
        ? []
        : [
            {
              ...(/^[A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(target)
                ? { what: { reference: target } }
                : { name: target }),
              type: { system: `${TERMINOLOGY}/audit-entity-type`, code: '2' },
              role: { system: `${TERMINOLOGY}/object-role`, code: query ? '24' : '4' },
            },
          ]),
      ...(emergency === null
        ? []
        : [
            {
              what: { reference: `Task/${emergency}` },
              type: { system: `${TERMINOLOGY}/audit-entity-type`, code: '4' },
              name: 'break-glass',
            },
          ]),
    ],
  };
};

const audited = (asked: Asked, at: Date, target: string, patient: string | null): Statement =>
  auditStatement(
    auditRow(asked.caller.actor, at, { action: 'read-audit', target, residents: patient === null ? [] : [patient] }),
  );

const rangeOf = (dates: readonly string[]): { from: string | null; until: string | null } | undefined => {
  let from: string | null = null;
  let until: string | null = null;
  for (const date of dates) {
    const [, prefix = '', text = ''] = /^(ge|gt|le|lt)?(\d{4}-\d\d-\d\d.*)$/.exec(date) ?? [];
    if (Number.isNaN(Date.parse(text))) return undefined;
    if (prefix === 'ge' || prefix === 'gt') from = text;
    else if (prefix === 'le' || prefix === 'lt') until = text;
    else return undefined;
  }
  return { from, until };
};

/** A searchset, newest first, paged by the audit's own numbers. Reading the audit is on record as well. */
export const searchAuditEvents = async (asked: Asked, context: FhirContext): Promise<Answer> => {
  const forbidden = mayRead(asked);
  if (forbidden) return forbidden;
  const query = new URLSearchParams(asked.query);
  for (const name of query.keys())
    if (!PARAMETERS.has(name))
      return refused(400, 'not-supported', 'unknown-parameter', {
        name: name.slice(0, 40),
        supported: 'patient, date, _count',
      });
  const patient = query.get('patient')?.replace(/^Patient\//, '') ?? null;
  const range = rangeOf(query.getAll('date'));
  if (range === undefined)
    return refused(400, 'value', 'unknown-parameter', { name: 'date', supported: 'date=ge…, date=lt…' });
  const asks = Number(query.get('_count') ?? PAGE);
  const count = Number.isInteger(asks) ? Math.max(1, Math.min(asks, LARGEST_PAGE)) : PAGE;
  const given = query.get('_before');
  const before = given !== null && /^\d{1,18}$/.test(given) ? given : null;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const [rows = []] = await context.db.write(actor, at, (tx) =>
    tx.finish([
      findEvents(actor.organisation, { patient, ...range, before, count }),
      audited(asked, at, 'AuditEvent?patient', patient),
    ]),
  );
  const page = rows.slice(0, count);
  const last = page.at(-1);
  query.delete('_before');
  const self = `${asked.base}/AuditEvent?${query.toString()}`;
  const next = `${self}&_before=${String(last?.['id'])}`;
  return {
    status: 200,
    body: JSON.stringify({
      resourceType: 'Bundle',
      type: 'searchset',
      link: [{ relation: 'self', url: self }, ...(rows.length > count ? [{ relation: 'next', url: next }] : [])],
      ...(page.length > 0 && {
        entry: page.map((row) => ({
          fullUrl: `${asked.base}/AuditEvent/${String(row['id'])}`,
          resource: eventOf(row),
          search: { mode: 'match' },
        })),
      }),
    }),
  };
};

/** `GET [base]/AuditEvent/17` */
export const readAuditEvent = async (asked: Asked, id: string, context: FhirContext): Promise<Answer> => {
  const forbidden = mayRead(asked);
  if (forbidden) return forbidden;
  const missing = refused(404, 'not-found', 'not-found', { type: 'AuditEvent', id });
  if (!/^\d{1,18}$/.test(id)) return missing;
  const { actor } = asked.caller;
  const at = context.clock.now();
  const [[row] = []] = await context.db.write(actor, at, (tx) =>
    tx.finish([findEvent(actor.organisation, id), audited(asked, at, `AuditEvent/${id}`, null)]),
  );
  return row === undefined ? missing : { status: 200, body: JSON.stringify(eventOf(row)) };
};
