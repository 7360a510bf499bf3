/** `POST [base]` with a batch Bundle (R4 §3.1.0.11.1): each entry for itself, with an answer of its own; none stops another. */
import type { Answer, Asked, FhirContext } from '../context.ts';
import { refused } from '../outcome.ts';
import { objectsOf } from '../resource.ts';
import type { JsonObject } from '../resource.ts';
import { preferred } from '../shape.ts';
import { askedBy, entryText, shapedFor } from './bundle-request.ts';

/** Performs one request below the base, whatever it is. */
export type Perform = (asked: Asked, context: FhirContext) => Promise<Answer> | Answer;

/** Entries under way at a time: one client's batch is not everybody's. */
const AT_ONCE = 4;
/** The order R4 §3.1.0.11.2 has for transactions; a batch keeps it too, so that a bundle does the same sent as either. */
const STAGES: readonly (readonly string[])[] = [['DELETE'], ['POST'], ['PUT', 'PATCH'], ['GET', 'HEAD']];

type Work = { readonly place: number; readonly one: Asked | undefined };

export const batch = async (
  asked: Asked,
  bundle: JsonObject,
  context: FhirContext,
  perform: Perform,
): Promise<Answer> => {
  const answers: string[] = [];
  const work = objectsOf(bundle['entry']).map((entry, place): Work => ({ place, one: askedBy(entry, asked) }));
  const doNext = async (waiting: Iterable<Work>): Promise<void> => {
    for (const { place, one } of waiting) {
      const answer =
        one === undefined ? refused(400, 'invalid', 'bad-batch-entry') : shapedFor(one, await perform(one, context));
      const wanted = 'issues' in answer ? answer : preferred(answer, asked.headers['prefer'], asked.language);
      answers[place] = entryText(one?.method === 'GET' ? answer : wanted, asked);
    }
  };
  for (const stage of STAGES) {
    const waiting = work.filter(({ one }) => stage.includes(one?.method ?? 'GET')).values();
    await Promise.all(Array.from({ length: AT_ONCE }, () => doNext(waiting)));
  }
  const entry = answers.length === 0 ? '' : `,"entry":[${answers.join(',')}]`;
  return { status: 200, body: `{"resourceType":"Bundle","type":"batch-response"${entry}}` };
};
