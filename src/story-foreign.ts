/** A patient of another system: its bundle is stored whole, and the patient found by its own record number. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { Identified, Registered, ResidentSummary } from './consortium/shapes.ts';
import { both, broken } from './story-words.ts';
import { timeOf } from './story-loop.ts';
import type { Cast, Resident, Say } from './story-loop.ts';
import { postBundle, reasonOf } from './story-person.ts';

const Identifier = z.looseObject({
  system: z.string().optional(),
  value: z.string(),
  type: z.looseObject({ coding: z.array(z.looseObject({ code: z.string().optional() })).optional() }).optional(),
});
const Bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction'),
  entry: z.array(z.looseObject({ resource: z.looseObject({ resourceType: z.string() }) })),
});

const readBundle = (file: string): z.infer<typeof Bundle> => {
  try {
    const bytes = readFileSync(file);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return Bundle.parse(JSON.parse((zipped ? gunzipSync(bytes) : bytes).toString('utf8')));
  } catch (fault) {
    const reason = fault instanceof z.ZodError ? (fault.issues[0]?.message ?? '') : reasonOf(fault);
    throw broken((w) => w.file(file, reason));
  }
};

/** The number its own system knows the patient by: the medical record number (v2-0203 MR), else the first one. */
const recordNumber = (bundle: z.infer<typeof Bundle>): string | undefined => {
  const patient = bundle.entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource;
  const identifiers = z.array(Identifier).safeParse(patient?.['identifier']).data ?? [];
  const own = identifiers.find(({ type }) => type?.coding?.some(({ code }) => code === 'MR'));
  return (own ?? identifiers[0])?.value;
};

/** A bundle of another system and the number that system knows its patient by. */
export type Foreign = { readonly name: string; readonly number: string; readonly bundle: z.infer<typeof Bundle> };

/** Throws StoryBroken when the file is not a transaction bundle with a patient in it. */
export const readForeign = (file: string): Foreign => {
  const bundle = readBundle(file);
  const number = recordNumber(bundle);
  if (number === undefined) throw broken((w) => w.file(file, 'Patient.identifier'));
  return { name: basename(file), number, bundle };
};

/** Posts the bundle as another system would, then lets the township doctor find and register that patient. */
export const welcome = async (
  say: Say,
  { doctor }: Cast,
  { address, token, foreign }: { readonly address: string; readonly token: string; readonly foreign: Foreign },
): Promise<Resident> => {
  const { bundle, name, number } = foreign;
  const identify = async () =>
    (await doctor.ask('POST /api/residents/identify', Identified, { body: { value: number } })).items;
  if ((await identify()).length > 0) {
    // told before on this instance: the same patient posted twice would be two patients
    say(both((w) => w.foreignKnown(name)));
  } else {
    const stored = await postBundle(address, token, bundle);
    if (stored !== bundle.entry.length) throw broken((w) => w.stored(bundle.entry.length, stored));
    say(both((w) => w.foreignStored(stored, name)));
  }

  const items = await identify();
  const found = items[0];
  if (found === undefined || items.length > 1) throw broken((w) => w.unfound(number, items.length));
  say(both((w, language) => w.foreignFound(doctor.called[language], number, found.name)));
  if (found.relations.length === 0) {
    const shut = await doctor.refused(`GET /api/residents/${found.id}/summary`, 'record.no-relation');
    say(both((w, language) => w.foreignUnread(shut[language])));
  }

  const path = `POST /api/residents/${found.id}/registration`;
  const { relation } = await doctor.ask(path, Registered, { body: { reason: 'visit' } });
  const { resident } = await doctor.ask(`GET /api/residents/${found.id}/summary`, ResidentSummary);
  say(
    both((w, language) =>
      w.foreignRegistered(doctor.called[language], resident.name, timeOf(relation.untilAt ?? '', language)),
    ),
  );
  return { id: found.id, name: resident.name };
};
