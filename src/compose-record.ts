/** Joins the record's page to the engine's words for cases and to the residents' own access. */
import { recordRoutes, summaryOperation } from './capabilities/health-record/record/server.ts';
import type { Engine } from './engines/pathways/engine.ts';
import type { Operations } from './fhir/context.ts';
import type { Route } from './platform/http/route.ts';

type Ground = Omit<Parameters<typeof recordRoutes>[0], 'word'> & { readonly engine: Pick<Engine, 'capabilities'> };

export const composeRecord = ({ engine, ...ground }: Ground): readonly Route[] =>
  recordRoutes({
    ...ground,
    word: (pathway, kind, code, language) =>
      engine.capabilities.get(pathway)?.word(kind, code, language) ?? (kind === 'state' ? code : pathway),
  });

/** What the record offers over the FHIR interface. */
export const RECORD_OPERATIONS: Operations = [summaryOperation];
