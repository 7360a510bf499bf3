/** A region as the program sees it once its pack is read: lists of plain facts, ids resolved. */
import type { BedUse } from '../beds/uses.ts';
import type { Calendar } from '../calendar.ts';
import type { Limit } from '../limits.ts';
import type { Role } from '../roles.ts';
import type { OrganisationKind } from '../organisations/kinds.ts';
import type { PackFiles } from './pack.ts';

export type Organisation = {
  readonly id: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly shortName: string;
  readonly level: string | null;
  readonly district: string | null;
  readonly partOf: string | null;
  readonly phone: string | null;
  readonly madeUp: boolean;
  readonly from: string;
};
export type Affiliation = {
  readonly consortium: string;
  readonly organisation: string;
  readonly role: 'lead' | 'cooperating' | 'member';
  readonly from: string;
};
export type Clinic = PackFiles['departments']['clinics'][number];
export type Department = {
  readonly id: string;
  readonly code: string;
  readonly organisation: string;
  readonly name: string;
  readonly specialty: string;
  readonly phone: string | null;
  readonly madeUp: boolean;
  readonly from: string;
  /** Places offered to referrals; null where none are. */
  readonly quota: number | null;
  readonly clinic: Clinic | null;
  /** Clinics beside the general one; their appointments come by the hospital's own system or by hand. */
  readonly postedClinics: readonly { readonly code: string; readonly name: string }[];
  /** Labels of the numbered beds. */
  readonly beds: readonly string[];
  /** What they are used as, and how many stand in a room (null: rooms are not told). */
  readonly bedUse: BedUse;
  readonly bedsPerRoom: number | null;
};
export type KeySpecialty = { readonly department: string; readonly grade: string; readonly from: string };
export type Device = {
  readonly id: string;
  readonly organisation: string;
  readonly kind: string;
  readonly madeUp: boolean;
  readonly from: string;
};
export type Region = {
  readonly id: string;
  readonly name: string;
  readonly nameEn: string;
  readonly zone: string;
  readonly prefix: string;
  readonly bureau: string;
  readonly calendar: Calendar;
  readonly limits: readonly (Limit & { readonly times?: number | undefined })[];
  readonly specialties: PackFiles['departments']['specialties'];
  readonly organisations: readonly Organisation[];
  readonly affiliations: readonly Affiliation[];
  readonly departments: readonly Department[];
  readonly keySpecialties: readonly KeySpecialty[];
  readonly devices: readonly Device[];
  readonly acceptances: PackFiles['acceptances']['terms'];
  readonly institutions: Pick<PackFiles['institutions'], 'lines' | 'joint'>;
  readonly people: readonly Person[];
  readonly accounts: readonly Account[];
};

export type Title = NonNullable<PackFiles['people']['staff'][number]['people'][number]['title']>;
export type HeldRole = {
  readonly id: string;
  readonly role: Role;
  readonly organisation: string;
  readonly department: string | null;
};
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly gender: 'male' | 'female';
  readonly phone: string;
  /** Professional title, where the role has one. */
  readonly title: Title | null;
  readonly roles: readonly HeldRole[];
  readonly from: string;
};
/** A demonstration account. `tries` says what it can do, for the list printed at start. */
export type Account = {
  readonly login: string;
  readonly person: string;
  readonly name: string;
  readonly roles: readonly HeldRole[];
  readonly tries: { readonly zh: string; readonly en: string };
};
