/** The statements of one figure: what it came to, and by which facts. A combined figure is answered part by part. */
import type { CountedFigure } from './answer.ts';
import { given, factsText, latestText, measureText, recordedText, standingText, waitedText } from './count.ts';
import type { CountScope, Given } from './count.ts';
import type { FigureDefinition, Measure } from './define.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Waited } from './wait.ts';

const text = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
const nothing = { amount: null, recorded: false } as const;

/** What a figure that is no combination came to: one statement, one snapshot. */
export const countStatement = ({ value }: FigureDefinition, scope: CountScope): Statement => {
  const out = given();
  const measure = (of: Measure, name: string): string =>
    `${measureText(scope, of, out)} as ${name}, ${recordedText(scope, of, out)} as ${name}_recorded`;
  const columns = (): string => {
    switch (value.kind) {
      case 'number':
        return measure(value.of, 'numerator');
      case 'rate':
        return `${measure(value.numerator, 'numerator')}, ${measure(value.denominator, 'denominator')}`;
      case 'median-wait':
      case 'wait':
        return `${waitedText(scope, value.of, out)} as waited, ${recordedText(scope, value.of, out)} as numerator_recorded`;
      case 'checklist': {
        const of = { view: value.view, where: { register: value.register }, when: 'at-end' } as const;
        return `${standingText(scope, value, out)} as standing, ${recordedText(scope, of, out)} as numerator_recorded`;
      }
      case 'combined':
        throw new Error('a combined figure is answered by its parts');
    }
  };
  const chosen = columns();
  return { text: `select ${chosen}`, values: out.values };
};

export const countedFrom = ({ value }: FigureDefinition, rows: Rows): CountedFigure => {
  const row = rows[0] ?? {};
  const measured = (name: string) => ({ amount: text(row[name]), recorded: row[`${name}_recorded`] === true });
  switch (value.kind) {
    case 'number':
      return { kind: 'number', of: measured('numerator') };
    case 'rate':
      return { kind: 'rate', numerator: measured('numerator'), denominator: measured('denominator') };
    case 'median-wait':
    case 'wait':
      return {
        kind: 'waited',
        recorded: row['numerator_recorded'] === true,
        waited: JSON.parse(text(row['waited']) ?? '[]') as readonly Waited[],
      };
    case 'checklist':
      return {
        kind: 'checklist',
        recorded: row['numerator_recorded'] === true,
        standing: Number(row['standing'] ?? 0),
      };
    case 'combined':
      return { kind: 'number', of: nothing };
  }
};

/** The facts a figure is made of, numerator and denominator; several times the same fact where both count it. */
export const contributingText = ({ value }: FigureDefinition, scope: CountScope, out: Given): string => {
  const columns = 'view, record, version, place, organisation, resident, day, end_day, amount, cell, attributes';
  const rows = (of: Measure, part: string): string =>
    `select '${part}' as part, ${columns} from (${of.count === 'latest' ? latestText(scope, of, out) : factsText(scope, of, out)}) as ${part}_facts`;
  switch (value.kind) {
    case 'number':
      return rows(value.of, 'numerator');
    case 'rate':
      return `${rows(value.numerator, 'numerator')} union all ${rows(value.denominator, 'denominator')}`;
    case 'median-wait':
    case 'wait':
      return rows({ ...value.of, count: 'rows' }, 'numerator');
    case 'checklist':
      return rows(
        { view: value.view, where: { register: value.register }, when: 'at-end', count: 'latest' },
        'numerator',
      );
    case 'combined':
      return `select 'numerator' as part, ${columns} from fact where false`;
  }
};

/** How many facts contribute, their digest, how much of the value has which evidence, and how many residents are not the reader's. */
export const traceStatement = (definition: FigureDefinition, scope: CountScope): Statement => {
  const out = given();
  const contributing = contributingText(definition, scope, out);
  return {
    text: `with contributing as materialized (${contributing}),
      told as (select distinct view || ' ' || record || '/' || version || '#' || place as name from contributing)
      select (select count(*)::int from told) as records,
             (select encode(sha256(convert_to(coalesce(string_agg(name, E'\\n' order by name collate "C"), ''), 'UTF8')), 'hex')
                from told) as digest,
             (select json_object_agg(evidence, amount)
                from (select coalesce(cell ->> 'evidence', 'recorded') as evidence, trim_scale(coalesce(sum(amount), count(*)))::text as amount
                        from contributing where part = 'numerator' group by 1) as by_evidence) as evidence`,
    values: out.values,
  };
};

/** How many residents stand behind numerator and denominator, and how many of them the reader has no relation to. */
export const residentsStatement = (definition: FigureDefinition, scope: CountScope): Statement => {
  const out = given();
  const contributing = contributingText(definition, scope, out);
  return {
    text: `select part, count(distinct resident)::int as residents,
                  (count(distinct resident) filter (where not related(resident)))::int as strangers
             from (${contributing}) as contributing where resident is not null group by part`,
    values: out.values,
  };
};
