/**
 * Typed forms: the questions of a step, in order, with their kinds, units, limits and code lists. From one definition come
 * the zod schema the server trusts, the fields the screen draws, and the FHIR Questionnaire. Labels are words, not here.
 */
export type Question =
  | { readonly kind: 'text'; readonly required?: true; readonly max?: number; readonly lines?: number }
  | { readonly kind: 'choice'; readonly required?: true; readonly among: readonly string[] }
  | { readonly kind: 'choices'; readonly required?: true; readonly among: readonly string[] }
  | { readonly kind: 'yes-no'; readonly required?: true }
  | { readonly kind: 'date'; readonly required?: true; readonly notBefore?: 'today'; readonly notAfter?: 'today' }
  | { readonly kind: 'instant'; readonly required?: true }
  | {
      readonly kind: 'quantity';
      readonly required?: true;
      readonly unit: string;
      readonly min?: number;
      readonly max?: number;
    }
  | { readonly kind: 'whole'; readonly required?: true; readonly min?: number; readonly max?: number }
  /** The id of something chosen on the screen: an organisation, department, resident, hold, draft, case, or entry of the catalogue. */
  | {
      readonly kind: 'pick';
      readonly required?: true;
      readonly of:
        | 'organisation'
        | 'department'
        | 'resident'
        | 'hold'
        | 'bed'
        | 'slot'
        | 'draft'
        | 'case'
        | 'course'
        | 'medicine'
        | 'device'
        | 'figure';
    }
  | {
      readonly kind: 'repeat';
      readonly required?: true;
      readonly max?: number;
      readonly of: Readonly<Record<string, Question>>;
    };

export type Form = {
  readonly name: string;
  readonly version: number;
  readonly questions: Readonly<Record<string, Question>>;
};

export const form = <const F extends Form>(definition: F): F => definition;
