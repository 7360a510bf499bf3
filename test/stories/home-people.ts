/** A home as it is on an ordinary Friday: who lives there, who waits, who is in hospital and which bed is being cleaned. */
import { z } from 'zod';
import { StepTaken } from '../../src/engines/pathways/shapes.ts';
import { newId } from '../../src/platform/ids.ts';
import { signIn } from '../../src/story-person.ts';
import type { Person } from '../../src/story-person.ts';
import { MINUTE } from './own-instance.ts';
import type { OwnInstance } from './own-instance.ts';
import { demonstrationPassword } from './visit.ts';

export const DAY = 24 * 60 * MINUTE;
export const HOME = 'elder-home-1';

const Found = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), gender: z.string(), birthDate: z.string().nullable() })),
});
export type Elder = { readonly id: string; readonly name: string; readonly room: 'female' | 'male' };

export type HomePeople = {
  readonly as: (login: string) => Promise<Person>;
  /** Takes a step of a case and answers the state it led to. */
  readonly step: (login: string, caseId: string, step: string, answers?: object) => Promise<string>;
  /** What is refused: the sentence in Chinese. */
  readonly refused: (login: string, caseId: string, step: string, code: string, answers?: object) => Promise<string>;
  readonly begin: (login: string, pathway: string, step: string, answers: object) => Promise<string>;
  /** Time goes on, and whoever was signed in has to sign in again. */
  readonly pass: (milliseconds: number) => void;
  /** An instant so many hours before now. */
  readonly ago: (hours: number) => string;
  /** People of the family doctor's list, the oldest first. */
  readonly elders: () => Promise<readonly Elder[]>;
};

export const homePeople = ({ instance, clock }: OwnInstance): HomePeople => {
  const people = new Map<string, Person>();
  const as = async (login: string): Promise<Person> => {
    const known = people.get(login);
    if (known !== undefined) return known;
    const person = await signIn(instance.address, login, demonstrationPassword());
    people.set(login, person);
    return person;
  };
  const versionOf = async (person: Person, caseId: string): Promise<number> =>
    (await person.ask(`GET /api/cases/${caseId}`, z.object({ version: z.int() }))).version;
  return {
    as,
    step: async (login, caseId, step, answers = {}) => {
      const person = await as(login);
      const body = { version: await versionOf(person, caseId), answers };
      return (await person.ask(`POST /api/cases/${caseId}/steps/${step}`, StepTaken, { body })).state;
    },
    refused: async (login, caseId, step, code, answers = {}) => {
      const person = await as(login);
      const body = { version: await versionOf(person, caseId), answers };
      return (await person.refused(`POST /api/cases/${caseId}/steps/${step}`, code, body)).zh;
    },
    begin: async (login, pathway, step, answers) => {
      const id = newId();
      const given = { body: { id, step, answers }, key: id };
      await (await as(login)).ask(`POST /api/pathways/${pathway}/cases`, StepTaken, given);
      return id;
    },
    pass: (milliseconds) => {
      clock.advance(milliseconds);
      people.clear();
    },
    ago: (hours) => new Date(clock.now().getTime() - hours * 60 * MINUTE).toISOString(),
    elders: async () => {
      const { items } = await (await as('gp')).ask('GET /api/residents?count=100', Found);
      return [...items]
        .sort((one, other) => ((one.birthDate ?? '9') < (other.birthDate ?? '9') ? -1 : 1))
        .map(({ id, name, gender }) => ({ id, name, room: gender === 'female' ? 'female' : 'male' }));
    },
  };
};

const CONTACTS = ['女儿 内线 6203', '儿子 内线 6204', '侄女 内线 6205'] as const;
const LEVELS = ['level-1', 'level-2', 'level-3', 'level-4'] as const;

/** Applies for one, and moves them in where a bed is wanted at once. Answers the case. */
export const apply = (people: HomePeople, elder: Elder, more: object = {}): Promise<string> =>
  people.begin('gp', 'residence', 'apply', {
    ...{ resident: elder.id, home: HOME, use: 'nursing', room: elder.room, level: 'not-assessed' },
    ...{ contact: CONTACTS[0], ...more },
  });

/** Lives there from now on. */
export const moveIn = async (people: HomePeople, elder: Elder, more: object = {}): Promise<string> => {
  const id = await apply(people, elder, more);
  await people.step('homebeds', id, 'offer-bed', { until: people.ago(-24) });
  await people.step('homenurse', id, 'admit', {
    ...{ arrivedAt: people.ago(0), informed: true, keyContact: CONTACTS[1], medicines: '苯磺酸氨氯地平片 5mg 每日1次' },
  });
  return id;
};

/**
 * Fills the home over some weeks: ten live there, one of them lies in hospital and one has fallen, three wait, one is expected.
 * @returns the cases of those who live there, in the order in which they came.
 */
export const fillHome = async (people: HomePeople, elders: readonly Elder[]): Promise<readonly string[]> => {
  const stays: string[] = [];
  for (const [index, elder] of elders.slice(0, 10).entries()) {
    stays.push(
      await moveIn(people, elder, {
        ...{ level: LEVELS[index % 4], contact: CONTACTS[index % 3], use: index % 3 === 0 ? 'elder-care' : 'nursing' },
      }),
    );
    people.pass(3 * DAY);
  }
  const [fallen = '', away = ''] = stays;
  await people.step('homenurse', away, 'to-hospital', {
    ...{ hospital: 'city-central-hospital', leftAt: people.ago(5), why: '发热、咳嗽三天，血氧下降', keepBed: true },
  });
  for (const [index, elder] of elders.slice(10, 13).entries()) {
    const grounds = [['living-alone', 'very-old'], ['hardship'], ['carer-lost']][index];
    await people.step('homebeds', await apply(people, elder, { grounds, level: LEVELS[index + 1] }), 'wait-list');
  }
  const [, , , , , , , , , , , , , expected] = elders;
  if (expected !== undefined)
    await people.step('homebeds', await apply(people, expected), 'offer-bed', { until: people.ago(-30) });
  await people.step('homenurse', fallen, 'record-incident', {
    ...{ kind: 'fall', happenedAt: people.ago(6), injury: 'minor', told: ['family', 'doctor'] },
    ...{ what: '夜间去卫生间途中滑倒，左膝擦伤，无头部着地，生命体征平稳' },
  });
  return stays;
};
