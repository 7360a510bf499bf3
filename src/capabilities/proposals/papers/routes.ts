/** The two forms over HTTP, as PDF and as a page for the reader's own printer; each print is recorded before it leaves. */
import { createHash } from 'node:crypto';
import { openCase } from '../../../engines/pathways/case-view.ts';
import { civilDay } from '../../../platform/civil-time.ts';
import type { Route, RouteAnswer } from '../../../platform/http/route.ts';
import { route } from '../../../platform/http/route.ts';
import type { Actor, Statement } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { ProposalRoutesOptions } from '../routes/options.ts';
import { openProposal } from '../routes/view.ts';
import type { PAPERS } from '../shapes.ts';
import { PaperParams } from '../shapes.ts';
import { paperFacts } from './facts.ts';
import { STYLE, sheet } from './sheets/frame.ts';
import { handlingForm } from './sheets/handling-form.ts';
import { opinionForm } from './sheets/opinion-form.ts';
import { FILES } from './words.ts';

type Paper = (typeof PAPERS)[number];

const insertPrint = (
  id: string,
  paper: Paper,
  form: 'pdf' | 'page',
  digest: string,
  by: Actor,
  at: Date,
): Statement => ({
  name: 'proposal-print',
  text: `insert into case_print (case_id, paper, copy, case_version, state, form, language, digest, actor, role, organisation, at)
         select c.id, $2, 1 + coalesce((select max(copy) from case_print where case_id = $1 and paper = $2), 0), c.version, c.state, $3,
                'zh', $4, $5, $6, $7, $8 from cases c where c.id = $1`,
  values: [id, paper, form, digest, by.id, by.role, by.organisation, at],
});

type Drawn = { readonly page: string; readonly title: string };

const draw = async (
  options: ProposalRoutesOptions,
  actor: Actor,
  id: string,
  paper: Paper,
): Promise<Drawn | Refusal> => {
  const { engine, say, zone } = options;
  const view = await openProposal(options, actor, id);
  if (isRefusal(view)) return view;
  if (!view.party) return refuse('proposal.nothing-to-print');
  const opened = await openCase(engine, say, actor, id, 'zh');
  if (isRefusal(opened)) return opened;
  const facts = paperFacts(view, opened.view);
  const body =
    paper === 'handling-form'
      ? handlingForm(facts, (instant) => civilDay(new Date(instant), zone))
      : opinionForm(facts, view.lead?.name ?? '');
  const number = opened.view.number;
  return {
    page: sheet(FILES[paper], body, `${number}，${civilDay(engine.clock.now(), zone)} 打印`),
    title: FILES[paper],
  };
};

const print = async (
  options: ProposalRoutesOptions,
  actor: Actor,
  { id, paper }: { readonly id: string; readonly paper: Paper },
  form: 'pdf' | 'page',
): Promise<RouteAnswer> => {
  const { engine, printer } = options;
  const drawn = await draw(options, actor, id, paper);
  if (isRefusal(drawn)) return { refusal: drawn };
  const bytes = form === 'page' ? Buffer.from(drawn.page) : await printer.print(drawn.page);
  if (isRefusal(bytes)) return { refusal: bytes };
  const at = engine.clock.now();
  const digest = createHash('sha256').update(bytes).digest('hex');
  await engine.db.write(actor, at, (tx) =>
    tx.finish([
      insertPrint(id, paper, form, digest, actor, at),
      engine.audit(actor, at, `print.${paper}`, `Task/${id}`, [], null),
    ]),
  );
  const policy = createHash('sha256').update(STYLE).digest('base64');
  return {
    body: bytes,
    headers:
      form === 'pdf'
        ? { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${paper}.pdf"` }
        : {
            'content-type': 'text/html; charset=utf-8',
            'content-security-policy': `default-src 'none'; style-src 'sha256-${policy}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
          },
  };
};

export const paperRoutes = (options: ProposalRoutesOptions, takesPart: (actor: Actor) => boolean): readonly Route[] => {
  const refused: RouteAnswer = { refusal: refuse('proposal.nothing-to-print') };
  return [
    route({
      method: 'POST',
      path: '/api/proposals/:id/papers/:paper',
      summary: 'Prints a form of the proposal as PDF; each print is recorded before it leaves',
      access: 'role',
      params: PaperParams,
      media: 'application/pdf',
      handle: ({ params, caller: { actor } }) =>
        takesPart(actor) ? print(options, actor, params, 'pdf') : Promise.resolve(refused),
    }),
    route({
      method: 'GET',
      path: '/api/proposals/:id/papers/:paper/page',
      summary: 'The same form as a page for the reader’s own browser to print; recorded alike',
      access: 'role',
      params: PaperParams,
      media: 'text/html',
      handle: ({ params, caller: { actor } }) =>
        takesPart(actor) ? print(options, actor, params, 'page') : Promise.resolve(refused),
    }),
  ];
};
