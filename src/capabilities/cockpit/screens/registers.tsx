/** 台账登记: what no capability records yet, entered by hand with its source; corrected and withdrawn as new versions. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { api, queryString } from '../../../web/kit/api.ts';
import { Button } from '../../../web/kit/button.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { PageHead } from '../../../web/kit/page.tsx';
import { Empty, ErrorState, Skeleton } from '../../../web/kit/states.tsx';
import { EntryList } from '../shapes.ts';
import type { Entry } from '../shapes.ts';
import { RegisterForm } from './register-form.tsx';
import { RegisterRow } from './register-row.tsx';
import { registerWords as table } from './register-words.ts';
import './figures.css';
import './registers.css';

type Search = { readonly register?: string | undefined };

const List = ({ list, search }: { readonly list: EntryList; readonly search: Search }): React.JSX.Element => {
  const words = useWords(table);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [form, setForm] = useState<{ readonly entry: Entry | null } | null>(null);
  const again = (): void => {
    void queries.invalidateQueries({ queryKey: ['registers'] });
    void queries.invalidateQueries({ queryKey: ['figure-list'] });
    void queries.invalidateQueries({ queryKey: ['figure-page'] });
  };
  return (
    <>
      <div className="figure-choices">
        <label className="figure-choice">
          <span>{words.only}</span>
          <select
            value={search.register ?? ''}
            onChange={(event) =>
              void navigate({
                to: '/registers',
                search: { register: event.target.value === '' ? undefined : event.target.value },
              })
            }
          >
            <option value="">{words.all}</option>
            {list.registers.map(({ code, name }) => (
              <option key={code} value={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {list.mayEnter ? (
          <Button kind="primary" onClick={() => setForm({ entry: null })}>
            {words.add}
          </Button>
        ) : (
          <span className="note">{words.readOnly}</span>
        )}
      </div>
      {form !== null && (
        <RegisterForm
          key={form.entry?.id ?? 'new'}
          list={list}
          entry={form.entry}
          register={search.register}
          onDone={(saved) => {
            setForm(null);
            if (saved) again();
          }}
        />
      )}
      {list.items.length === 0 ? (
        <Empty title={words.none} why={words.noneWhy} />
      ) : (
        <div className="card figure-scroll">
          <table className="figure-table">
            <thead>
              <tr>
                <th scope="col">{words.columns.name}</th>
                <th scope="col" className="number">
                  {words.columns.amount}
                </th>
                <th scope="col">{words.columns.organisation}</th>
                <th scope="col">{words.columns.from}</th>
                <th scope="col">{words.columns.sentence}</th>
                <th scope="col">{words.columns.evidence}</th>
                <th scope="col">
                  <span className="unseen">{words.correct}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {list.items.map((entry) => (
                <RegisterRow
                  key={entry.id}
                  entry={entry}
                  mayEnter={list.mayEnter}
                  onCorrect={() => setForm({ entry })}
                  onChanged={again}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
};

export const RegistersScreen = (): React.JSX.Element => {
  const words = useWords(table);
  const language = useLanguage();
  const search: Search = useSearch({ strict: false });
  const list = useQuery({
    queryKey: ['registers', search.register, language],
    queryFn: ({ signal }) => api.get(`/api/registers${queryString({ register: search.register })}`, EntryList, signal),
  });
  return (
    <div className="registers" aria-busy={list.isFetching}>
      <PageHead title={words.title} note={words.note} />
      {list.data !== undefined ? (
        <List list={list.data} search={search} />
      ) : list.isError ? (
        <ErrorState what={words.title} fault={list.error} onRetry={() => void list.refetch()} />
      ) : (
        <Skeleton rows={6} height={48} />
      )}
    </div>
  );
};
