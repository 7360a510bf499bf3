/** The SQL of papers and filings: one statement, one function. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { Details } from './facts.ts';
import type { Named } from './supplies.ts';
import type { Paper } from './table.ts';

const HEALTH_RECORD = 'https://kanglian.org/fhir/sid/health-record';

const orNull = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** Who the resident and the parties are, as this reader may see them. Levels are for what the insurer pays. */
export const findDetails = (caseId: string): Statement => ({
  name: 'paper-details',
  text: `select r.birth_date, r.address, r.phone, s.phone as sender_phone, s.level as sender_level,
                v.phone as receiver_phone, v.level as receiver_level, d.phone as department_phone,
                (select k.value from resident_card k where k.resident = r.id and k.system = '${HEALTH_RECORD}' limit 1) as record_number
           from cases c left join resident r on r.id = c.resident
           left join case_party sp on sp.case_id = c.id and sp.party = 'sender' left join organisation s on s.id = sp.organisation
           left join case_party rp on rp.case_id = c.id and rp.party = 'receiver' left join organisation v on v.id = rp.organisation
           left join department d on d.id = rp.department
          where c.id = $1`,
  values: [caseId],
});

export const detailsFrom = (rows: Rows): Details => {
  const row = rows[0] ?? {};
  return {
    birthDate: orNull(row['birth_date']),
    address: orNull(row['address']),
    phone: orNull(row['phone']),
    recordNumber: orNull(row['record_number']),
    senderPhone: orNull(row['sender_phone']),
    receiverPhone: orNull(row['receiver_phone']),
    departmentPhone: orNull(row['department_phone']),
  };
};

/** What the catalogue calls the things of a plan home. */
export const findNamed = (codes: readonly string[]): Statement => ({
  name: 'paper-catalogue',
  text: `select code, name, name_en, form from catalogue_item where code = any($1)`,
  values: [codes],
});

export const namedFrom = (rows: Rows): ReadonlyMap<string, Named> =>
  new Map(
    rows.map((row) => [
      String(row['code']),
      { zh: String(row['name']), en: String(row['name_en']), form: orNull(row['form']) },
    ]),
  );

export const findPrints = (caseId: string): Statement => ({
  name: 'find-prints',
  text: `select c.paper, c.copy, c.case_version, c.mark, c.form, c.digest, c.at, c.role, o.name as organisation, p.name as person
           from case_print c join organisation o on o.id = c.organisation
           left join practitioner_role r on r.id = c.actor left join person p on p.id = r.person
          where c.case_id = $1 order by c.at desc, c.paper, c.copy desc`,
  values: [caseId],
});

export const findCopies = (caseId: string, paper: Paper): Statement => ({
  name: 'count-prints',
  text: `select coalesce(max(copy), 0) as copies from case_print where case_id = $1 and paper = $2`,
  values: [caseId, paper],
});

export type NewPrint = {
  readonly caseId: string;
  readonly paper: Paper;
  readonly copy: number;
  readonly caseVersion: number;
  readonly mark: string | null;
  readonly form: 'pdf' | 'page';
  readonly language: string;
  readonly digest: string;
  readonly by: { readonly id: string; readonly role: string; readonly organisation: string };
  readonly at: Date;
};

/** Refused by the guard `paper.printed-meanwhile` when the case has moved on since the paper was drawn. */
export const insertPrint = (print: NewPrint): Statement => ({
  name: 'insert-print',
  text: `with printed as (
           insert into case_print (case_id, paper, copy, case_version, state, mark, form, language, digest, actor, role, organisation, at)
           select c.id, $2, $3, c.version, c.state, $5, $6, $7, $8, $9, $10, $11, $12 from cases c where c.id = $1 and c.version = $4
           returning 1)
         select expect_rows((select count(*) from printed), 1, 'paper.printed-meanwhile')`,
  values: [
    print.caseId,
    print.paper,
    print.copy,
    print.caseVersion,
    print.mark,
    print.form,
    print.language,
    print.digest,
    print.by.id,
    print.by.role,
    print.by.organisation,
    print.at,
  ],
});

export const findFiling = (caseId: string): Statement => ({
  name: 'find-filing',
  text: `select f.number, f.filed_at, f.actor, f.role, f.receiver, f.request_key, f.withdrawn_at, o.name as organisation,
                p.name as person, v.name as receiver_name
           from referral_filing f join organisation o on o.id = f.organisation join organisation v on v.id = f.receiver
           left join practitioner_role r on r.id = f.actor left join person p on p.id = r.person
          where f.case_id = $1`,
  values: [caseId],
});

export type NewFiling = {
  readonly caseId: string;
  readonly caseVersion: number;
  readonly number: string | null;
  readonly by: { readonly id: string; readonly role: string; readonly organisation: string };
  readonly at: Date;
  readonly key: string | null;
};

/**
 * The primary key lets one in. The case's row is locked, so that a step that ends the referral comes before and is met by the
 * guard `moved-on`, or after and withdraws what is then there.
 */
export const insertFiling = (filing: NewFiling): Statement => ({
  name: 'insert-filing',
  text: `with on_its_way as (select id from cases where id = $1 and version = $2 and closed_at is null for share),
         filed as (
           insert into referral_filing (case_id, number, receiver, filed_at, actor, role, organisation, request_key)
           select c.id, $3, p.organisation, $4, $5, $6, $7, $8
             from on_its_way c join case_party p on p.case_id = c.id and p.party = 'receiver'
           returning 1)
         select expect_rows((select count(*) from filed), 1, 'moved-on')`,
  values: [
    filing.caseId,
    filing.caseVersion,
    filing.number,
    filing.at,
    filing.by.id,
    filing.by.role,
    filing.by.organisation,
    filing.key,
  ],
});

/** The referral ended before the resident arrived: what was filed for it counts no more. Changes nothing where nothing was. */
export const withdrawFiling = (caseId: string, ending: string, at: Date): Statement => ({
  name: 'withdraw-filing',
  text: `update referral_filing set withdrawn_at = $3, withdrawal = $2 where case_id = $1 and withdrawn_at is null`,
  values: [caseId, ending, at],
});
