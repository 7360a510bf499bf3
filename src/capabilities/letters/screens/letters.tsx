/** The letters of the own house and those it countersigns; a new one is made from a template. */
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { StepTaken } from '../../../engines/pathways/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { momentWords } from '../../../web/kit/civil.ts';
import { answersOf, faultsOf } from '../../../web/kit/form-answers.ts';
import type { FieldErrors, Values } from '../../../web/kit/form-answers.ts';
import { FormFields } from '../../../web/kit/form-fields.tsx';
import { useWords, wordOf } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { serverNow } from '../../../web/kit/server-time.ts';
import { useSession } from '../../../web/kit/session.ts';
import { Empty, ErrorState, faultSentence, Skeleton } from '../../../web/kit/states.tsx';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { Opening } from '../forms.ts';
import { Letters, Templates } from '../shapes.ts';
import type { LetterRowView } from '../shapes.ts';
import { words as table } from '../words.ts';
import { letterWords } from './letter-words.ts';
import { promiseWords } from './promise-words.ts';
import { LETTERS_KEY } from './use-letter.ts';
import './letters.css';

const DRAFTERS: readonly string[] = ['section-drafter', 'proposal-officer', 'letter-checker'];

const Row = ({ letter }: { readonly letter: LetterRowView }): React.JSX.Element => {
  const words = useWords(letterWords);
  const said = useWords(promiseWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  return (
    <li className="letter-row">
      <Link to="/letters/$id" params={{ id: letter.id }}>
        {letter.title.replace(/\n/g, '')}
      </Link>
      <span className="numbers">{letter.number ?? words.unsigned}</span>
      <span>
        <Tag tone={letter.late ? 'danger' : 'plain'}>{wordOf(own.states, letter.state)}</Tag>{' '}
        {letter.countersign && <Tag tone="warning">{said.countersignWaits}</Tag>}{' '}
        {letter.ownerRole !== null && <span className="note">{wordOf(kit.roles, letter.ownerRole)}</span>}
      </span>
      <span className={letter.late ? 'danger numbers' : 'note numbers'}>
        {letter.dueAt === null
          ? momentWords(letter.changedAt, kit, serverNow())
          : `${words.due} ${momentWords(letter.dueAt, kit, serverNow())}`}
        {letter.late && ` ${words.late}`}
      </span>
    </li>
  );
};

const Draft = ({ onClose }: { readonly onClose: () => void }): React.JSX.Element => {
  const words = useWords(letterWords);
  const own = useWords(table);
  const kit = useWords(kitTable);
  const navigate = useNavigate();
  const [values, setValues] = useState<Values>({ matter: 'proposal' });
  const [errors, setErrors] = useState<FieldErrors>({});
  const [id] = useState(() => crypto.randomUUID());
  const templates = useQuery({
    queryKey: ['letter-templates'],
    queryFn: ({ signal }) => api.get('/api/letter-templates', Templates, signal),
  });
  const opening = useMutation({
    mutationFn: (answers: object) => api.post('/api/pathways/letter/cases', { id, answers }, StepTaken, id),
    onSuccess: () => navigate({ to: '/letters/$id', params: { id } }),
  });
  const chosen = templates.data?.items.find(({ code }) => code === values['template']);
  return (
    <form
      className="card letter-new"
      aria-label={words.draft}
      onSubmit={(event) => {
        event.preventDefault();
        const faults = faultsOf(Opening.questions, values, own, serverNow(), kit);
        setErrors(faults);
        if (Object.keys(faults).length === 0) opening.mutate(answersOf(Opening.questions, values));
      }}
    >
      <h2>{words.draft}</h2>
      <label htmlFor="letter-template">{words.templates}</label>
      <select
        id="letter-template"
        value={chosen?.code ?? ''}
        onChange={(event) => setValues({ ...values, template: event.target.value })}
      >
        <option value="">{words.choose}</option>
        {(templates.data?.items ?? []).map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      {errors['template'] !== undefined && <p className="danger">{errors['template']}</p>}
      {chosen?.verified === false && <Tag tone="warning">{words.templateUnverified}</Tag>}
      <FormFields
        questions={Opening.questions}
        words={own}
        values={values}
        errors={errors}
        onChange={setValues}
        leaveOut={['template', 'about', 'material']}
        prefix="letter-new"
      />
      {opening.isError && (
        <p className="danger" role="alert">
          {faultSentence(opening.error, kit)}
        </p>
      )}
      <div className="letter-card-row">
        <Button kind="primary" type="submit" disabled={opening.isPending}>
          {words.create}
        </Button>
        <Button onClick={onClose}>{words.cancel}</Button>
      </div>
    </form>
  );
};

export const LettersScreen = (): React.JSX.Element => {
  const words = useWords(letterWords);
  const { role } = useSession();
  const [drafting, setDrafting] = useState(false);
  const letters = useInfiniteQuery({
    queryKey: LETTERS_KEY,
    queryFn: ({ pageParam, signal }) =>
      api.get(`/api/letters${pageParam === '' ? '' : `?after=${encodeURIComponent(pageParam)}`}`, Letters, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const items = letters.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="letters">
      <PageHead title={words.title}>
        <Link to="/letters/numbers" className="button">
          {words.numbers}
        </Link>
        {DRAFTERS.includes(role.role) && (
          <Button kind="primary" aria-expanded={drafting} onClick={() => setDrafting(!drafting)}>
            {words.draft}
          </Button>
        )}
      </PageHead>
      {drafting && <Draft onClose={() => setDrafting(false)} />}
      {letters.isPending && <Skeleton rows={6} height={56} />}
      {letters.isError && (
        <ErrorState what={words.listed} fault={letters.error} onRetry={() => void letters.refetch()} />
      )}
      {letters.isSuccess && items.length === 0 && !drafting && <Empty title={words.none} why={words.noneWhy} />}
      {items.length > 0 && (
        <ul className="card letter-list" aria-label={words.listed}>
          {items.map((letter) => (
            <Row key={letter.id} letter={letter} />
          ))}
        </ul>
      )}
      {letters.hasNextPage && (
        <Button disabled={letters.isFetchingNextPage} onClick={() => void letters.fetchNextPage()}>
          {words.more}
        </Button>
      )}
    </div>
  );
};
