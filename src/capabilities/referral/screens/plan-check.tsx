/** While a return form is written: what the centre at home has of it, beside each row and in one sentence. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { StockList } from '../../../consortium/stock/shapes.ts';
import { api } from '../../../web/kit/api.ts';
import { momentWords } from '../../../web/kit/civil.ts';
import type { Values } from '../../../web/kit/form-answers.ts';
import type { PickProps, RowParts } from '../../../web/kit/form-fields.tsx';
import { useLanguage, useWords } from '../../../web/kit/language.ts';
import { serverNow } from '../../../web/kit/server-time.ts';
import { Tag } from '../../../web/kit/tag.tsx';
import { words as kitTable } from '../../../web/kit/words.ts';
import { PlanFindings } from '../shapes.ts';
import { planWords } from './plan-words.ts';

const SETTLE = 400;
type Found = PlanFindings['items'][number];

/** The region's medicines and devices; read once, they seldom change. */
export const useCatalogue = (enabled = true) =>
  useQuery({
    queryKey: ['stock'],
    queryFn: ({ signal }) => api.get('/api/stock', StockList, signal),
    staleTime: 60_000,
    enabled,
  });

/** Name and strength, as on the box. */
export const itemName = (item: StockList['items'][number], language: 'zh' | 'en'): string =>
  [language === 'zh' ? item.name : item.nameEn, item.form ?? ''].filter((part) => part !== '').join(' ');

const Pick = ({ id, value, error, onChange, kind }: PickProps & { readonly kind: string }) => {
  const words = useWords(planWords);
  const language = useLanguage();
  const items = (useCatalogue().data?.items ?? []).filter((item) => item.kind === kind);
  return (
    <select
      id={id}
      className="plan-pick"
      value={value ?? ''}
      {...(error === undefined ? {} : { 'aria-invalid': true, 'aria-describedby': `${id}-fault` })}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
    >
      <option value="">{words.notListed}</option>
      {items.map((item) => (
        <option key={item.code} value={item.code}>
          {itemName(item, language)}
        </option>
      ))}
    </select>
  );
};

const toneOf = ({ finding, settled }: Found): 'good' | 'danger' | 'warning' | 'plain' =>
  finding === 'kept' ? 'good' : finding === 'unknown' ? 'plain' : settled ? 'warning' : 'danger';

const RowFinding = ({ found }: { readonly found: Found }) => {
  const words = useWords(planWords);
  const kit = useWords(kitTable);
  const { finding, organisation, updatedAt, settled } = found;
  const note =
    organisation !== null && updatedAt !== null
      ? words.at(organisation, momentWords(updatedAt, kit, serverNow()))
      : finding === 'unknown'
        ? words.unknownNote
        : words.notListedNote;
  return (
    <p className="plan-finding">
      <Tag tone={toneOf(found)}>{words.findings[finding]}</Tag> <span className="note">{note}</span>
      {settled && finding !== 'kept' && finding !== 'unknown' && <Tag tone="good">{words.settled}</Tag>}
    </p>
  );
};

const useSettledText = (text: string): string => {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), SETTLE);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
};

const rowsOf = (value: unknown): readonly Values[] => (Array.isArray(value) ? (value as readonly Values[]) : []);
const isNamed = (row: Values): boolean =>
  ['medicine', 'medicineName', 'device', 'deviceName'].some(
    (code) => typeof row[code] === 'string' && row[code] !== '',
  );
const ARRANGEMENT = ['ifMissing', 'arrangedFor', 'arrangementNote'];

/** Whose plan: a case's, or that of a resident about to be sent down to a department. */
export type PlanOf = { readonly case: string } | { readonly department: string | null };

/** What the step's form draws differently because of the plan; nothing for other forms. */
export const usePlan = (of: PlanOf, form: string | null, values: Values) => {
  const words = useWords(planWords);
  const asked = form === 'return-note';
  const medicines = rowsOf(values['medicines']);
  const devices = rowsOf(values['devices']);
  const named = [...medicines, ...devices].some(isNamed);
  const body = useSettledText(JSON.stringify({ medicines, devices }));
  const check = useQuery({
    queryKey: ['plan-check', of, body],
    queryFn: () => {
      const plan = JSON.parse(body) as Record<string, unknown>;
      return 'case' in of
        ? api.post(`/api/referrals/${of.case}/plan-check`, plan, PlanFindings)
        : api.post('/api/referrals/plan-check', { ...plan, department: of.department }, PlanFindings);
    },
    enabled: asked && named && ('case' in of || of.department !== null),
    placeholderData: keepPreviousData,
  });
  const foundAt = (path: string, index: number, row: Values): Found | undefined =>
    isNamed(row) ? check.data?.items.find((item) => item.row === `${path}.${String(index)}`) : undefined;
  const rows: RowParts = {
    hides: (path, index, row) => {
      const name = path === 'medicines' ? 'medicineName' : 'deviceName';
      const listed = typeof row[path === 'medicines' ? 'medicine' : 'device'] === 'string';
      const found = foundAt(path, index, row);
      const open = found !== undefined && found.finding !== 'kept' && found.finding !== 'unknown';
      const used = ARRANGEMENT.some((code) => row[code] !== undefined && row[code] !== '');
      return [...(listed ? [name] : []), ...(open || used ? [] : ARRANGEMENT)];
    },
    note: (path, index, row) => {
      const found = foundAt(path, index, row);
      return found === undefined ? null : <RowFinding found={found} />;
    },
  };
  const picks = {
    medicine: (pick: PickProps) => <Pick {...pick} kind="medicine" />,
    device: (pick: PickProps) => <Pick {...pick} kind="device" />,
  };
  const open = (check.data?.items ?? []).filter(({ settled }) => !settled).length;
  const summary = !asked ? null : (
    <section className="plan-check" aria-live="polite">
      {!named ? (
        <p className="note">{words.nothing}</p>
      ) : check.isError ? (
        <p className="bar">{words.failed}</p>
      ) : check.data === undefined ? (
        <p className="note">{words.checking}</p>
      ) : (
        <>
          <h3>{words.checked(check.data.centre.name)}</h3>
          <p className={open > 0 ? 'bar danger' : 'bar good'}>{open > 0 ? words.gaps(open) : words.allThere}</p>
        </>
      )}
    </section>
  );
  return asked ? { picks, rows, summary } : { picks: {}, rows: undefined, summary: null };
};
