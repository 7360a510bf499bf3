/** 申请标准床位验收: the ward, the beds, and each clause of the standard answered with its evidence. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api, ProblemError } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { answersOf, errorsOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { focusFirstFault, FormFields } from '../../../web/kit/form-fields.tsx';
import { useLanguage, useWords, wordOf } from '../../../web/kit/language.ts';
import { announce } from '../../../web/kit/live-region.tsx';
import { newId } from '../../../web/kit/new-id.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { faultSentence } from '../../../web/kit/states.tsx';
import { stillWrong } from '../../../web/kit/still-wrong.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Application } from '../forms.ts';
import { findStandard, STANDARD_CODES } from '../rules/standards.ts';
import { words as table } from '../words.ts';
import { ClauseEditor } from './clauses.tsx';
import type { Answered } from './clauses.tsx';
import { useChoices, usePicks } from './picks.tsx';
import { screenWords } from './screen-words.ts';
import './acceptance.css';

const PREFIX = 'acceptance-apply';
const [FIRST = ''] = STANDARD_CODES;

export const ApplyScreen = (): React.JSX.Element => {
  const words = useWords(screenWords);
  const accreditation = useWords(table);
  const kit = useWords(kitTable);
  const language = useLanguage();
  const navigate = useNavigate();
  const choices = useChoices().data;
  const picks = usePicks();
  const [id] = useState(newId);
  const [typed, setTyped] = useState<Values>({ standard: FIRST });
  const [errors, setErrors] = useState<FieldErrors>({});
  const bureau = choices?.bureaus.length === 1 ? choices.bureaus[0]?.id : undefined;
  const values: Values = { ...(bureau === undefined ? {} : { to: bureau }), ...typed };
  const standard = findStandard(
    typeof values['standard'] === 'string' ? values['standard'] : '',
    choices?.today ?? '9999-12-31',
  );
  const sending = useMutation({
    mutationFn: () =>
      api.post(
        '/api/pathways/acceptance/cases',
        { id, step: 'apply', answers: answersOf(Application.questions, values) },
        StepTaken,
        id,
      ),
    onSuccess: () => {
      announce(accreditation.done.apply);
      void navigate({ to: '/acceptances/$id', params: { id } });
    },
    onError: (fault) => {
      if (fault instanceof ProblemError) setErrors(errorsOf(fault.problem));
    },
  });
  const submit = (): void => {
    if (sending.isPending) return;
    const faults = faultsOf(Application.questions, values, accreditation, serverNow(), kit);
    setErrors(faults);
    if (Object.keys(faults).length === 0) {
      sending.mutate();
      return;
    }
    announce(kit.field.errors(Object.keys(faults).length));
    focusFirstFault(PREFIX, faults);
  };
  const clauseFault = Object.entries(errors).find(([path]) => path.startsWith('clauses'))?.[1];
  return (
    <div className="case-desk">
      <PageHead title={words.applyTitle} note={words.applyNote} />
      <form
        className="card acceptance-form"
        aria-label={words.applyTitle}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.ctrlKey) submit();
        }}
      >
        <FormFields
          questions={Application.questions}
          words={accreditation}
          values={values}
          errors={errors}
          onChange={(next) => {
            setErrors(stillWrong(errors, values, next));
            setTyped(next);
          }}
          picks={picks}
          leaveOut={['clauses']}
          prefix={PREFIX}
        />
        {standard !== undefined && (
          <>
            <h2>{wordOf(accreditation.questions, 'clauses')}</h2>
            {!standard.verified && (
              <p className="note">
                <Tag tone="warning">{words.unverified}</Tag> {words.unverifiedWhy(standard.source)}
              </p>
            )}
            <p className="note">{standard.name[language]}</p>
            <ClauseEditor
              standard={standard}
              value={(values['clauses'] as Answered | undefined) ?? []}
              error={clauseFault}
              onChange={(clauses) => {
                setErrors(stillWrong(errors, values, { ...values, clauses }));
                setTyped({ ...values, clauses });
              }}
            />
          </>
        )}
        {sending.isError && (
          <p className="danger" role="alert">
            {faultSentence(sending.error, kit)}
          </p>
        )}
        <p className="acceptance-acts">
          <Button kind="primary" type="submit" aria-disabled={sending.isPending}>
            {sending.isPending ? words.taking : words.submit}
          </Button>
        </p>
      </form>
    </div>
  );
};
