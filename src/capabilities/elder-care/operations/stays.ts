/** Rows of stays, absences and the waiting list: one statement, one function. */
import type { Rows, Statement } from '../../../platform/postgres/database.ts';
import type { StayFact, WaitFact } from '../rules.ts';

export const findResident = (id: string | null): Statement => ({
  name: 'residence-resident',
  text: `select resident_known($1) as known, coalesce((select deceased_at is not null from resident where id = $1), false) as deceased`,
  values: [id],
});

export const findStay = (caseId: string): Statement => ({
  name: 'residence-stay',
  text: `select s.from_at, a.from_at as away_from, a.bed_kept from stay s
           left join stay_absence a on a.stay = s.case_id and a.until_at is null where s.case_id = $1`,
  values: [caseId],
});
export const stayFact = ([row]: Rows): StayFact | undefined =>
  row === undefined
    ? undefined
    : {
        from: row['from_at'] as Date,
        awaySince: row['away_from'] instanceof Date ? row['away_from'] : null,
        bedKept: row['bed_kept'] === true,
      };

/** The version of the stay's own record, if it has one. */
export const findEpisode = (caseId: string): Statement => ({
  name: 'residence-episode',
  text: `select version from resource where type = 'EpisodeOfCare' and id = $1 || '-s' and not deleted`,
  values: [caseId],
});

export const findWait = (caseId: string): Statement => ({
  name: 'residence-wait',
  text: 'select use, room_for, organisation from bed_wait where case_id = $1',
  values: [caseId],
});
export const waitFact = ([row]: Rows): WaitFact | undefined =>
  row === undefined
    ? undefined
    : {
        use: String(row['use']),
        roomFor: row['room_for'] === 'female' ? 'female' : 'male',
        organisation: String(row['organisation']),
      };

export const newWait = (wait: {
  readonly caseId: string;
  readonly resident: string;
  readonly organisation: string;
  readonly use: string;
  readonly roomFor: string;
  readonly level: string | null;
  readonly grounds: readonly string[];
  readonly at: Date;
}): Statement => ({
  name: 'bed-wait-add',
  text: `insert into bed_wait (case_id, resident, organisation, use, room_for, level, grounds, applied_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
  values: [wait.caseId, wait.resident, wait.organisation, wait.use, wait.roomFor, wait.level, wait.grounds, wait.at],
});
export const endWait = (caseId: string, at: Date): Statement => ({
  name: 'bed-wait-end',
  text: 'update bed_wait set until_at = $2 where case_id = $1 and until_at is null',
  values: [caseId, at],
});
export const countDecline = (caseId: string): Statement => ({
  name: 'bed-wait-declined',
  text: 'update bed_wait set declined = declined + 1 where case_id = $1',
  values: [caseId],
});

/** Guard: `residence.living-elsewhere`, where another stay of the person covers the moment or a later one. */
export const beginStay = (stay: {
  readonly caseId: string;
  readonly resident: string;
  readonly organisation: string;
  readonly from: Date;
}): Statement => ({
  name: 'stay-begin',
  text: `with made as (
  insert into stay (case_id, resident, organisation, from_at, level, level_at)
  select $1, $2, $3, $4::timestamptz, w.level, case when w.level is null then null else $4::timestamptz end
    from (select) as once left join bed_wait w on w.case_id = $1
   where not exists (select 1 from care_stay o where o.resident = $2 and o.known_until is null
                      and tstzrange(o.from_at, o.until_at) && tstzrange($4::timestamptz, null))
  on conflict do nothing returning case_id
)
select expect_rows((select count(*) from made), 1, 'residence.living-elsewhere')`,
  values: [stay.caseId, stay.resident, stay.organisation, stay.from],
});
export const endStay = (caseId: string, at: Date, ending: string): Statement => ({
  name: 'stay-end',
  text: `with gone as (
  update stay set until_at = $2, ending = $3 where case_id = $1 and until_at is null returning case_id
)
select expect_rows((select count(*) from gone), 1, 'residence.not-living-here')`,
  values: [caseId, at, ending],
});
export const setLevel = (caseId: string, level: string, at: Date): Statement => ({
  name: 'stay-level',
  text: 'update stay set level = $2, level_at = $3 where case_id = $1 and until_at is null',
  values: [caseId, level, at],
});
export const raiseAlarm = (caseId: string, what: string, at: Date): Statement => ({
  name: 'stay-alarm',
  text: 'update stay set alarm = $2, alarm_at = $3 where case_id = $1 and until_at is null',
  values: [caseId, what, at],
});

/** Guard: `residence.away-already`, where an earlier absence is not over. */
export const beginAbsence = (absence: {
  readonly stay: string;
  readonly destination: string;
  readonly kept: boolean;
  readonly from: Date;
}): Statement => ({
  name: 'stay-absence-begin',
  text: `with made as (
  insert into stay_absence (stay, kind, destination, bed_kept, from_at) values ($1, 'hospital', $2, $3, $4)
  on conflict do nothing returning stay
)
select expect_rows((select count(*) from made), 1, 'residence.away-already')`,
  values: [absence.stay, absence.destination, absence.kept, absence.from],
});
export const endAbsence = (stay: string, at: Date): Statement => ({
  name: 'stay-absence-end',
  text: 'update stay_absence set until_at = $2 where stay = $1 and until_at is null',
  values: [stay, at],
});
