/** `/api/registers`: entries made by hand, with the document each stands on. Everybody in a role reads, the commission writes. */
import { route } from '../../../platform/http/route.ts';
import type { Route } from '../../../platform/http/route.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { Language } from '../../../platform/words.ts';
import { REGISTERS } from '../figures.ts';
import { attach, correct, enter, figureOf, unitOf, withdraw } from '../operations.ts';
import type { RegisterParts } from '../operations.ts';
import { documentBytes, entryFrom, entryView } from '../records.ts';
import { keeps } from '../rules.ts';
import {
  CorrectionBody,
  DocumentQuery,
  Entry,
  EntryBody,
  EntryList,
  EntryParams,
  EntryQuery,
  WithdrawalBody,
} from '../shapes.ts';
import { findDocument, findEntries, findEntry, findOrganisations, findVersions } from './statements.ts';
import { z } from 'zod';

const MOST = 500;
const Made = z.object({ id: z.string(), version: z.int() });
const answer = (made: { readonly id: string; readonly version: number } | Refusal, status: number) =>
  isRefusal(made) ? { refusal: made } : { status, body: made };

/** A file's name travels percent-encoded. */
const titleOf = (header: string | undefined): string => {
  try {
    return decodeURIComponent(header ?? '').slice(0, 200);
  } catch {
    return '';
  }
};

const BASE: Readonly<Record<Language, string>> = { zh: '（基数）', en: ' (base)' };
const PART: Readonly<Record<Language, string>> = { zh: '（分子）', en: ' (numerator)' };

/** How a register is called: as the figure it feeds, with what of it. */
const named = (register: string, language: Language) => {
  const figure = figureOf(register);
  const part = register.endsWith('.base') ? BASE[language] : register.endsWith('.part') ? PART[language] : '';
  return { name: `${figure?.words[language].name ?? register}${part}`, unit: unitOf(register) };
};

const registersOf = (language: Language) =>
  [...REGISTERS]
    .map((code) => ({ code, ...named(code, language), theme: figureOf(code)?.theme ?? '' }))
    .sort((one, other) => one.theme.localeCompare(other.theme) || one.name.localeCompare(other.name, 'zh'));

export const registerRoutes = (parts: RegisterParts): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/registers',
    summary: 'Entries of the registers, newest first, and what an entry can be made under',
    access: 'role',
    query: EntryQuery,
    answer: EntryList,
    handle: async ({ query, caller: { actor }, language }) => {
      const [rows = [], organisations = []] = await parts.db.read(actor, parts.clock.now(), [
        findEntries(query.register ?? null, MOST),
        findOrganisations,
      ]);
      const items = rows.map((row) => entryView(row, named(entryFrom(String(row['content'])).register, language)));
      return {
        body: {
          items,
          registers: registersOf(language),
          organisations: organisations.map(({ id, name }) => ({ id: String(id), name: String(name) })),
          mayEnter: keeps(actor.role),
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/registers',
    summary: 'Enter an amount or a wording in a register',
    access: 'role',
    body: EntryBody,
    answer: Made,
    handle: async ({ body, caller: { actor } }) => answer(await enter(parts, actor, body), 201),
  }),
  route({
    method: 'GET',
    path: '/api/registers/:id/versions',
    summary: 'Every version of an entry, the present one first',
    access: 'role',
    params: EntryParams,
    answer: z.object({ items: z.array(Entry) }),
    handle: async ({ params, caller: { actor }, language }) => {
      const [rows = []] = await parts.db.read(actor, parts.clock.now(), [findVersions(params.id)]);
      if (rows.length === 0) return { refusal: refuse('register.no-entry') };
      return {
        body: { items: rows.map((row) => entryView(row, named(entryFrom(String(row['content'])).register, language))) },
      };
    },
  }),
  route({
    method: 'PUT',
    path: '/api/registers/:id',
    summary: 'Correct an entry: the version before stays, with the reason',
    access: 'role',
    params: EntryParams,
    body: CorrectionBody,
    answer: Made,
    handle: async ({ params, body, caller: { actor } }) => answer(await correct(parts, actor, params.id, body), 200),
  }),
  route({
    method: 'POST',
    path: '/api/registers/:id/withdraw',
    summary: 'Withdraw an entry: it counts no more from now on, and still does as of before',
    access: 'role',
    params: EntryParams,
    body: WithdrawalBody,
    answer: Made,
    handle: async ({ params, body, caller: { actor } }) => answer(await withdraw(parts, actor, params.id, body), 200),
  }),
  route({
    method: 'POST',
    path: '/api/registers/:id/document',
    summary: 'Attach the document an entry stands on (PDF, JPG, PNG)',
    access: 'role',
    params: EntryParams,
    query: DocumentQuery,
    upload: { type: 'application/octet-stream', megabytes: 4 },
    answer: Made,
    handle: async ({ params, query, bytes, headers, caller: { actor } }) => {
      if (bytes === undefined) return { refusal: refuse('register.document-type') };
      const title = titleOf(headers['x-file-name']);
      return answer(await attach(parts, actor, params.id, { version: query.version, title, bytes }), 200);
    },
  }),
  route({
    method: 'GET',
    path: '/api/registers/:id/document',
    summary: 'The document an entry stands on',
    access: 'role',
    params: EntryParams,
    handle: async ({ params, caller: { actor } }) => {
      const at = parts.clock.now();
      const [[row] = []] = await parts.db.read(actor, at, [findEntry(params.id)]);
      const document = row === undefined ? null : entryFrom(String(row['content'])).document;
      if (document === null) return { refusal: refuse('register.no-document') };
      const [[kept] = []] = await parts.db.read(actor, at, [findDocument(document.id)]);
      if (kept === undefined) return { refusal: refuse('register.no-document') };
      const extension = document.type === 'application/pdf' ? 'pdf' : document.type === 'image/png' ? 'png' : 'jpg';
      return {
        body: documentBytes(String(kept['content'])),
        headers: {
          'content-type': document.type,
          'content-disposition': `attachment; filename="evidence.${extension}"`,
          'x-content-type-options': 'nosniff',
        },
      };
    },
  }),
];
