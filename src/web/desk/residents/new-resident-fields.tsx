/** What is asked of whoever is written down: of somebody with a name, of a newborn, of somebody nobody knows. */
import { FieldFrame } from '../../kit/field.tsx';
import { useWords } from '../../kit/language.ts';
import { Segmented } from '../../kit/segmented.tsx';
import { CardFields } from './card-fields.tsx';
import { MotherPick } from './mother-pick.tsx';
import { TextField } from './new-resident-field.tsx';
import { isFilled, withNumber } from './new-resident-check.ts';
import type { NewResident } from './new-resident-check.ts';
import { registeringWords } from './registering-words.ts';
import { words as table } from './words.ts';

type Shown = {
  readonly form: NewResident;
  readonly errorOf: (field: keyof NewResident) => string | undefined;
  readonly leave: (field: keyof NewResident) => () => void;
  readonly put: (change: Partial<NewResident>) => void;
};

const Gender = ({ form, errorOf, put }: Shown): React.JSX.Element => {
  const words = useWords(table);
  return (
    <FieldFrame id="new-gender" label={words.gender} required group error={errorOf('gender')}>
      <span className="unseen" id="new-gender-label">
        {words.gender}
      </span>
      <Segmented
        labelledBy="new-gender-label"
        invalid={errorOf('gender') !== undefined}
        describedBy={errorOf('gender') === undefined ? undefined : 'new-gender-fault'}
        value={form.gender}
        onChoose={(gender) => put({ gender })}
        options={(['male', 'female', 'unknown'] as const).map((code) => ({ code, label: words.genders[code] }))}
      />
    </FieldFrame>
  );
};

const Unnamed = (shown: Shown): React.JSX.Element => {
  const { form, errorOf, leave, put } = shown;
  const words = useWords(registeringWords);
  return (
    <>
      <Gender {...shown} />
      <TextField
        name="ageGuess"
        label={words.ageGuess}
        value={form.ageGuess}
        error={errorOf('ageGuess')}
        onChange={(ageGuess) => put({ ageGuess })}
        onBlur={leave('ageGuess')}
      />
      <TextField
        name="features"
        label={words.features}
        value={form.features}
        placeholder={words.featuresHint}
        error={undefined}
        onChange={(features) => put({ features })}
      />
    </>
  );
};

const Numbers = ({ form, errorOf, leave, put }: Shown): React.JSX.Element => {
  const words = useWords(table);
  return (
    <>
      {form.kind === 'known' && (
        <>
          <TextField
            name="identityNumber"
            label={words.identityNumber}
            required={!form.withoutNumber}
            value={form.identityNumber}
            readOnly={form.withoutNumber}
            error={errorOf('identityNumber')}
            note={form.withoutNumber ? words.noIdentityWhy : isFilled(form) ? words.filledFromNumber : undefined}
            onChange={(text) => put(withNumber(form, text))}
            onBlur={leave('identityNumber')}
          />
          <label className="new-without">
            <input
              type="checkbox"
              checked={form.withoutNumber}
              onChange={(event) => put({ withoutNumber: event.target.checked, identityNumber: '' })}
            />
            <span>{words.noIdentityNumber}</span>
          </label>
        </>
      )}
      {form.withoutNumber && (
        <CardFields
          draft={form.card}
          error={errorOf('card')}
          optional
          without={['identity-number', 'temporary-number']}
          onChange={(card) => put({ card })}
          onBlur={() => {
            if (form.card.value !== '') leave('card')();
          }}
        />
      )}
    </>
  );
};

export const NewResidentFields = (shown: Shown): React.JSX.Element => {
  const { form, errorOf, leave, put } = shown;
  const words = useWords(table);
  const registering = useWords(registeringWords);
  if (form.kind === 'unnamed') return <Unnamed {...shown} />;
  const newborn = form.kind === 'newborn';
  return (
    <>
      {newborn && <MotherPick mother={form.mother} error={undefined} onChange={(mother) => put({ mother })} />}
      <Numbers {...shown} />
      <TextField
        name="name"
        label={words.name}
        required={!newborn}
        value={form.name}
        placeholder={newborn ? registering.nameOptional : ''}
        error={errorOf('name')}
        onChange={(name) => put({ name })}
        onBlur={leave('name')}
      />
      <Gender {...shown} />
      <TextField
        name="birthDate"
        label={words.birthDate}
        type="date"
        required
        value={form.birthDate}
        error={errorOf('birthDate')}
        onChange={(birthDate) => put({ birthDate })}
        onBlur={leave('birthDate')}
      />
      {newborn && (
        <TextField
          name="birthOrder"
          label={registering.birthOrder}
          value={form.birthOrder}
          placeholder={registering.birthOrderHint}
          error={undefined}
          onChange={(text) => put({ birthOrder: text.replace(/\D/g, '').slice(0, 1) })}
        />
      )}
      <TextField
        name="phone"
        label={words.phone}
        type="tel"
        value={form.phone}
        placeholder={words.optional}
        error={errorOf('phone')}
        onChange={(phone) => put({ phone })}
        onBlur={leave('phone')}
      />
      <TextField
        name="address"
        label={words.address}
        value={form.address}
        placeholder={words.optional}
        error={errorOf('address')}
        onChange={(address) => put({ address })}
      />
    </>
  );
};
