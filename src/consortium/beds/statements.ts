/** Numbered beds: taking any that fits, what they are used as, and when they cannot be given. One statement, one function. */
import type { CivilDay } from '../../platform/civil-time.ts';
import type { Statement } from '../../platform/postgres/database.ts';
import type { NewHold } from '../capacity/holds.ts';
import type { BedUse, Closure } from './uses.ts';

/** Which bed is wanted where no number is named. */
export type WantedBed = {
  readonly organisation: string;
  readonly use: BedUse;
  readonly sex: 'female' | 'male';
  readonly today: CivilDay;
};

/**
 * Takes any free bed of a house that fits by use and room. Of many who ask for the last one, one gets it: the others skip the locked
 * row or meet the exclusion. Guard: `bed.none-free`.
 * @param status `used`: taken in at once, until the bed is vacated.
 */
export const holdFreeBed = (wanted: WantedBed, hold: NewHold, status: 'active' | 'used' = 'active'): Statement => ({
  name: 'hold-free-bed',
  text: `with free as (
  select b.id, b.department from bed b join department d on d.id = b.department
    join bed_use u on u.bed = b.id and u.from_on <= $10 and (u.until_on is null or u.until_on > $10)
   where d.organisation = $7 and u.use = $8 and b.room_for in ('any', $9)
     and b.from_on <= $10 and (b.until_on is null or b.until_on > $10)
     and not exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used')
                      and tstzrange(h.from_at, h.until_at) && tstzrange($5, $6))
     and not exists (select 1 from bed_closure c where c.bed = b.id and (c.until_at is null or c.until_at > $5))
   order by d.in_order, b.in_order limit 1 for update of b skip locked
), made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
  select $1, 'bed', department, $2, $3, $4, $11, $5, $6, id from free on conflict do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'bed.none-free')`,
  values: [
    hold.id,
    hold.subject,
    hold.organisation,
    hold.actor,
    hold.from,
    status === 'used' ? 'infinity' : hold.until,
    wanted.organisation,
    wanted.use,
    wanted.sex,
    wanted.today,
    status,
  ],
});

/** Takes this bed at once, until it is vacated. Guard: `hold.bed-taken`. */
export const occupyBed = (bed: string, hold: Omit<NewHold, 'until'>): Statement => ({
  name: 'bed-occupy',
  text: `with made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
  select $1, 'bed', department, $2, $3, $4, 'used', $5, 'infinity', id from bed where id = $6
  on conflict do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'hold.bed-taken')`,
  values: [hold.id, hold.subject, hold.organisation, hold.actor, hold.from, bed],
});

/** Keeps this bed for somebody who is on the way, until what brings them has come or come to nothing. Guard: `hold.bed-taken`. */
export const reserveBed = (bed: string, hold: NewHold): Statement => ({
  name: 'bed-reserve',
  text: `with made as (
  insert into hold (id, kind, department, subject, organisation, actor, status, from_at, until_at, bed)
  select $1, 'bed', department, $2, $3, $4, 'active', $5, $6, id from bed where id = $7
  on conflict do nothing returning id
)
select expect_rows((select count(*) from made), 1, 'hold.bed-taken')`,
  values: [hold.id, hold.subject, hold.organisation, hold.actor, hold.from, hold.until, bed],
});

/**
 * Whatever bed a case lies in (`used`) or keeps (`active`) is free again from a moment on; none is also well. The past of the bed ends
 * at that moment, also that of one that was only kept.
 */
export const leaveBeds = (subject: string, at: Date, status: 'used' | 'active'): Statement => ({
  name: 'bed-leave',
  text: `update hold set status = 'released', until_at = greatest($2, from_at + interval '1 second')
          where subject = $1 and kind = 'bed' and status = $3`,
  values: [subject, at, status],
});

/** The beds a case occupies are to be cleaned before they are given again. Before `freePlacesOf`, which forgets which they were. */
export const cleanBedsOf = (subject: string, at: Date, by: string): Statement => ({
  name: 'bed-clean',
  text: `insert into bed_closure (id, bed, reason, from_at, by)
         select 'clean-' || id, bed, 'cleaning', $2, $3 from hold where subject = $1 and kind = 'bed' and status = 'used'
         on conflict do nothing`,
  values: [subject, at, by],
});

/** Guard: `bed.closed-already`, and `bed.in-use` where somebody lies or is expected in it. */
export const closeBed = (
  closure: { readonly id: string; readonly bed: string; readonly organisation: string; readonly reason: Closure },
  at: Date,
  by: string,
): Statement => ({
  name: 'bed-close',
  text: `with mine as (
  select b.id, exists (select 1 from hold h where h.bed = b.id and h.kind = 'bed' and h.status in ('active', 'used')
                        and h.until_at > $4) as taken
    from bed b join department d on d.id = b.department where b.id = $2 and d.organisation = $6 for update of b
), checked as (
  select id, expect_rows(case when taken then 1 else 0 end, 0, 'bed.in-use') from mine
), made as (
  insert into bed_closure (id, bed, reason, from_at, by) select $1, id, $3, $4, $5 from checked on conflict do nothing returning bed
)
select expect_rows((select count(*) from made), 1, 'bed.closed-already')`,
  values: [closure.id, closure.bed, closure.reason, at, by, closure.organisation],
});

/** Guard: `bed.not-closed`. */
export const reopenBed = (bed: string, organisation: string, at: Date): Statement => ({
  name: 'bed-reopen',
  text: `with gone as (
  update bed_closure set until_at = greatest($3, from_at + interval '1 second')
    from bed b join department d on d.id = b.department
   where bed_closure.bed = $1 and b.id = $1 and d.organisation = $2 and bed_closure.until_at is null returning bed
)
select expect_rows((select count(*) from gone), 1, 'bed.not-closed')`,
  values: [bed, organisation, at],
});

/** From `day` on the bed is used as something else: its former use ends that day, and `beginUse` follows. Guard: `bed.same-use`. */
export const endUse = (bed: string, organisation: string, use: BedUse, day: CivilDay): Statement => ({
  name: 'bed-end-use',
  text: `with mine as (
  select b.id from bed b join department d on d.id = b.department where b.id = $1 and d.organisation = $2 for update of b
), replaced as (
  delete from bed_use where bed in (select id from mine) and from_on = $4 and until_on is null and use <> $3 returning bed
), ended as (
  update bed_use set until_on = $4 from mine
   where bed_use.bed = mine.id and from_on < $4 and until_on is null and use <> $3 returning bed_use.bed
)
select expect_rows((select count(*) from (select bed from replaced union select bed from ended) as changed), 1, 'bed.same-use')`,
  values: [bed, organisation, use, day],
});
/** What follows `endUse`: its own statement, since one statement does not see what it deleted as gone. */
export const beginUse = (bed: string, use: BedUse, day: CivilDay, by: string): Statement => ({
  name: 'bed-begin-use',
  text: `insert into bed_use (bed, use, from_on, by) values ($1, $2, $3, $4)`,
  values: [bed, use, day, by],
});
