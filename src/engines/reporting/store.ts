/** Batches of what was reported. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';
import type { ReportRow } from './rows.ts';

export const insertBatch = (
  batch: { readonly id: string; readonly target: string; readonly rows: readonly ReportRow[] },
  by: Actor,
  at: Date,
): readonly Statement[] => [
  {
    name: 'report-batch-insert',
    text: `insert into report_batch (id, target, organisation, made_at, made_by, cases) values ($1, $2, $3, $4, $5, $6)`,
    values: [batch.id, batch.target, by.organisation, at, by.id, batch.rows.length],
  },
  {
    name: 'report-rows-insert',
    text: `insert into report_row (batch, case_id, target, cells, digest)
           select $1, row.case_id, $2, row.cells, row.digest
             from unnest($3::text[], $4::json[], $5::text[]) as row (case_id, cells, digest)`,
    values: [
      batch.id,
      batch.target,
      batch.rows.map(({ caseId }) => caseId),
      batch.rows.map(({ cells }) => JSON.stringify(cells)),
      batch.rows.map(({ digest }) => digest),
    ],
  },
];

export const findBatches = (organisation: string): Statement => ({
  name: 'report-batches',
  text: `select b.id, b.target, b.made_at, b.cases, b.confirmed_at, mp.name as made_by, cp.name as confirmed_by
  from report_batch b left join practitioner_role mr on mr.id = b.made_by left join person mp on mp.id = mr.person
  left join practitioner_role cr on cr.id = b.confirmed_by left join person cp on cp.id = cr.person
 where b.organisation = $1 order by b.made_at desc, b.id limit 20`,
  values: [organisation],
});

export const findBatch = (id: string): Statement => ({
  name: 'report-batch',
  text: `select id, target, made_at, confirmed_at from report_batch where id = $1`,
  values: [id],
});
/** The rows as they went out, with the residents they name. */
export const findBatchRows = (id: string): Statement => ({
  name: 'report-batch-rows',
  text: `select x.cells, c.resident from report_row x join cases c on c.id = x.case_id where x.batch = $1 order by c.opened_at, c.id`,
  values: [id],
});

/** Guard: `report.confirmed-already`. */
export const confirmBatch = (id: string, by: string, at: Date): Statement => ({
  name: 'report-batch-confirm',
  text: `with confirmed as (update report_batch set confirmed_at = $2, confirmed_by = $3
                             where id = $1 and confirmed_at is null returning 1)
         select expect_rows((select count(*) from confirmed), 1, 'report.confirmed-already')`,
  values: [id, at, by],
});
