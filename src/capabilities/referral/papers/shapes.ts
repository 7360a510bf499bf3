/** What crosses the wire about the papers of a referral, their prints, and its filing with the insurer. */
import { z } from 'zod';
import { PAPERS } from './table.ts';

const who = z.object({ name: z.string().nullable(), role: z.string(), organisation: z.string() });

export const PaperParams = z.object({
  id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
  paper: z.enum(PAPERS),
});

export const PageQuery = z.object({ language: z.enum(['zh', 'en']).optional() });

export const PaperList = z.object({
  papers: z.array(
    z.object({
      paper: z.enum(PAPERS),
      /** Why this reader may not print it now, in the reader's language; null: may. */
      reason: z.string().nullable(),
      /** What prints across it. */
      mark: z.enum(['void', 'ended']).nullable(),
    }),
  ),
  /** Newest first. */
  prints: z.array(
    z.object({
      paper: z.enum(PAPERS),
      copy: z.int(),
      caseVersion: z.int(),
      form: z.enum(['pdf', 'page']),
      /** SHA-256 of what left, hexadecimal. */
      digest: z.string(),
      at: z.string(),
      by: who,
      /** What has made it out of date since: a step's code, `filing`, `closed`; null while it still says what is so. */
      outdatedBy: z.string().nullable(),
    }),
  ),
});
export type PaperList = z.infer<typeof PaperList>;

const percent = z.int().nullable();
/** Whole fen; null where the region's data do not say. */
const fen = z.int().nullable();
export const FilingView = z.object({
  filing: z
    .object({
      number: z.string().nullable(),
      filedAt: z.string(),
      by: who,
      /** The hospital it was filed for, when the referral goes elsewhere by now. */
      elsewhere: z.string().nullable(),
      withdrawnAt: z.string().nullable(),
    })
    .nullable(),
  /** Why this reader may not record one now; null: may, or it is recorded. */
  reason: z.string().nullable(),
  meaning: z.array(
    z.object({
      scheme: z.object({ code: z.string(), zh: z.string(), en: z.string() }),
      deductible: z.object({ filed: fen, unfiled: fen }),
      percent: z.object({ filed: percent, unfiled: percent }),
      verified: z.boolean(),
    }),
  ),
});
export type FilingView = z.infer<typeof FilingView>;

/** Without a number: reported by the system. Spaces at the ends are not part of a number. */
export const FilingBody = z.object({
  number: z
    .string()
    .trim()
    .max(40)
    .regex(/^[A-Za-z0-9\-/]*$/)
    .transform((text) => (text === '' ? null : text))
    .nullable(),
});
