/** `/api/residents/:id/record`: the first screen, its entries, their versions, and the search inside. */
import { forWhomNow } from '../../../consortium/identity/merged.ts';
import { may } from '../../../consortium/permission.ts';
import { ByIdParams } from '../../../consortium/shapes.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { Actor, Database } from '../../../platform/postgres/database.ts';
import { isRefusal } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import { entriesOf, searchInside } from './routes/entries.ts';
import { entryOf } from './routes/entry.ts';
import { firstScreen } from './routes/first-screen.ts';
import { ownRecordRoute } from './routes/own.ts';
import type { OwnRecordOptions } from './routes/own.ts';
import { printSummary } from './papers/print.ts';
import type { PrintOptions } from './papers/print.ts';
import {
  Entries,
  EntriesQuery,
  EntryParams,
  EntryQuery,
  EntryView,
  RecordFound,
  RecordSearchBody,
  RecordView,
} from './shapes.ts';

/** What somebody without a relation may do to get one. */
const WAYS = ['register-today'] as const;

type Where = { readonly db: Database; readonly clock: Clock };

/** Answers what was read, for those whose role reads records at all; of an id that was absorbed, what is kept of whom it became. */
const reading = async (
  { db, clock }: Where,
  actor: Actor,
  resident: string,
  work: (id: string) => Promise<object | Refusal>,
): Promise<RouteAnswer> => {
  const allowed = may(actor, 'read-record');
  if (allowed !== true) return { refusal: allowed };
  const answer = await forWhomNow({ db, at: clock.now() }, actor, resident, work);
  return isRefusal(answer) ? { refusal: answer, extra: { ways: WAYS } } : { body: answer };
};

export const recordRoutes = (options: PrintOptions & OwnRecordOptions): readonly Route[] => [
  ownRecordRoute(options),
  route({
    method: 'GET',
    path: '/api/residents/:id/record',
    summary: 'The record’s first screen, from the records of all institutions',
    access: 'role',
    params: ByIdParams,
    answer: RecordView,
    handle: ({ params, caller: { actor }, language }) =>
      reading(options, actor, params.id, (id) => firstScreen(options, actor, id, language)),
  }),
  route({
    method: 'GET',
    path: '/api/residents/:id/record/entries',
    summary: 'All entries of one part of the record, newest first',
    access: 'role',
    params: ByIdParams,
    query: EntriesQuery,
    answer: Entries,
    handle: ({ params, query, caller: { actor } }) =>
      reading(options, actor, params.id, (id) => entriesOf(options, actor, id, query.part, query.after)),
  }),
  route({
    method: 'POST',
    path: '/api/residents/:id/record/search',
    summary: 'Words inside one record, also by pinyin: what is looked for does not belong in an address',
    access: 'role',
    params: ByIdParams,
    body: RecordSearchBody,
    answer: RecordFound,
    handle: ({ params, body, caller: { actor } }) =>
      reading(options, actor, params.id, (id) => searchInside(options, actor, id, body.q)),
  }),
  route({
    method: 'GET',
    path: '/api/residents/:id/record/entries/:type/:entry',
    summary: 'One entry as it is, or as a version was: readable, with who wrote each version when',
    access: 'role',
    params: EntryParams,
    query: EntryQuery,
    answer: EntryView,
    handle: ({ params: { id, type, entry }, query, caller: { actor } }) =>
      reading(options, actor, id, (resident) =>
        entryOf(options, actor, { resident, type, id: entry, version: query.version ?? null }),
      ),
  }),
  route({
    method: 'POST',
    path: '/api/residents/:id/record/summary',
    summary: 'Prints the summary of the record as PDF; each print is recorded before it leaves',
    access: 'role',
    params: ByIdParams,
    media: 'application/pdf',
    handle: async ({ params, caller, language }) => {
      const where = { db: options.db, at: options.clock.now() };
      const made = await forWhomNow(where, caller.actor, params.id, (id) =>
        printSummary(options, caller, id, language),
      );
      return isRefusal(made)
        ? { refusal: made }
        : {
            body: made,
            headers: {
              'content-type': 'application/pdf',
              // the name holds nothing of the resident (law 9)
              'content-disposition': 'inline; filename="summary.pdf"',
            },
          };
    },
  }),
];
