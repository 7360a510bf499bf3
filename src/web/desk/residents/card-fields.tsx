/** A card as it is written down: kind, number, who gave it out, how long it is good; its number is judged by its kind. */
import { CARD_FORMS, CARD_KINDS } from '../../../consortium/identity/card-forms.ts';
import type { CardKind } from '../../../consortium/identity/card-forms.ts';
import { MATCHING_WORDS } from '../../../consortium/identity/matching-words.ts';
import { useWords } from '../../kit/language.ts';
import type { CardDraft } from './card-draft.ts';
import { SelectField, TextField } from './new-resident-field.tsx';
import { registeringWords } from './registering-words.ts';

export const CardFields = ({
  draft,
  error,
  optional,
  without = [],
  onChange,
  onBlur,
}: {
  readonly draft: CardDraft;
  readonly error: string | undefined;
  /** Whether none may be chosen. */
  readonly optional: boolean;
  readonly without?: readonly CardKind[];
  readonly onChange: (draft: CardDraft) => void;
  readonly onBlur?: () => void;
}): React.JSX.Element => {
  const words = useWords(registeringWords);
  const matching = useWords(MATCHING_WORDS);
  const kinds = CARD_KINDS.filter((kind) => !without.includes(kind));
  const form = draft.kind === '' ? undefined : CARD_FORMS[draft.kind];
  return (
    <>
      <SelectField
        name="card-kind"
        label={optional ? words.otherCard : words.cardKind}
        value={draft.kind}
        note={form === undefined || form.verified ? undefined : `${words.unverified}：${form.source}`}
        options={[
          ...(optional || draft.kind === '' ? [{ code: '', label: words.otherCardNone }] : []),
          ...kinds.map((kind) => ({ code: kind, label: matching.cards[kind] })),
        ]}
        onChange={(code) => onChange({ ...draft, kind: kinds.find((kind) => kind === code) ?? '', asPrinted: false })}
      />
      {form !== undefined && (
        <>
          <TextField
            name="card-value"
            label={words.cardValue}
            required
            value={draft.value}
            error={error}
            onChange={(value) => onChange({ ...draft, value })}
            {...(onBlur === undefined ? {} : { onBlur })}
          />
          {!form.verified && (error !== undefined || draft.asPrinted) && (
            <label className="new-without">
              <input
                type="checkbox"
                checked={draft.asPrinted}
                onChange={(event) => onChange({ ...draft, asPrinted: event.target.checked })}
              />
              <span>{words.asPrinted}</span>
            </label>
          )}
          <TextField
            name="card-issuer"
            label={words.cardIssuer}
            value={draft.issuer}
            error={undefined}
            onChange={(issuer) => onChange({ ...draft, issuer })}
          />
          <TextField
            name="card-from"
            label={words.cardFrom}
            type="date"
            value={draft.from}
            error={undefined}
            onChange={(from) => onChange({ ...draft, from })}
          />
          <TextField
            name="card-until"
            label={words.cardUntil}
            type="date"
            value={draft.until}
            error={undefined}
            onChange={(until) => onChange({ ...draft, until })}
          />
        </>
      )}
    </>
  );
};
