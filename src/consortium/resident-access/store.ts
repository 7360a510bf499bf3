/** Codes and sessions of residents in the database, one statement each. Only digests are stored. */
import type { Actor, Statement } from '../../platform/postgres/database.ts';

/** Its own cookie: a resident's device is never taken for somebody who works here. */
export const RESIDENT_COOKIE = 'kl_resident';

/** Declared where the program itself asks what a code or a token stands for. */
export const RESIDENT_ACCESS: Actor = {
  id: 'system:resident-access',
  person: null,
  role: 'system',
  organisation: 'system',
  purpose: 'system',
};

/** The resident reading what is their own: related to no organisation, shown nobody else. */
export const asResident = (resident: string): Actor => ({
  id: `resident:${resident}`,
  person: null,
  role: 'resident',
  organisation: '',
  department: null,
  purpose: 'own',
});

/** Somebody a resident let look at their stay: reads nothing by themselves, the page is made for them from what was consented to. */
export const asFamily = (access: string): Actor => ({
  id: `family:${access}`,
  person: null,
  role: 'family',
  organisation: '',
  department: null,
  purpose: 'own',
});

export type CodeRow = {
  readonly id: string;
  /** Null: the code opens the resident's record or a family's page, not a case. */
  readonly case_id: string | null;
  /** Whose page it opens, where it opens a family's. */
  readonly family: string | null;
  readonly resident: string;
  readonly issued_at: Date;
  readonly expires_at: Date;
  readonly used_at: Date | null;
  readonly void_at: Date | null;
  readonly closed_at: Date | null;
};
const codeColumns = `k.id, k.case_id, k.family, k.resident, k.issued_at, k.expires_at, k.used_at, k.void_at, c.closed_at`;

export const findCode = (digest: string): Statement => ({
  name: 'resident-code-find',
  text: `select ${codeColumns} from resident_code k
           left join family_access f on f.id = k.family left join cases c on c.id = coalesce(k.case_id, f.case_id)
          where k.digest = $1`,
  values: [digest],
});
/** The code of a case that still opens, if there is one. */
export const findOpenCode = (caseId: string, at: Date): Statement => ({
  name: 'resident-code-open',
  text: `select ${codeColumns} from resident_code k join cases c on c.id = k.case_id
          where k.case_id = $1 and k.used_at is null and k.void_at is null and k.expires_at > $2`,
  values: [caseId, at],
});

/** Ends codes not used yet, all of them or only those run out: what the unique index leaves room for is one. */
export const voidCodes = (caseId: string, at: Date, all: boolean): Statement => ({
  name: 'resident-code-void',
  text: `update resident_code set void_at = $2
          where case_id = $1 and used_at is null and void_at is null and ($3 or expires_at <= $2)`,
  values: [caseId, at, all],
});
/** Issues a code unless one still opens; two processes that do it at once issue one. */
export const issueCode = (code: {
  readonly id: string;
  readonly caseId: string;
  readonly resident: string;
  readonly digest: string;
  readonly at: Date;
  readonly by: string;
  readonly until: Date;
}): Statement => ({
  name: 'resident-code-issue',
  text: `insert into resident_code (id, case_id, resident, digest, issued_at, issued_by, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (case_id) where used_at is null and void_at is null do nothing`,
  values: [code.id, code.caseId, code.resident, code.digest, code.at, code.by, code.until],
});
/** Uses the code up. Guard: `resident.code-used`. */
export const useCode = (id: string, at: Date): Statement => ({
  name: 'resident-code-use',
  text: `with used as (
           update resident_code set used_at = $2
            where id = $1 and used_at is null and void_at is null and expires_at > $2 returning 1)
         select expect_rows((select count(*) from used), 1, 'resident.code-used')`,
  values: [id, at],
});

export const createResidentSession = (session: {
  readonly digest: string;
  readonly code: string;
  readonly caseId: string | null;
  readonly family: string | null;
  readonly resident: string;
  readonly csrf: string;
  readonly at: Date;
  readonly until: Date;
}): Statement => ({
  name: 'resident-session-create',
  text: `insert into resident_session (token_hash, code, case_id, resident, csrf, created_at, expires_at, family)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  values: [
    ...[session.digest, session.code, session.caseId, session.resident, session.csrf, session.at, session.until],
    session.family,
  ],
});

export type ResidentSessionRow = {
  readonly case_id: string | null;
  readonly family: string | null;
  readonly resident: string;
  readonly csrf: string;
  readonly expires_at: Date;
  readonly closed_at: Date | null;
};
export const findResidentSession = (digest: string, at: Date): Statement => ({
  name: 'resident-session-find',
  // a consent that ended closes the page at once
  text: `select s.case_id, s.family, s.resident, s.csrf, s.expires_at, c.closed_at
           from resident_session s left join family_access f on f.id = s.family
           left join cases c on c.id = coalesce(s.case_id, f.case_id)
          where s.token_hash = $1 and s.expires_at > $2
            and (s.family is null or f.ended_at is null and f.until_at > $2)`,
  values: [digest, at],
});
export const endResidentSession = (digest: string): Statement => ({
  name: 'resident-session-end',
  text: 'delete from resident_session where token_hash = $1',
  values: [digest],
});
/** For the sweeper: sessions run out. Codes stay: they are who could have looked, and hold nothing. */
export const forgetResidentSessions = (at: Date): Statement => ({
  name: 'resident-session-forget',
  text: 'delete from resident_session where expires_at <= $1',
  values: [at],
});
