/** OperationOutcome: what is wrong, where, in the reader's language (law 8). */
import type { Language } from '../platform/words.ts';
import { fhirWords } from './words.ts';
import type { FhirWord } from './words.ts';

/** Codes of the required value set issue-type that are used here. */
export type IssueCode =
  | 'structure'
  | 'required'
  | 'value'
  | 'invalid'
  | 'not-supported'
  | 'too-long'
  | 'duplicate'
  | 'not-found'
  | 'deleted'
  | 'conflict'
  | 'business-rule'
  | 'forbidden'
  | 'throttled'
  | 'too-costly'
  | 'transient'
  | 'exception'
  | 'code-invalid'
  | 'invariant'
  | 'informational';

export type Issue = {
  readonly code: IssueCode;
  readonly word: FhirWord;
  /** An error where nothing is said. */
  readonly severity?: 'error' | 'warning' | 'information';
  readonly values?: Readonly<Record<string, string | number>>;
  /** A simple FHIRPath: `Bundle.entry[3].resource.status`. */
  readonly expression?: string;
};

/** An expected "no" of the FHIR interface: a status and its issues. */
export type Refused = {
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers?: Readonly<Record<string, string>>;
};

export const refused = (
  status: number,
  code: IssueCode,
  word: FhirWord,
  values?: Issue['values'],
  expression?: string,
): Refused => ({
  status,
  issues: [{ code, word, ...(values && { values }), ...(expression !== undefined && { expression }) }],
});

/** 405 with the methods that are (RFC 9110 §15.5.6). */
export const notThisMethod = (methods: readonly string[]): Refused => ({
  ...refused(405, 'not-supported', 'method-not-allowed', { methods: methods.join(', ') }),
  headers: { allow: methods.join(', ') },
});

export const isRefused = (answer: object): answer is Refused => 'issues' in answer && 'status' in answer;

const sentence = (issue: Pick<Issue, 'word' | 'values'>, language: Language): string => {
  const word = fhirWords[language][issue.word] as string | ((values: unknown) => string);
  return typeof word === 'string' ? word : word(issue.values ?? {});
};

/** The OperationOutcome as JSON text. */
export const outcomeText = (issues: readonly Issue[], language: Language): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: issues.map((issue) => ({
      severity: issue.severity ?? 'error',
      code: issue.code,
      details: {
        coding: [{ system: 'urn:kanglian:refusal', code: issue.word }],
        text: sentence(issue, language),
      },
      ...(issue.expression !== undefined && { expression: [issue.expression] }),
    })),
  });

const saying = (severity: string, code: string, word: FhirWord, language: Language): string =>
  JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity,
        code,
        details: { coding: [{ system: 'urn:kanglian:information', code: word }], text: sentence({ word }, language) },
      },
    ],
  });

/** An OperationOutcome that says what was done. */
export const informationText = (word: FhirWord, language: Language): string =>
  saying('information', 'informational', word, language);

/** An OperationOutcome that says that a resident keeps something from the asker: never what, nor how much of what was asked for. */
export const suppressedText = (language: Language): string => saying('information', 'suppressed', 'withheld', language);

/** An OperationOutcome that says what an answer lacks. */
export const warningText = (word: FhirWord, language: Language): string =>
  saying('warning', 'incomplete', word, language);
