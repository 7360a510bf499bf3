/** A resident's wish to keep records from others, as the FHIR Consent that is the record of it. */
import type { Resource } from '../../fhir/resource.ts';
import type { Rows, Statement } from '../../platform/postgres/database.ts';
import type { Category, Restrictions } from './own-shapes.ts';

const CATEGORY_SYSTEM = 'https://kanglian.org/fhir/CodeSystem/sensitive-category';
const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';

/** Under this age a guardian decides (个人信息保护法 第31条). Unverified. */
export const GUARDIAN_UNDER = 14;

export const consentOf = (of: {
  readonly resident: string;
  readonly category: Category;
  /** The organisation it is kept from; null: every other one. */
  readonly from: string | null;
  /** RelatedPerson who decided. */
  readonly guardian: string | null;
  readonly at: Date;
}): Resource => ({
  resourceType: 'Consent',
  status: 'active',
  scope: { coding: [{ system: `${TERMINOLOGY}/consentscope`, code: 'patient-privacy' }] },
  category: [{ coding: [{ system: 'http://loinc.org', code: '59284-0' }] }],
  patient: { reference: `Patient/${of.resident}` },
  dateTime: of.at.toISOString(),
  performer: [
    of.guardian === null ? { reference: `Patient/${of.resident}` } : { reference: `RelatedPerson/${of.guardian}` },
  ],
  policyRule: { coding: [{ system: `${TERMINOLOGY}/v3-ActCode`, code: 'OPTIN' }] },
  provision: {
    type: 'deny',
    period: { start: of.at.toISOString() },
    ...(of.from !== null && {
      actor: [
        {
          role: { coding: [{ system: `${TERMINOLOGY}/v3-ParticipationType`, code: 'IRCP' }] },
          reference: { reference: `Organization/${of.from}` },
        },
      ],
    }),
    ...(of.category !== '*' && { securityLabel: [{ system: CATEGORY_SYSTEM, code: of.category }] }),
  },
});

/** What is kept from others now, one row for each consent. */
export const findRestrictions = (resident: string, at: Date): Statement => ({
  name: 'access-restrictions',
  text: `select k.consent, k.category, k.author, min(k.from_at) as from_at, k.organisation, o.short_name as organisation_name,
                w.short_name as author_name
           from restriction k left join organisation o on o.id = k.organisation left join organisation w on w.id = k.author
          where k.resident = $1 and k.from_at <= $2 and (k.until_at is null or k.until_at > $2)
          group by k.consent, k.category, k.author, k.organisation, o.short_name, w.short_name
          order by 4, 1, 2`,
  values: [resident, at],
});

/** @param knows the reader's organisation, which knows what it wrote down; null: the resident, who knows everything */
export const restrictionViews = (rows: Rows, knows: string | null): Restrictions['items'] =>
  rows.map((row) => ({
    id: String(row['consent']),
    category: knows === null || row['author'] === knows ? (row['category'] as Category) : null,
    from:
      row['organisation'] === '*'
        ? null
        : { id: String(row['organisation']), name: String(row['organisation_name'] ?? row['organisation']) },
    since: (row['from_at'] as Date).toISOString(),
    recordedBy: typeof row['author_name'] === 'string' ? { id: String(row['author']), name: row['author_name'] } : null,
  }));

/** `g` is a RelatedPerson who is a guardian and in force on the civil day. */
const IN_FORCE = (day: string): string => `
  coalesce(g.content::jsonb ->> 'active', 'true') = 'true'
  and jsonb_path_exists(g.content::jsonb, '$.relationship[*].coding[*] ? (@.code == "GUARD" || @.code == "PRN" || @.code == "MTH" || @.code == "FTH")')
  and coalesce(left(g.content::jsonb #>> '{period,start}', 10), ${day}) <= ${day}
  and coalesce(left(g.content::jsonb #>> '{period,end}', 10), '9999') > ${day}`;

/** Birth date, and the guardian where one is named: a RelatedPerson of this resident, with the role, in force today. */
export const findDecider = (resident: string, guardian: string | null, today: string): Statement => ({
  name: 'access-decider',
  text: `select r.birth_date, exists (
           select 1 from resource g
            where g.type = 'RelatedPerson' and g.id = $2 and g.patient = $1 and not g.deleted and ${IN_FORCE('$3')}) as guarded
           from resident r where r.id = $1`,
  values: [resident, guardian, today],
});

/** Who may decide for a child: guardians on record, in force today. Relationship codes of v3-RoleCode. */
export const findGuardians = (resident: string, today: string): Statement => ({
  name: 'access-guardians',
  text: `select g.id, coalesce(g.content::jsonb #>> '{name,0,text}',
                  concat(g.content::jsonb #>> '{name,0,family}', g.content::jsonb #>> '{name,0,given,0}')) as name
           from resource g where g.type = 'RelatedPerson' and g.patient = $1 and not g.deleted and ${IN_FORCE('$2')}
          order by 2, 1 limit 10`,
  values: [resident, today],
});

export const findConsent = (id: string, resident: string): Statement => ({
  name: 'access-consent',
  text: `select version, content from resource where type = 'Consent' and id = $1 and patient = $2 and not deleted`,
  values: [id, resident],
});
