/** The letter that answers a proposal: what it begins with, and where it stands. */
import { findLetterOfCase } from '../../../engines/letters/cases.ts';
import { listTemplates, templateFrom } from '../../../engines/letters/templates.ts';
import type { LetterTemplate } from '../../../engines/letters/templates.ts';
import { dayText } from '../../../engines/letters/plain.ts';
import type { Actor } from '../../../platform/postgres/database.ts';
import { isRefusal, refuse } from '../../../platform/refusal.ts';
import type { Refusal } from '../../../platform/refusal.ts';
import type { LetterBegins, ProposalView, PromiseRow } from '../shapes.ts';
import type { ProposalRoutesOptions } from './options.ts';
import { openProposal } from './view.ts';

const SETTLED = { kept: '已兑现', 'given-up': '不再落实', claimed: '依据待确认', promised: '落实中' } as const;
const settledWord = (state: string): string => Object.entries(SETTLED).find(([code]) => code === state)?.[1] ?? state;

/** What was promised a year ago and where it stands: the next letter begins with it. */
export const promiseLine = (row: PromiseRow): string => {
  const now =
    row.figureNow === null || row.figureNow.value === null ? '' : `，目前为${row.figureNow.value}${row.figureNow.unit}`;
  const shown = row.evidence === null ? '' : `（${row.evidence}）`;
  return `${row.what}——${row.keeper.name}，${dayText(row.due)}前完成，${settledWord(row.state)}${now}${shown}`;
};

const addresseeOf = ({ people }: ProposalView): string => {
  const names = people.map(({ name }) => name).join('、');
  return names.length <= 200 ? names : `${people[0]?.name ?? ''}等${String(people.length)}位委员`;
};

/** 四平市政协九届四次会议, as letters name it. */
const sessionOf = ({ bodyName, session }: ProposalView): string =>
  (bodyName === null || session.includes('政协') || session.includes('人大') ? session : bodyName + session).slice(
    0,
    60,
  );

/** The template's own way of writing a class: B类, or B. */
const classIn = (template: LetterTemplate, code: string): string | null =>
  template.letter.reply === null ? null : template.letter.reply.value.replace(/[A-D]|[Ａ-Ｄ]/u, code) || code;

/** Everything a reply begins with; the drafter chooses template and class, the rest is put together here. */
export const letterBegins = async (
  options: ProposalRoutesOptions,
  actor: Actor,
  id: string,
): Promise<LetterBegins | Refusal> => {
  const { engine } = options;
  const proposal = await openProposal(options, actor, id);
  if (isRefusal(proposal)) return proposal;
  if (!proposal.party) return refuse('proposal.not-found');
  const at = engine.clock.now();
  const [rows = []] = await engine.db.read(actor, at, [listTemplates(at)]);
  const templates = rows.flatMap((row) => templateFrom(row) ?? []);
  const opinions = proposal.coHandlings.flatMap(({ organisation, opinion, state }) =>
    state === 'given' && opinion !== null ? [{ heading: `${organisation.name}会办意见`, said: opinion }] : [],
  );
  const promises =
    proposal.earlier.length === 0
      ? []
      : [{ heading: '上年承诺事项落实情况', said: proposal.earlier.map(promiseLine).join('；').slice(0, 8000) }];
  // last year's letter as it was sent, to be set against: of the proposal this one goes on from, or of the last promise's
  const before = proposal.follows?.id ?? proposal.earlier[0]?.proposal.id;
  const last = before === undefined ? undefined : await findLetterOfCase(engine.db, actor, before, at);
  return {
    templates: templates.map((template) => ({
      code: template.code,
      name: template.name,
      verified: template.verified,
      prefix: template.letter.prefix,
      classes: (proposal.rule?.classes ?? []).map(({ code }) => ({ code, printed: classIn(template, code) })),
    })),
    opening: {
      about: id,
      addressee: addresseeOf(proposal),
      matter: proposal.body === 'npc' ? 'suggestion' : 'proposal',
      session: sessionOf(proposal),
      matterNumber: proposal.number === null ? '' : String(proposal.number),
      matterTitle: proposal.title,
      material: [...opinions, ...promises],
      ...(last === undefined || last.number === null ? {} : { previous: last.text }),
    },
  };
};
