/**
 * An entry of a register as FHIR: a MeasureReport (R4) of one organisation, without a patient, so that nothing but this capability
 * can write it (`/fhir` takes a MeasureReport only with its resident). Versions are the record's own: a correction is a new version,
 * a withdrawal the version that says `error`, and as-of questions read them like any other fact.
 */
import type { Resource } from '../../fhir/resource.ts';
import type { Rows } from '../../platform/postgres/database.ts';
import { BASE } from '../../engines/pathways/task.ts';
import { ENTRY, ENTRY_ID } from './facts.ts';
import type { Entry, EntryBody, Evidence } from './shapes.ts';

export type Attached = {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  readonly bytes: number;
  readonly digest: string;
};
export type EntryFacts = Omit<EntryBody, 'disputed'> & {
  readonly evidence: Evidence;
  readonly document: Attached | null;
  /** Why this version replaced the one before. */
  readonly reason: string;
  readonly enteredBy: string;
  readonly withdrawn: boolean;
};

const text = (url: string, value: string) => (value === '' ? [] : [{ url, valueString: value }]);

/** A claim is backed by a document, or it is only claimed; doubts are said whatever it is backed by. */
export const evidenceOf = (disputed: boolean, document: Attached | null): Evidence =>
  disputed ? 'disputed' : document === null ? 'claimed' : 'evidenced';

export const entryRecord = (id: string, entry: EntryFacts, unit: string, at: Date): Resource => ({
  resourceType: 'MeasureReport',
  id,
  extension: [
    {
      url: ENTRY,
      extension: [
        { url: 'register', valueCode: entry.register },
        { url: 'evidence', valueCode: entry.evidence },
        { url: 'covers', valueCode: entry.covers },
        ...text('item', entry.item),
        ...text('said', entry.said),
        ...text('sentence', entry.sentence),
        ...text('source', entry.source),
        ...text('reason', entry.reason),
        { url: 'entered-by', valueString: entry.enteredBy },
        ...(entry.document === null
          ? []
          : [
              {
                url: 'document',
                extension: [
                  { url: 'reference', valueReference: { reference: `DocumentReference/${entry.document.id}` } },
                  { url: 'title', valueString: entry.document.title },
                  { url: 'type', valueCode: entry.document.type },
                  { url: 'bytes', valueUnsignedInt: entry.document.bytes },
                  { url: 'digest', valueString: entry.document.digest },
                ],
              },
            ]),
      ],
    },
  ],
  identifier: [{ system: ENTRY_ID, value: id }],
  status: entry.withdrawn ? 'error' : 'complete',
  type: 'summary',
  measure: `${BASE}/Measure/register`,
  date: at.toISOString(),
  // R4 lets no organisation be the subject of a report: it reports of itself
  reporter: { reference: `Organization/${entry.organisation}` },
  period: { start: entry.from, ...(entry.until === null ? {} : { end: entry.until }) },
  ...(entry.amount === null
    ? {}
    : { group: [{ measureScore: { value: Number(entry.amount), ...(unit === '' ? {} : { unit }) } }] }),
});

type Part = Readonly<Record<string, unknown>> & { readonly url: string; readonly extension?: readonly Part[] };
type Stored = {
  readonly extension?: readonly Part[];
  readonly status: string;
  readonly reporter: { readonly reference: string };
  readonly period: { readonly start: string; readonly end?: string };
  readonly group?: readonly { readonly measureScore?: { readonly value: number | string } }[];
};

/** Reads what `entryRecord` wrote. */
export const entryFrom = (content: string): EntryFacts => {
  const stored = JSON.parse(content) as Stored;
  const parts = stored.extension?.find(({ url }) => url === ENTRY)?.extension ?? [];
  const of = (list: readonly Part[], name: string): string => {
    const part = list.find(({ url }) => url === name);
    const value = part?.['valueString'] ?? part?.['valueCode'] ?? part?.['valueUnsignedInt'];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const document = parts.find(({ url }) => url === 'document')?.extension;
  const reference = document?.find(({ url }) => url === 'reference')?.['valueReference'] as
    | { readonly reference: string }
    | undefined;
  const amount = stored.group?.[0]?.measureScore?.value;
  return {
    register: of(parts, 'register'),
    organisation: stored.reporter.reference.split('/')[1] ?? '',
    covers: of(parts, 'covers') === 'region' ? 'region' : 'own',
    from: stored.period.start,
    until: stored.period.end ?? null,
    amount: amount === undefined ? null : String(amount),
    said: of(parts, 'said'),
    item: of(parts, 'item'),
    sentence: of(parts, 'sentence'),
    source: of(parts, 'source'),
    evidence: of(parts, 'evidence') as Evidence,
    document:
      document === undefined || reference === undefined
        ? null
        : {
            id: reference.reference.split('/')[1] ?? '',
            title: of(document, 'title'),
            type: of(document, 'type'),
            bytes: Number(of(document, 'bytes')),
            digest: of(document, 'digest'),
          },
    reason: of(parts, 'reason'),
    enteredBy: of(parts, 'entered-by'),
    withdrawn: stored.status !== 'complete',
  };
};

/** The document as it was attached. */
export const documentRecord = (attached: Attached, bytes: Buffer, at: Date): Resource => ({
  resourceType: 'DocumentReference',
  id: attached.id,
  status: 'current',
  date: at.toISOString(),
  content: [
    {
      attachment: {
        contentType: attached.type,
        title: attached.title,
        size: attached.bytes,
        data: bytes.toString('base64'),
      },
    },
  ],
});

export const documentBytes = (content: string): Buffer => {
  const stored = JSON.parse(content) as {
    readonly content?: readonly { readonly attachment?: { readonly data?: string } }[];
  };
  return Buffer.from(stored.content?.[0]?.attachment?.data ?? '', 'base64');
};

/** A row of `findEntries` for the screen. */
export const entryView = (row: Rows[number], named: { readonly name: string; readonly unit: string }): Entry => {
  const { document, ...entry } = entryFrom(String(row['content']));
  return {
    ...entry,
    ...named,
    id: String(row['id']),
    version: Number(row['version']),
    organisationName: typeof row['organisation_name'] === 'string' ? row['organisation_name'] : entry.organisation,
    document: document && {
      title: document.title,
      type: document.type,
      bytes: document.bytes,
      digest: document.digest,
    },
    enteredAt: row['updated_at'] instanceof Date ? row['updated_at'].toISOString() : '',
  };
};
