/** A case in the layout another system prescribes: its cells, in Chinese as that system reads them, and their digest. */
import { createHash } from 'node:crypto';
import type { ReportField, ReportTarget } from '../../consortium/region/reporting.ts';
import { CONSORTIUM_WORDS } from '../../consortium/words.ts';
import { IDENTITY_NUMBER } from '../../fhir/store/resident-facts.ts';
import { civilDay } from '../../platform/civil-time.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { ReportState } from './shapes.ts';
import { REPORTING_WORDS } from './words.ts';

/** Cases of one batch, and of one page of looking, at most. */
export const MOST_CASES = 5000;

/** Never reported, or moved since; a digest then tells whether what moved is part of the layout. */
const DUE = `(d.batch is null or c.changed_at >= d.made_at)`;
const COLUMNS = `c.id, c.number, c.pathway, c.state, c.urgency, c.headline, c.opened_at, c.closed_at, c.resident, s.organisation as sender,
  so.name as sender_name, v.organisation as receiver, vo.name as receiver_name, vd.name as department_name, r.name as resident_name,
  r.gender, r.birth_date, (select k.value from resident_card k where k.resident = c.resident and k.system = '${IDENTITY_NUMBER}' limit 1) as identity_number,
  d.digest as reported_digest, d.batch, d.confirmed_at, d.confirmed_by`;
const JOINED = `left join resident r on r.id = c.resident
  left join case_party s on s.case_id = c.id and s.party = 'sender' left join organisation so on so.id = s.organisation
  left join case_party v on v.case_id = c.id and v.party = 'receiver' left join organisation vo on vo.id = v.organisation
  left join department vd on vd.id = v.department
  left join lateral (
    select x.digest, x.batch, b.made_at, b.confirmed_at, p.name as confirmed_by from report_row x join report_batch b on b.id = x.batch
      left join practitioner_role h on h.id = b.confirmed_by left join person p on p.id = h.person
     where x.case_id = c.id and x.target = $1 and b.confirmed_at is not null order by b.made_at desc, b.id desc limit 1) d on true`;

export type After = { readonly openedAt: Date; readonly id: string };

/**
 * A page of the organisation's cases never reported to the target or moved since, the oldest first, with what was last reported
 * of each. Asked for the purpose `identify`.
 */
export const findDue = (
  target: ReportTarget,
  organisation: string,
  from: Date,
  after: After | null,
  most: number,
): Statement => ({
  name: 'report-cases-due',
  text: `select ${COLUMNS} from case_party own join cases c on c.id = own.case_id ${JOINED}
 where own.organisation = $2 and own.party = $3 and own.pathway = $4 and c.opened_at >= $5
   and (c.opened_at, c.id) > ($6::timestamptz, $7::text) and ${DUE} order by c.opened_at, c.id limit $8`,
  values: [
    target.code,
    organisation,
    target.by,
    target.pathway,
    from,
    after?.openedAt ?? new Date(0),
    after?.id ?? '',
    most,
  ],
});
/** How many there are in all. */
export const countReportable = (target: ReportTarget, organisation: string, from: Date): Statement => ({
  name: 'report-cases-count',
  text: `select count(*) as cases from case_party own join cases c on c.id = own.case_id
 where own.organisation = $1 and own.party = $2 and own.pathway = $3 and c.opened_at >= $4`,
  values: [organisation, target.by, target.pathway, from],
});
export const afterLast = (rows: Rows): After | null => {
  const last = rows.at(-1);
  return last === undefined ? null : { openedAt: last['opened_at'] as Date, id: String(last['id']) };
};

/** One case of the organisation's, the same way. */
export const findReportableCase = (target: ReportTarget, organisation: string, from: Date, id: string): Statement => ({
  name: 'report-case',
  text: `select ${COLUMNS} from case_party own join cases c on c.id = own.case_id ${JOINED}
 where own.organisation = $2 and own.party = $3 and own.pathway = $4 and c.opened_at >= $5 and c.id = $6`,
  values: [target.code, organisation, target.by, target.pathway, from, id],
});

export type ReportRow = {
  readonly caseId: string;
  readonly resident: string | null;
  readonly cells: readonly (string | null)[];
  readonly digest: string;
  readonly state: ReportState;
  readonly at: Date | null;
  readonly by: string | null;
  readonly batch: string | null;
};

export type Saying = { readonly zone: string; readonly state: (pathway: string, state: string) => string };

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const wordOf = (table: Readonly<Record<string, string>>, code: unknown): string | null =>
  typeof code === 'string' ? (table[code] ?? code) : null;

const cellOf = (field: ReportField, row: Rows[number], { zone, state }: Saying): string | null => {
  const day = (at: unknown): string | null => (at instanceof Date ? civilDay(at, zone) : null);
  switch (field) {
    case 'state':
      return state(String(row['pathway']), String(row['state']));
    case 'urgency':
      return wordOf(REPORTING_WORDS.zh.urgency, row['urgency']);
    case 'gender':
      return wordOf(CONSORTIUM_WORDS.zh.genders, row['gender']);
    case 'opened-on':
      return day(row['opened_at']);
    case 'closed-on':
      return day(row['closed_at']);
    case 'sender-code':
      return text(row['sender']);
    case 'sender':
      return text(row['sender_name']);
    case 'receiver-code':
      return text(row['receiver']);
    case 'receiver':
      return text(row['receiver_name']);
    case 'department':
      return text(row['department_name']);
    case 'resident':
      return text(row['resident_name']);
    case 'birth-date':
      return text(row['birth_date']);
    case 'identity-number':
      return text(row['identity_number']);
    case 'number':
    case 'headline':
      return text(row[field]);
  }
};

/** What is to be reported of each case, and whether it was. A step that changes nothing of the layout changes nothing here. */
export const reportRows = (target: ReportTarget, rows: Rows, saying: Saying): readonly ReportRow[] =>
  rows.map((row) => {
    const cells = target.columns.map(({ field }) => cellOf(field, row, saying));
    const digest = createHash('sha256').update(JSON.stringify(cells)).digest('hex');
    const reported = text(row['reported_digest']);
    return {
      caseId: String(row['id']),
      resident: text(row['resident']),
      cells,
      digest,
      state: reported === null ? 'unreported' : reported === digest ? 'reported' : 'corrected',
      at: row['confirmed_at'] instanceof Date ? row['confirmed_at'] : null,
      by: text(row['confirmed_by']),
      batch: text(row['batch']),
    };
  });
