/** The people of a region: for every organisation its staff in their roles, under made-up names, the same every time. */
import type { Role } from '../roles.ts';
import { drawFrom } from '../synthetic/draw.ts';
import { drawGivenName, drawSurname } from '../synthetic/names.ts';
import type { Account, Department, HeldRole, Organisation, Person, Title } from './model.ts';
import type { PackFiles } from './pack.ts';

type Draft = Omit<Person, 'name' | 'gender' | 'phone'>;

const staffOf = (
  files: PackFiles,
  organisation: Organisation,
  departments: ReadonlyMap<string, readonly Department[]>,
): readonly Draft[] => {
  const own = departments.get(organisation.id) ?? [];
  const drafts: Draft[] = [];
  const add = (role: Role, title: Title | undefined, department: string | null): void => {
    const number = String(drafts.length + 1).padStart(2, '0');
    const id = `${organisation.id}.p${number}`;
    drafts.push({
      id,
      title: title ?? null,
      roles: [{ id: `${organisation.id}.r${number}`, role, organisation: organisation.id, department }],
      from: organisation.from,
    });
  };
  for (const plan of files.people.staff) {
    if (plan.kind !== organisation.kind) continue;
    if (plan.organisations?.includes(organisation.id) === false) continue;
    for (const post of plan.people) {
      if (post.department === 'each') for (const department of own) add(post.role, post.title, department.id);
      else add(post.role, post.title, own.find((d) => d.code === post.department)?.id ?? null);
    }
  }
  return drafts;
};

/** Names are drawn per person and drawn again while taken, so that no two of the staff are called the same. */
const nameThem = (drafts: readonly Draft[], seed: string): readonly Person[] => {
  const taken = new Set<string>();
  return drafts.map((draft, index) => {
    const draw = drawFrom(`${seed}/${draft.id}`);
    const gender = draw.chance(0.45) ? 'male' : 'female';
    let name = '';
    do {
      name = drawSurname(draw) + drawGivenName(draw, gender, draw.whole(1967, 1997));
    } while (taken.has(name));
    taken.add(name);
    // no mobile number begins with 100
    return { ...draft, name, gender, phone: `1001${String(index + 1).padStart(7, '0')}` };
  });
};

type Wanted = PackFiles['people']['accounts'][number]['roles'][number];

/** The first person in that role there who has no account yet. */
const findHolder = (
  people: readonly Person[],
  wanted: Wanted,
  organisation: string,
  taken: ReadonlySet<string>,
): Person => {
  const found = people.find(
    (person) =>
      !taken.has(person.id) &&
      person.roles.some(
        (held) =>
          held.role === wanted.role &&
          held.organisation === organisation &&
          (!('department' in wanted) ||
            wanted.department === undefined ||
            held.department === `${organisation}.${wanted.department}`),
      ),
  );
  if (found === undefined) throw new Error(`nobody is ${wanted.role} at ${organisation} without an account`);
  return found;
};

/** Staff of every organisation, and the demonstration accounts; a second role of an account is added to its person. */
export const expandPeople = (
  files: PackFiles,
  organisations: readonly Organisation[],
  departments: readonly Department[],
): { readonly people: readonly Person[]; readonly accounts: readonly Account[] } => {
  const byOrganisation = new Map<string, Department[]>();
  for (const department of departments) {
    const list = byOrganisation.get(department.organisation);
    if (list === undefined) byOrganisation.set(department.organisation, [department]);
    else list.push(department);
  }
  const people = [
    ...nameThem(
      organisations.flatMap((o) => staffOf(files, o, byOrganisation)),
      files.people.seed,
    ),
  ];
  const taken = new Set<string>();
  const accounts: Account[] = [];
  for (const entry of files.people.accounts) {
    const held: HeldRole[] = [];
    let person: Person | undefined;
    for (const [index, wanted] of entry.roles.entries()) {
      const organisation =
        'villageOf' in wanted
          ? organisations.find((o) => o.kind === 'village-clinic' && o.partOf === wanted.villageOf)?.id
          : wanted.organisation;
      if (organisation === undefined) throw new Error(`${entry.login} has no village`);
      if (person === undefined) {
        person = findHolder(people, wanted, organisation, taken);
        held.push(...person.roles);
      } else {
        const code = 'department' in wanted ? wanted.department : undefined;
        const fallback = (byOrganisation.get(organisation) ?? []).find((d) => d.specialty === 'general-practice')?.id;
        held.push({
          id: `${person.roles[0]?.id ?? person.id}.${index + 1}`,
          role: wanted.role,
          organisation,
          department: code === undefined ? (fallback ?? null) : `${organisation}.${code}`,
        });
      }
    }
    if (person === undefined) continue;
    const keeper = { ...person, roles: held };
    people[people.findIndex((p) => p.id === keeper.id)] = keeper;
    taken.add(keeper.id);
    accounts.push({ login: entry.login, person: keeper.id, name: keeper.name, roles: held, tries: entry.try });
  }
  return { people, accounts };
};
