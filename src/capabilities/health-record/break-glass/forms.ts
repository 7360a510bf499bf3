/** What is asked when the glass is broken and when that is reviewed. */
import { form } from '../../../engines/forms/define.ts';

/** Coded reasons; what each opens is dated data (rules/reasons.json). */
export const REASONS = ['life-threatening', 'unconscious', 'public-health', 'care-needed-now'] as const;

export const Breaking = form({
  name: 'break-glass',
  version: 1,
  questions: {
    resident: { kind: 'pick', of: 'resident', required: true },
    reason: { kind: 'choice', among: REASONS, required: true },
    explanation: { kind: 'text', required: true, max: 500, lines: 3 },
  },
});

export const Justified = form({
  name: 'break-glass-justified',
  version: 1,
  questions: { finding: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

export const Unjustified = form({
  name: 'break-glass-unjustified',
  version: 1,
  questions: { finding: { kind: 'text', required: true, max: 1000, lines: 3 } },
});

export const MEASURES = ['talk', 'training', 'access-withdrawn', 'discipline', 'reported'] as const;
export const Measures = form({
  name: 'break-glass-measures',
  version: 1,
  questions: {
    measure: { kind: 'choice', among: MEASURES, required: true },
    note: { kind: 'text', required: true, max: 1000, lines: 3 },
    residentTold: { kind: 'yes-no', required: true },
  },
});

export const FORMS = [Breaking, Justified, Unjustified, Measures];
