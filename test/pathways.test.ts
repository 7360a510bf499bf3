/** What no pathway may leave open, asked of every capability there is. */
import { beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '../src/consortium/roles.ts';
import type { Question } from '../src/engines/forms/define.ts';
import { isEnd, ownerRoles } from '../src/engines/pathways/define.ts';
import type { OpenState, Pathway } from '../src/engines/pathways/define.ts';
import type { CapabilityFolder, Exports } from './tree.ts';
import { capabilityFolders, exportsOf, filesUnder, holds, isPathway, isTable, textOf } from './tree.ts';

const capabilities = capabilityFolders();
const withPathway = capabilities.filter(({ files }) => files.includes('pathway.ts'));
const REGISTER = 'src/capabilities/index.ts';

type Read = { readonly pathways: readonly Pathway[]; readonly words: Readonly<Record<'zh' | 'en', Exports>> };

const read = async ({ folder }: CapabilityFolder): Promise<Read> => {
  const pathways = Object.values(await exportsOf(`${folder}/pathway.ts`)).filter(isPathway);
  const tables = Object.values(await exportsOf(`${folder}/words.ts`)).filter(
    (value): value is Read['words'] => isTable(value) && isTable(value['zh']) && isTable(value['en']),
  );
  const [words] = tables;
  if (words === undefined) throw new Error(`${folder}/words.ts exports no words({ … }, { … })`);
  return { pathways, words };
};

/** The states a step taken in `state` may lead to. */
const targets = (step: Pathway['steps'][string], state: string): readonly string[] => {
  const to = typeof step.to === 'string' ? [step.to] : Object.values(step.to.among);
  return to.map((target) => (target === 'same' ? state : target));
};

type Edge = readonly [from: string | null, to: string];
const edges = (pathway: Pathway): readonly Edge[] =>
  Object.values(pathway.steps).flatMap((step): readonly Edge[] =>
    step.from.length === 0
      ? targets(step, 'same').map((target): Edge => [null, target])
      : step.from.flatMap((state) => targets(step, state).map((target): Edge => [state, target])),
  );

/** All states that can be reached from the opening steps, or (backwards) from which an end can be reached. */
const closure = (starts: readonly string[], next: (state: string) => readonly string[]): ReadonlySet<string> => {
  const seen = new Set(starts);
  const waiting = [...starts];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop())
    for (const following of next(state))
      if (!seen.has(following)) {
        seen.add(following);
        waiting.push(following);
      }
  return seen;
};

const questionsOf = (questions: Readonly<Record<string, Question>>): readonly (readonly [string, Question])[] =>
  Object.entries(questions).flatMap(([name, question]) => [
    [name, question] as const,
    ...(question.kind === 'repeat' ? questionsOf(question.of) : []),
  ]);

/** The keys of `section` that a language does not word with a non-empty text. */
const unworded = (words: Read['words'], section: string, keys: readonly string[]): readonly string[] =>
  (['zh', 'en'] as const).flatMap((language) => {
    const table = words[language][section];
    return [...new Set(keys)]
      .filter((key) => {
        const text = isTable(table) ? table[key] : undefined;
        return typeof text !== 'function' && (typeof text !== 'string' || text.trim() === '');
      })
      .map((key) => `${language}.${section}.${key}`);
  });

/** The kinds of organisation whose people may own a state, in one text. */
const kindsOf = (state: OpenState<string, string>): string =>
  typeof state.role === 'string' ? 'all' : Object.keys(state.role).sort().join(' ');

test('there is a pathway in the tree', () => {
  expect(withPathway.map(({ name }) => name)).not.toEqual([]);
});

describe.each(withPathway)('the pathway of $name', (capability) => {
  let pathways: Read['pathways'] = [];
  let words: Read['words'] = { zh: {}, en: {} };

  beforeAll(async () => {
    ({ pathways, words } = await read(capability));
  });

  test('is exported from pathway.ts and from the pure door, and stands in the register', async () => {
    const door = await exportsOf(`${capability.folder}/index.ts`);
    const register = filesUnder('src/capabilities').includes(REGISTER) ? await exportsOf(REGISTER) : {};
    expect(pathways).not.toEqual([]);
    for (const pathway of pathways) {
      expect(holds(door, pathway), `${capability.folder}/index.ts exports ${pathway.name}`).toBe(true);
      expect(holds(register, pathway), `${REGISTER} names ${pathway.name}`).toBe(true);
    }
  });

  test('is opened by a step, reaches every state, and finds an end from everywhere', () => {
    for (const pathway of pathways) {
      const all = edges(pathway);
      const opened = all.filter(([from]) => from === null).map(([, to]) => to);
      const reached = closure(opened, (state) => all.filter(([from]) => from === state).map(([, to]) => to));
      const states = Object.keys(pathway.states);
      const ends = Object.entries(pathway.states).flatMap(([name, state]) => (isEnd(state) ? [name] : []));
      const ending = closure(ends, (state) =>
        all.flatMap(([from, to]) => (to === state && from !== null ? [from] : [])),
      );
      expect(opened, 'a step with from: [] opens the case').not.toEqual([]);
      expect(
        states.filter((state) => !reached.has(state)),
        'states no step leads to',
      ).toEqual([]);
      expect(
        states.filter((state) => !ending.has(state)),
        'states without a way to an end',
      ).toEqual([]);
    }
  });

  test('names only states it has, and leaves every open state but no ended one', () => {
    for (const pathway of pathways) {
      const all = edges(pathway);
      const unknown = all.flat().filter((state) => state !== null && pathway.states[state] === undefined);
      const left = new Set(all.flatMap(([from, to]) => (from !== null && from !== to ? [from] : [])));
      const taken = new Set(all.map(([from]) => from));
      const stuck = Object.entries(pathway.states).filter(([name, state]) =>
        isEnd(state) ? taken.has(name) : !left.has(name),
      );
      expect(unknown).toEqual([]);
      expect(
        stuck.map(([name]) => name),
        'open states never left, or ended ones left',
      ).toEqual([]);
    }
  });

  test('gives every open state an owner who can act, a clock, and a step for lateness', () => {
    for (const pathway of pathways) {
      const faults = Object.entries(pathway.states).flatMap(([name, state]) => {
        if (isEnd(state)) return [];
        const late = pathway.steps[state.late];
        const idle = ownerRoles(state).filter(
          (role) =>
            !Object.values(pathway.steps).some(
              (step) => step.from.includes(name) && [step.at].flat().includes(state.owner) && step.by.includes(role),
            ),
        );
        const kinds = kindsOf(state);
        return [
          pathway.parties.includes(state.owner) ? '' : `${name}: the owner ${state.owner} is no party`,
          ownerRoles(state).length > 0 && ownerRoles(state).every((role) => ROLES.includes(role))
            ? ''
            : `${name}: ${ownerRoles(state).join(', ')} is no role`,
          state.within === '' ? `${name}: no clock` : '',
          late?.from.includes(name) === true && late.at === 'system' ? '' : `${name}: nothing happens when it is late`,
          ...idle.map((role) => `${name}: its owner, the ${role}, has no step to take`),
          // an organisation that may own one state of a party may own them all: no case gets stuck on the way
          ...Object.entries(pathway.states)
            .filter(([, other]) => !isEnd(other) && other.owner === state.owner && kindsOf(other) !== kinds)
            .map(([other]) => `${name} and ${other} are owned by different kinds of organisation`),
        ].filter((fault) => fault !== '');
      });
      expect(faults).toEqual([]);
    }
  });

  test('is worded in both languages: states, steps, clocks, forms, questions, answers, refusals', () => {
    for (const pathway of pathways) {
      const steps = Object.values(pathway.steps);
      const forms = steps.flatMap(({ form }) => (form === undefined ? [] : [form]));
      const questions = forms.flatMap((form) => questionsOf(form.questions));
      const answers = questions.flatMap(([, question]) => ('among' in question ? question.among : []));
      const clocks = Object.values(pathway.states).flatMap((state) => (isEnd(state) ? [] : [state.within]));
      const refusals = capability.files
        .filter((file) => /^rules(\.ts|\/.+\.ts)$/.test(file) && !file.endsWith('.test.ts'))
        .flatMap((file) => [...textOf(`${capability.folder}/${file}`).matchAll(/refuse\(\s*'([^']+)'/g)])
        .map(([, code]) => code ?? '');
      expect([
        ...unworded(words, 'states', Object.keys(pathway.states)),
        ...unworded(words, 'steps', Object.keys(pathway.steps)),
        ...unworded(words, 'done', Object.keys(pathway.steps)),
        ...unworded(words, 'clocks', clocks),
        ...unworded(
          words,
          'forms',
          forms.map(({ name }) => name),
        ),
        ...unworded(
          words,
          'questions',
          questions.map(([name]) => name),
        ),
        ...unworded(words, 'answers', answers),
        ...unworded(words, 'refusals', refusals),
      ]).toEqual([]);
    }
  });

  test('says Chinese in Chinese', () => {
    const latin = (['states', 'steps'] as const).flatMap((section) => {
      const table = words.zh[section];
      return isTable(table)
        ? Object.values(table).filter((text) => typeof text === 'string' && !/\p{Script=Han}/u.test(text))
        : [];
    });
    expect(latin).toEqual([]);
  });

  test('opens child cases only of a pathway that is there or is listed as coming', async () => {
    const opened = pathways.flatMap((pathway) =>
      Object.values(pathway.steps).flatMap(({ opens }) => (opens === undefined ? [] : [opens.pathway])),
    );
    const register = filesUnder('src/capabilities').includes(REGISTER) ? await exportsOf(REGISTER) : {};
    const registered = Array.isArray(register['CAPABILITIES']) ? (register['CAPABILITIES'] as readonly unknown[]) : [];
    const known = new Set([
      // by the names cases are opened under: a capability may have several pathways
      ...registered.flatMap((entry) => (isTable(entry) && isPathway(entry['pathway']) ? [entry['pathway'].name] : [])),
      ...(Array.isArray(register['COMING']) ? (register['COMING'] as readonly string[]) : []),
    ]);
    expect(opened.filter((name) => !known.has(name))).toEqual([]);
  });
});
