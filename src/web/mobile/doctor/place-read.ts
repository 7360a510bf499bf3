/** The ranked departments for one referral; where there is no line, what was read last, without anything of a resident. */
import { z } from 'zod';
import { Candidates } from '../../../consortium/shapes.ts';
import type { Candidate } from '../../../consortium/shapes.ts';
import { UnreachableError, api, queryString } from '../../kit/api.ts';
import { readLocal, writeLocal } from '../../kit/local.ts';
import { serverTimeIs } from '../../kit/server-time.ts';

export type Question = {
  readonly kind: 'inpatient' | 'outpatient';
  /** The draft: its own hold is not counted against it, and what is shown is kept beside it. */
  readonly subject: string;
  readonly resident: string;
  readonly urgency: string | undefined;
  readonly specialty: string | undefined;
  readonly q: string | undefined;
};
export type Places = z.infer<typeof Candidates> & {
  /** Kept from an earlier reading: in no order for this resident, and without reasons that are theirs. */
  readonly old: boolean;
};

const KEPT = 'kanglian.places.';
/** What a matching says only because of whom it is for: their age, where they were treated. It stays in no phone. */
const OF_A_RESIDENT: ReadonlySet<string> = new Set(['treated-before', 'too-young', 'too-old']);

/** The departments as anybody's: nothing in them tells of the resident they were matched for. */
export const asAnybodys = (items: readonly Candidate[]): readonly Candidate[] =>
  items.map((item) => {
    const against = item.against.filter(({ code }) => !OF_A_RESIDENT.has(code));
    return {
      ...item,
      because: item.because.filter(({ code }) => !OF_A_RESIDENT.has(code)),
      against,
      fits: item.fits || against.length === 0,
      heldHere: false,
    };
  });

export const readPlaces = async (asked: Question, signal: AbortSignal): Promise<Places> => {
  try {
    const found = await api.get(`/api/departments${queryString({ ...asked })}`, Candidates, signal);
    serverTimeIs(found.serverTime);
    if (asked.q === undefined && asked.specialty === undefined)
      writeLocal(`${KEPT}${asked.kind}`, JSON.stringify({ ...found, items: asAnybodys(found.items) }));
    return { ...found, old: false };
  } catch (fault) {
    const text = fault instanceof UnreachableError ? readLocal(`${KEPT}${asked.kind}`) : null;
    const kept = text === null ? undefined : z.safeParse(Candidates, JSON.parse(text)).data;
    if (kept === undefined) throw fault;
    const { q = '', specialty } = asked;
    const items = kept.items.filter(
      ({ department, organisation }) =>
        `${department.name}${organisation.name}`.includes(q) &&
        (specialty === undefined || department.specialty === specialty),
    );
    return { ...kept, items, old: true };
  }
};
