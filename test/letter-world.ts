/** The office of the world's commission with its templates and one figure whose value a test changes as records would. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOCK_CODES, composeEngine } from '../src/compose-engine.ts';
import { letterRoutes } from '../src/capabilities/letters/server.ts';
import { readPack } from '../src/consortium/region/read.ts';
import { catalogue, figure } from '../src/engines/figures/define.ts';
import type { FigureAnswer } from '../src/engines/figures/define.ts';
import type { Claim, LetterDocument } from '../src/engines/letters/document.ts';
import type { FigureSource } from '../src/engines/letters/figures-port.ts';
import { PUBLIC_READER } from '../src/engines/letters/public.ts';
import { plainSeal } from '../src/engines/letters/seal.ts';
import { installTemplates, parseTemplates } from '../src/engines/letters/templates.ts';
import { pathwayRoutes } from '../src/engines/pathways/routes.ts';
import { readLog } from '../src/platform/audit.ts';
import type { Route } from '../src/platform/http/route.ts';
import { newId } from '../src/platform/ids.ts';
import { refuse } from '../src/platform/refusal.ts';
import { ROOT } from './tree.ts';
import type { World } from './world.ts';
import { NOW, ZONE } from './world.ts';

const SIPING = join(ROOT, 'regions/siping');
/** What the figures say; a test changes it as records would. */
export const said = { value: '25', digest: 'd1', version: 1, settled: true, gone: false };
const ACCEPTED = figure({
  code: 'hospice.accepted-institutions',
  version: 1,
  theme: 'hospice',
  words: {
    zh: {
      name: '通过省级安宁疗护标准验收的机构',
      unit: '家',
      definition: '截至当日通过验收且在有效期内的医疗机构',
      leavesOut: '',
    },
    en: { name: 'Accepted institutions', unit: '家', definition: 'Accepted and still valid', leavesOut: '' },
  },
  value: { kind: 'number', of: { view: 'acceptance', count: 'organisations', when: 'at-end' } },
  dimensions: ['organisation'],
  better: 'higher',
  decimals: 0,
  validFrom: '2020-01-01',
  source: { title: '登记', verified: false },
  evidence: 'none',
});
export const figures: FigureSource = {
  catalogue: catalogue([ACCEPTED], ['acceptance']),
  read: (_actor, asked) =>
    Promise.resolve(
      asked.map((one) =>
        said.gone || one.code !== ACCEPTED.code
          ? refuse('unknown-figure', { code: one.code })
          : ({
              code: one.code,
              version: said.version,
              scope: one.scope,
              period: one.period,
              asOf: NOW.toISOString(),
              settled: said.settled,
              value: said.value,
              numerator: null,
              denominator: null,
              missing: null,
              masked: false,
              fedBy: 'register',
              evidence: null,
              records: Number(said.value),
              digest: said.digest,
            } satisfies FigureAnswer),
      ),
    ),
};

/** Letters' routes and the engine's, in this world. */
export const openLetters = async (world: World): Promise<readonly Route[]> => {
  const { app: db, clock } = world;
  const reads = readLog(db, clock);
  const pack = await readPack(SIPING, CLOCK_CODES);
  const engine = composeEngine({
    db,
    clock,
    newId,
    limits: pack.limits,
    calendar: pack.calendar,
    zone: ZONE,
    nudge: () => undefined,
  });
  const templates = parseTemplates(
    readFileSync(`${SIPING}/letter-templates.json`, 'utf8')
      .replaceAll('四平市', '云岭市')
      .replaceAll('四卫函', '云卫函'),
  );
  await db.write(PUBLIC_READER, NOW, (tx) => tx.finish([installTemplates(templates)]));
  const say = { sentence: ({ refused }: { refused: string }) => refused, role: (role: string) => role };
  return [
    ...letterRoutes({
      engine,
      say,
      zone: ZONE,
      recordRead: reads.record,
      printer: {
        print: () => Promise.resolve(Buffer.from('%PDF /Type /Page /BaseFont /AAAAAA+NotoSerifSC')),
        close: () => Promise.resolve(),
      },
      figures,
      seal: plainSeal,
    }),
    ...pathwayRoutes({
      engine,
      say,
      recordRead: reads.record,
      borders: (at) => ({ endOfToday: at, endOfNextWorkingDay: at }),
    }),
  ];
};

export const OPENING = {
  template: 'reply-letter',
  addressee: '沈委员',
  matter: 'proposal',
  session: '市政协五届五次会议',
  matterNumber: '118',
  matterTitle: '关于健全安宁疗护服务网络的提案',
  replyClass: 'A类',
};
export const CLAIM: Claim = {
  figure: ACCEPTED.code,
  scope: '',
  scopeName: '全市',
  period: null,
  asOf: '2026-11-20',
  comparator: 'exactly',
  value: 25,
  decimals: 0,
  unit: '家',
  word: '',
  drafted: {
    value: 25,
    numerator: null,
    denominator: null,
    unit: '家',
    name: '通过省级安宁疗护标准验收的机构',
    definition: '截至当日通过验收且在有效期内的医疗机构',
    definitionVersion: '1',
    asOf: '2026-11-20',
    evidence: 'by-hand',
    digest: 'd1',
  },
};
export const written = (
  { content }: { readonly content: LetterDocument },
  more: readonly string[] = [],
): LetterDocument => ({
  ...content,
  paragraphs: [
    ...content.paragraphs.slice(0, 1),
    {
      level: 1,
      heading: '关于健全服务网络。',
      text: '截至2026年11月20日，全市[[c1]]医疗机构通过省级安宁疗护服务标准验收。',
    },
    ...more.map((text) => ({ level: 0 as const, heading: '', text })),
  ],
  claims: { c1: CLAIM },
});
