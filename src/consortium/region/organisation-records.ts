/** Organisations, departments, people, roles and numbered beds as FHIR resources. */
import type { Resource } from '../../fhir/resource.ts';
import { SYNTHETIC_TAG } from '../synthetic/resource-parts.ts';
import { bedId } from './facts.ts';
import type { Department, HeldRole, Organisation, Person, Region } from './model.ts';

const OURS = 'https://kanglian.org/fhir';
const THO = 'http://terminology.hl7.org/CodeSystem';

const tagged = (madeUp: boolean): object => (madeUp ? { meta: { tag: [SYNTHETIC_TAG] } } : {});
const phoneOf = (phone: string | null): object =>
  phone === null ? {} : { telecom: [{ system: 'phone', value: phone }] };

/** @param city the region's name, part of every address */
export const organisationRecord = (
  organisation: Omit<Organisation, 'kind'> & { readonly kind: string },
  city: string,
): Resource => ({
  resourceType: 'Organization',
  id: organisation.id,
  ...tagged(organisation.madeUp),
  active: true,
  type: [{ coding: [{ system: `${OURS}/CodeSystem/organisation-kind`, code: organisation.kind }] }],
  name: organisation.name,
  alias: [organisation.shortName],
  ...phoneOf(organisation.phone),
  ...(organisation.district === null ? {} : { address: [{ city, district: organisation.district, country: 'CN' }] }),
  ...(organisation.partOf === null ? {} : { partOf: { reference: `Organization/${organisation.partOf}` } }),
});

export const departmentRecord = (
  department: Pick<Department, 'id' | 'organisation' | 'name' | 'specialty' | 'phone' | 'madeUp'>,
  specialty: string | undefined,
): Resource => ({
  resourceType: 'Organization',
  id: department.id,
  ...tagged(department.madeUp),
  active: true,
  type: [
    { coding: [{ system: `${THO}/organization-type`, code: 'dept' }] },
    {
      coding: [
        {
          system: `${OURS}/CodeSystem/specialty`,
          code: department.specialty,
          ...(specialty === undefined ? {} : { display: specialty }),
        },
      ],
    },
  ],
  name: department.name,
  ...phoneOf(department.phone),
  partOf: { reference: `Organization/${department.organisation}` },
});

/** Affiliations as dated data: a consortium, who belongs to it and as what. */
const affiliationRecord = (affiliation: Region['affiliations'][number]): Resource => ({
  resourceType: 'OrganizationAffiliation',
  id: `${affiliation.consortium}.${affiliation.organisation}`,
  active: true,
  period: { start: affiliation.from },
  organization: { reference: `Organization/${affiliation.consortium}` },
  participatingOrganization: { reference: `Organization/${affiliation.organisation}` },
  code: [{ coding: [{ system: `${OURS}/CodeSystem/affiliation-role`, code: affiliation.role }] }],
});

const TITLES = {
  chief: '主任医师',
  'associate-chief': '副主任医师',
  attending: '主治医师',
  resident: '住院医师',
  rural: '乡村医生',
} as const;

/** A person as recorded; where the sex, the telephone or the title is not known it is left out. */
export type PersonRecord = {
  readonly id: string;
  readonly name: string;
  readonly gender: string | null;
  readonly phone: string | null;
  readonly title: string | null;
  readonly madeUp: boolean;
};

export const practitionerRecord = (person: PersonRecord): Resource => ({
  resourceType: 'Practitioner',
  id: person.id,
  ...tagged(person.madeUp),
  active: true,
  name: [{ use: 'official', text: person.name }],
  ...(person.phone === null ? {} : { telecom: [{ system: 'phone', use: 'work', value: person.phone }] }),
  ...(person.gender === null ? {} : { gender: person.gender }),
  ...(person.title === null
    ? {}
    : {
        qualification: [
          {
            code: {
              coding: [{ system: `${OURS}/CodeSystem/professional-title`, code: person.title }],
              text: (TITLES as Readonly<Record<string, string>>)[person.title] ?? person.title,
            },
          },
        ],
      }),
});

export type RoleRecord = Omit<HeldRole, 'role'> & {
  readonly role: string;
  readonly person: string;
  readonly from: string;
  readonly until: string | null;
  readonly madeUp: boolean;
};

export const practitionerRoleRecord = (held: RoleRecord): Resource => ({
  resourceType: 'PractitionerRole',
  id: held.id,
  ...tagged(held.madeUp),
  active: true,
  period: { start: held.from, ...(held.until === null ? {} : { end: held.until }) },
  practitioner: { reference: `Practitioner/${held.person}` },
  organization: { reference: `Organization/${held.department ?? held.organisation}` },
  code: [{ coding: [{ system: `${OURS}/CodeSystem/role`, code: held.role }] }],
});

export const personRecords = (person: Person): readonly Resource[] => [
  practitionerRecord({ ...person, madeUp: true }),
  ...person.roles.map((held) =>
    practitionerRoleRecord({ ...held, person: person.id, from: person.from, until: null, madeUp: true }),
  ),
];

const bedRecords = (department: Department): readonly Resource[] =>
  department.beds.map((label, n) => ({
    resourceType: 'Location',
    id: bedId(department, n),
    ...tagged(department.madeUp),
    status: 'active',
    name: label,
    physicalType: { coding: [{ system: `${THO}/location-physical-type`, code: 'bd' }] },
    managingOrganization: { reference: `Organization/${department.id}` },
  }));

/** Everything the region is made of, as it is recorded. */
export const organisationRecords = (region: Region): readonly Resource[] => {
  const specialties = new Map(region.specialties.map((specialty) => [specialty.code, specialty.zh]));
  return [
    ...region.organisations.map((organisation) => organisationRecord(organisation, region.name)),
    ...region.departments.map((department) => departmentRecord(department, specialties.get(department.specialty))),
    ...region.affiliations.map(affiliationRecord),
    ...region.people.flatMap(personRecords),
    ...region.departments.flatMap(bedRecords),
  ];
};
