/**
 * What was typed for a step survives a lost connection and a reload: kept on this machine under person, case and step
 * (opaque ids only), until the step is taken or the draft has grown old.
 */
import { localKeys, readLocal, writeLocal } from '../../../web/kit/local.ts';
import type { Values } from '../../../web/kit/form-answers.ts';

const PREFIX = 'kanglian.step.';
const KEPT_FOR = 3 * 24 * 60 * 60_000;

const keyOf = (person: string, caseId: string, step: string): string => `${PREFIX}${person}.${caseId}.${step}`;

type Kept = { readonly at: number; readonly values: Values };

const read = (key: string): Kept | null => {
  try {
    const kept = JSON.parse(readLocal(key) ?? 'null') as Kept | null;
    return kept !== null && typeof kept.at === 'number' && typeof kept.values === 'object' ? kept : null;
  } catch {
    return null;
  }
};

export const readDraft = (person: string, caseId: string, step: string): Values | null => {
  const now = Date.now();
  for (const key of localKeys(PREFIX)) {
    const kept = read(key);
    if (kept === null || now - kept.at > KEPT_FOR) writeLocal(key, null);
  }
  return read(keyOf(person, caseId, step))?.values ?? null;
};

/** Whether it is kept now. */
export const writeDraft = (person: string, caseId: string, step: string, values: Values | null): boolean =>
  writeLocal(
    keyOf(person, caseId, step),
    values === null || Object.keys(values).length === 0 ? null : JSON.stringify({ at: Date.now(), values }),
  );
