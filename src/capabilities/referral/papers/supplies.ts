/** Medicines and devices of the plan home as the return form prints them: named from the region's catalogue, or as written. */
type Answers = Readonly<Record<string, unknown>>;

/** A thing of the region's catalogue, by its code. */
export type Named = { readonly zh: string; readonly en: string; readonly form: string | null };
export type Supply = {
  readonly name: Named;
  /** Dose or use, as the hospital wrote it. */
  readonly how: string;
  readonly days: string;
  /** The code of what was arranged where the centre does not keep it, its day, and a note. */
  readonly arranged: string;
  readonly arrangedFor: string;
  readonly note: string;
};

const text = (value: unknown): string =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : '';
const rowsOf = (answers: Answers, question: string): readonly Answers[] => {
  const rows = answers[question];
  return Array.isArray(rows) ? (rows as readonly Answers[]) : [];
};
const QUESTIONS = ['medicines', 'devices'] as const;
const codeOf = (row: Answers): string => text(row['medicine']) || text(row['device']);

/** The catalogue's codes that a return form names. */
export const codesOf = (answers: Answers): readonly string[] =>
  QUESTIONS.flatMap((question) => rowsOf(answers, question).map(codeOf)).filter((code) => code !== '');

export const suppliesOf = (
  answers: Answers,
  question: (typeof QUESTIONS)[number],
  names: ReadonlyMap<string, Named>,
): readonly Supply[] =>
  rowsOf(answers, question).map((row) => {
    const written = text(row['medicineName']) || text(row['deviceName']) || codeOf(row);
    return {
      name: names.get(codeOf(row)) ?? { zh: written, en: written, form: null },
      how: text(row['dose']) || text(row['use']),
      days: text(row['days']),
      arranged: text(row['ifMissing']),
      arrangedFor: text(row['arrangedFor']),
      note: text(row['arrangementNote']),
    };
  });
