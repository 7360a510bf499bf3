/** Entering, ending and withdrawing: one small form in place, under what it is about. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { Form } from '../../../engines/forms/define.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { focusFirstFault, FormFields } from '../../../web/kit/form-fields.tsx';
import type { PickProps } from '../../../web/kit/form-fields.tsx';
import { useWords } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { words as elderTable } from '../words.ts';
import { institutionWords } from './institution-words.ts';

type Named = { readonly id: string; readonly name: string };

/** One of a list; the names are those of the region. */
export const pickFrom =
  (list: readonly Named[], unchosen: string) =>
  ({ id, label, value, error, onChange }: PickProps): React.ReactNode => (
    <select
      id={id}
      aria-label={label}
      value={value ?? ''}
      aria-invalid={error !== undefined}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{unchosen}</option>
      {list.map((one) => (
        <option key={one.id} value={one.id}>
          {one.name}
        </option>
      ))}
    </select>
  );

/** A button that opens its form beneath; saved, it closes and the page is read anew. */
export const InstitutionAct = ({
  name,
  path,
  form,
  also = {},
  begun = {},
  hospitals = [],
  primary = false,
}: {
  readonly name: string;
  readonly path: string;
  readonly form: Form;
  /** Sent with the answers. */
  readonly also?: Readonly<Record<string, string>>;
  readonly begun?: Values;
  readonly hospitals?: readonly Named[];
  readonly primary?: boolean;
}): React.JSX.Element => {
  const words = useWords(institutionWords);
  const elder = useWords(elderTable);
  const kit = useWords(kitTable);
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [values, setValues] = useState<Values>(begun);
  const [errors, setErrors] = useState<FieldErrors>({});
  const prefix = `${form.name}-${path.replace(/[^A-Za-z0-9]+/g, '-')}`;
  const sending = useMutation({
    mutationFn: (answers: object) => api.post(path, { ...answers, ...also }, z.unknown()),
    onSuccess: () => {
      announce(words.saved);
      setOpen(false);
      setValues(begun);
      return client.invalidateQueries({ queryKey: ['institutions'] });
    },
    onError: (fault) => {
      if (fault instanceof ProblemError) setErrors(errorsOf(fault.problem));
    },
  });
  if (!open)
    return (
      <Button small kind={primary ? 'primary' : 'plain'} className="no-print" onClick={() => setOpen(true)}>
        {name}
      </Button>
    );
  return (
    <form
      className="institution-form no-print"
      aria-label={name}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const faults = faultsOf(form.questions, values, elder, serverNow(), kit);
        setErrors(faults);
        if (Object.keys(faults).length > 0) focusFirstFault(prefix, faults);
        else sending.mutate(answersOf(form.questions, values));
      }}
    >
      <b>{name}</b>
      <FormFields
        prefix={prefix}
        questions={form.questions}
        words={elder}
        values={values}
        errors={errors}
        onChange={setValues}
        picks={{ hospital: pickFrom(hospitals, words.choose) }}
      />
      {sending.isError && (
        <p className="danger" role="alert">
          {faultSentence(sending.error, kit)}
        </p>
      )}
      <div className="institution-acts">
        <Button type="submit" kind="primary" aria-disabled={sending.isPending}>
          {sending.isPending ? words.saving : words.save}
        </Button>
        <Button onClick={() => setOpen(false)}>{words.cancel}</Button>
      </div>
    </form>
  );
};
