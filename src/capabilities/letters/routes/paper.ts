/** A letter on paper: preview, PDF, DOCX; sealing through the port; and the public page of a letter's figures. */
import { createHash } from 'node:crypto';
import { letterDocx } from '../../../engines/letters/sheet/docx.ts';
import { letterPage } from '../../../engines/letters/sheet/page.ts';
import type { PageOptions } from '../../../engines/letters/sheet/page.ts';
import { printLetter } from '../../../engines/letters/print.ts';
import { numberText } from '../../../engines/letters/plain.ts';
import * as publicPages from '../../../engines/letters/public.ts';
import { codeFrom, codeText, findFrozen, frozenFrom } from '../../../engines/letters/signing.ts';
import { hasErrors, isRefused, takeStep } from '../../../engines/pathways/run.ts';
import { auditRow } from '../../../platform/audit.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import { z } from 'zod';
import { words } from '../words.ts';
import { givenOf, readLetterOf } from './open.ts';
import type { LetterRoutesOptions, OpenLetter } from './open.ts';

const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** What the paper says beside the letter: the number's year, whether it is a draft, where its figures may be looked up. */
const optionsOf = async (
  { engine }: LetterRoutesOptions,
  actor: Actor,
  { row, content }: OpenLetter,
  host: string,
): Promise<Omit<PageOptions, 'imprintOn' | 'bare'>> => {
  const at = engine.clock.now();
  const [rows = []] = await engine.db.read(actor, at, [publicPages.findSwitch(row.organisation)]);
  const opened = publicPages.switchFrom(rows[0]).opened && content.disclosure === 'public';
  return {
    given: givenOf(row),
    year: row.signed?.year ?? Number(engine.today(at).slice(0, 4)),
    across: row.signed === null ? '征求意见稿' : row.signed.voidAt === null ? null : '作废',
    lookUp: row.signed === null || !opened ? null : { address: `${host}/l`, code: codeText(row.signed.code) },
    issued: row.signed === null ? null : { by: row.organisationName, day: row.signed.day },
  };
};

/** The name a file is kept under holds the letter's number or id and nothing of its text. */
const fileName = ({ row }: OpenLetter, ending: string): string => {
  const name = givenOf(row).number ?? row.id;
  return `inline; filename="letter.${ending}"; filename*=UTF-8''${encodeURIComponent(`${name}.${ending}`)}`;
};

type Made = { readonly bytes: Buffer; readonly headers: Readonly<Record<string, string>> };

const paper = async (
  options: LetterRoutesOptions,
  actor: Actor,
  id: string,
  host: string,
  make: (open: OpenLetter, page: Omit<PageOptions, 'imprintOn' | 'bare'>) => Promise<Made | Refusal>,
  action: string,
): Promise<RouteAnswer> => {
  const at = options.engine.clock.now();
  const open = await readLetterOf(options.engine, actor, id, at);
  const target = `Task/${id}`;
  if (open === undefined) {
    await options.recordRead(auditRow(actor, at, { action, target, outcome: 'refused' }));
    return { refusal: refuse('letter.unknown') };
  }
  const made = await make(open, await optionsOf(options, actor, open, host));
  await options.recordRead(
    auditRow(actor, at, { action, target, ...(isRefusal(made) ? { outcome: 'refused' as const } : {}) }),
  );
  return isRefusal(made) ? { refusal: made } : { body: made.bytes, headers: made.headers };
};

/** A page that may use its own style and nothing else. A letter's measures stand in its elements, so its style is not named by digest. */
const policyFor = (style: string | null): string =>
  `default-src 'none'; style-src ${style === null ? "'unsafe-inline'" : `'sha256-${createHash('sha256').update(style).digest('base64')}'`}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`;

const pdfOf =
  (options: LetterRoutesOptions) => async (open: OpenLetter, page: Omit<PageOptions, 'imprintOn' | 'bare'>) => {
    const printed = await printLetter(options.printer, open.content, page);
    if (isRefusal(printed)) return printed;
    return {
      bytes: printed.pdf,
      headers: {
        'content-type': 'application/pdf',
        'content-disposition': fileName(open, 'pdf'),
        'x-letter-pages': String(printed.pages),
        'x-letter-fonts': printed.fonts.join(', ').slice(0, 500),
      },
    };
  };

const sealRoute = (options: LetterRoutesOptions): Route =>
  route({
    method: 'POST',
    path: '/api/letters/:id/seal',
    summary: 'Seals a signed letter through the configured adapter and takes the step',
    access: 'role',
    params: ByIdParams,
    body: z.object({ version: z.int().min(1) }),
    handle: async ({ params, body, headers, caller: { actor } }) => {
      const { engine } = options;
      const open = await readLetterOf(engine, actor, params.id, engine.clock.now());
      if (open === undefined) return { refusal: refuse('letter.unknown') };
      const { number } = givenOf(open.row);
      if (number === null) return { refusal: refuse('letter.not-signed') };
      // whoever may not seal is told so before any device is asked
      if (actor.role !== 'seal-keeper') return { refusal: refuse('role.may-not', { role: actor.role }) };
      const printed = await printLetter(
        options.printer,
        open.content,
        await optionsOf(options, actor, open, headers['host'] ?? ''),
      );
      if (isRefusal(printed)) return { refusal: printed };
      const sealed = await options.seal.seal({
        letter: params.id,
        number,
        issuer: open.row.organisationName,
        pdf: printed.pdf,
      });
      if (isRefusal(sealed)) return { refusal: sealed };
      const result = await takeStep(engine, 'letter', {
        caseId: params.id,
        step: 'seal',
        version: body.version,
        answers: {
          adapter: sealed.adapter,
          reference: sealed.reference,
          paperDigest: createHash('sha256').update(sealed.pdf).digest('hex'),
        },
        actor,
        key: headers['idempotency-key'] ?? null,
      });
      if (isRefused(result))
        return { refusal: result.refusal, ...(result.extra === undefined ? {} : { extra: result.extra }) };
      if (hasErrors(result)) return { refusal: refuse('wrong-answers', { count: result.errors.length }) };
      return { body: result };
    },
  });

const HTML = 'text/html; charset=utf-8';
const publicHeaders = {
  'content-type': HTML,
  'content-security-policy': policyFor(publicPages.PUBLIC_STYLE),
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

/** A code opens one letter's figures, or says why not. Wrong codes are counted by the place they come from. */
const publicRoute = ({ engine }: LetterRoutesOptions): Route =>
  route({
    method: 'GET',
    path: '/l',
    summary: 'The figures of a published letter, by the code printed on it',
    access: 'public',
    query: z.object({ code: z.string().max(40).optional() }),
    media: 'text/html',
    handle: async ({ query, address }) => {
      const page = (text: string, status = 200): RouteAnswer => ({
        status,
        body: Buffer.from(text),
        headers: publicHeaders,
      });
      if (query.code === undefined) return page(publicPages.askPage(null));
      const at = engine.clock.now();
      const place = createHash('sha256').update(`letter:${address}`).digest('hex');
      const code = codeFrom(query.code);
      const [guesses = [], found = []] = await engine.db.read(publicPages.PUBLIC_READER, at, [
        publicPages.findGuesses(place, at),
        publicPages.findByCode(code),
      ]);
      const say = words.zh.refusals;
      if (publicPages.tooMany(guesses)) return page(publicPages.askPage(say['letter.too-many-guesses']), 429);
      const row = found[0];
      // a letter that is not public, not out or void answers as a code that does not exist
      const shown =
        row?.['disclosure'] === 'public' &&
        row['opened'] === true &&
        row['void_at'] === null &&
        row['state'] === 'sent';
      if (row === undefined || !shown) {
        await engine.db.write(publicPages.PUBLIC_READER, at, (tx) => tx.finish([...publicPages.countGuess(place, at)]));
        return page(publicPages.askPage(say['letter.code-unknown']), 404);
      }
      const [claims = []] = await engine.db.read(publicPages.PUBLIC_READER, at, [findFrozen(String(row['id']))]);
      return page(
        publicPages.publicPage({
          issuer: String(row['issuer']),
          title: String(row['title']),
          number: numberText(String(row['prefix']), Number(row['year']), Number(row['number'])),
          day: String(row['signed_on']),
          claims: frozenFrom(claims),
        }),
      );
    },
  });

export const paperRoutes = (options: LetterRoutesOptions): readonly Route[] => [
  route({
    method: 'GET',
    path: '/api/letters/:id/page',
    summary: 'The letter as a page, for the preview and for the reader’s own printer',
    access: 'role',
    params: ByIdParams,
    media: 'text/html',
    handle: ({ params, headers, caller: { actor } }) =>
      paper(
        options,
        actor,
        params.id,
        headers['host'] ?? '',
        (open, page) =>
          Promise.resolve({
            bytes: Buffer.from(letterPage(open.content, { ...page, imprintOn: null })),
            headers: { 'content-type': HTML, 'content-security-policy': policyFor(null) },
          }),
        'preview-letter',
      ),
  }),
  route({
    method: 'POST',
    path: '/api/letters/:id/pdf',
    summary: 'The letter as PDF in the layout of GB/T 9704-2012',
    access: 'role',
    params: ByIdParams,
    media: 'application/pdf',
    handle: ({ params, headers, caller: { actor } }) =>
      paper(options, actor, params.id, headers['host'] ?? '', pdfOf(options), 'print-letter'),
  }),
  route({
    method: 'POST',
    path: '/api/letters/:id/docx',
    summary: 'The letter as a Word document in the same layout',
    access: 'role',
    params: ByIdParams,
    media: DOCX,
    handle: ({ params, headers, caller: { actor } }) =>
      paper(
        options,
        actor,
        params.id,
        headers['host'] ?? '',
        async (open, page) => ({
          bytes: await letterDocx(open.content, page),
          headers: { 'content-type': DOCX, 'content-disposition': fileName(open, 'docx') },
        }),
        'print-letter',
      ),
  }),
  sealRoute(options),
  publicRoute(options),
];
