/**
 * The architecture as rules. Each `comment` is what a newcomer reads when the build stops; DESIGN and ARCHITECTURE.md say
 * why. Try one file: node_modules/.bin/depcruise --config .dependency-cruiser.cjs src/consortium/roles.ts
 */
const { readFileSync } = require('node:fs');
const path = require('node:path');

/** From the ground up. A layer knows the ones before it and none after it. */
const LAYERS = ['platform', 'fhir', 'consortium', 'engines', 'capabilities', 'web'];
const above = (layer) => LAYERS.slice(LAYERS.indexOf(layer) + 1);

const TEST = '\\.test\\.tsx?$';
const BROWSER = '^src/(web/|capabilities/.+/screens/)';
/** A capability's folder; those of the groups stand one step deeper. */
const CAPABILITY = '^src/capabilities/((?:(?:outpatient|health-record)/)?[^/]+)/';
const PACKAGE = (names) => `node_modules/(${names.join('|')})/`;

/** The pure files are the ones tsconfig.pure.json compiles without Node's and the browser's types: one list, two tools. */
const pureFiles = () => {
  const text = readFileSync(path.join(__dirname, 'tsconfig.pure.json'), 'utf8');
  return JSON.parse(text).include.map((glob) => {
    const body = glob
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\//g, '(?:.+/)?')
      .replace(/\*/g, '[^/]+');
    return `^${body}$`;
  });
};
const PURE = pureFiles();
/** Rule tables beside rules.ts: data, read by whoever may read the rules. */
const RULE_TABLES = '^src/capabilities/.+/rules/[^/]+\\.json$';

module.exports = {
  forbidden: [
    ...LAYERS.slice(0, -2).map((layer) => ({
      name: `${layer}-looks-down-only`,
      severity: 'error',
      comment:
        `src/${layer} must not know about ${above(layer).join(', ')}. Take what you need as an argument, ` +
        'or move the part both need down. src/main.ts is the one place that joins the layers.',
      from: { path: `^src/${layer}/`, pathNot: TEST },
      to: { path: `^src/(${above(layer).join('|')})/` },
    })),
    {
      name: 'capabilities-look-down-only',
      severity: 'error',
      comment:
        'A capability does not know the desk, the mobile page or any other entry that shows it. Its screens are built ' +
        'from src/web/kit and nothing else of src/web.',
      from: { path: '^src/capabilities/', pathNot: TEST },
      to: { path: '^src/web/', pathNot: '^src/web/kit/' },
    },
    {
      name: 'the-kit-serves-all-screens',
      severity: 'error',
      comment:
        'src/web/kit (case header, step buttons, timeline, worklist, form …) is what screens are built from, so it ' +
        'knows no capability and none of the entries beside it.',
      from: { path: '^src/web/kit/', pathNot: TEST },
      to: { path: ['^src/capabilities/', '^src/web/(?!kit/)'] },
    },
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      comment: 'src/main.ts, with the src/compose-….ts it is made of, joins everything and is joined by nothing.',
      from: { path: '^src/[^/]+/', pathNot: TEST },
      to: { path: '^src/[^/]+\\.ts$' },
    },
    {
      name: 'capabilities-are-islands',
      severity: 'error',
      comment:
        'One capability never imports another. They meet in FHIR records, in consortium/capacity, or by a handover ' +
        "the pathway names (handsOver: 'referral').",
      from: { path: CAPABILITY },
      to: { path: '^src/capabilities/[^/]+/', pathNot: '^src/capabilities/$1/' },
    },
    {
      name: 'one-door-per-capability',
      severity: 'error',
      comment:
        'From outside, a capability is index.ts (pure: pathway, words, forms), server.ts (records, facts, figures, ' +
        'operations), screens/index.ts (the desk) and screens/phone.ts (the phone). Export what you need from the right door.',
      from: { path: '^(src|test|bench)/', pathNot: '^src/capabilities/[^/]+/' },
      to: {
        path: '^src/capabilities/[^/]+/',
        pathNot:
          '^src/capabilities/(?:(?:outpatient|health-record)/)?[^/]+/(index\\.ts|server\\.ts|screens/(index|phone)\\.tsx?)$',
      },
    },
    {
      name: 'pure-files-stay-pure',
      severity: 'error',
      comment:
        'Files listed in tsconfig.pure.json import only one another and zod: no I/O, no clock, no other package. They ' +
        'run in the server, the browser and the fast tests alike.',
      from: { path: PURE, pathNot: TEST },
      to: { pathNot: [...PURE, RULE_TABLES, PACKAGE(['zod'])] },
    },
    {
      name: 'browser-never-imports-server',
      severity: 'error',
      comment:
        'Screens and src/web may import pure files (tsconfig.pure.json), other screens of their capability, src/web, ' +
        'and types (import type) from anywhere. Everything else runs on the server: ask it over /api.',
      from: { path: BROWSER, pathNot: TEST },
      to: {
        path: '^(src|test|bench|regions)/',
        pathNot: [...PURE, RULE_TABLES, BROWSER],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-has-no-node',
      severity: 'error',
      comment:
        "A browser has no node: modules, no PostgreSQL and no web server. (vite.config.ts and tests are Node's.)",
      from: { path: BROWSER, pathNot: TEST },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-never-imports-browser',
      severity: 'error',
      comment: 'The server knows no screens and no React: it answers data, and the browser draws it.',
      from: { path: '^src/', pathNot: [BROWSER, TEST] },
      to: { path: [BROWSER, PACKAGE(['react', 'react-dom', 'antd', '@ant-design', '@tanstack'])] },
    },
    {
      name: 'only-platform-speaks-to-the-outside',
      severity: 'error',
      comment:
        'pg, fastify and playwright-core are imported in src/platform only. Everybody else receives a Database or a ' +
        'Printer, gives back Statements and Routes, and may import their types.',
      from: { path: '^src/', pathNot: ['^src/platform/', TEST] },
      to: { path: PACKAGE(['pg', 'fastify', '@fastify', 'playwright-core']), dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or hide a third that both need.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nobody-imports-a-test',
      severity: 'error',
      comment: 'What a test and another file both need belongs in test/world.ts or in the source.',
      from: {},
      to: { path: TEST },
    },
    {
      name: 'source-never-imports-test-tools',
      severity: 'error',
      comment: 'The product runs without test/ and bench/.',
      from: { path: '^src/', pathNot: TEST },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment: 'What runs in production stands under dependencies in package.json; import type is free.',
      from: { path: '^src/', pathNot: [TEST, '/generate\\.ts$'] },
      to: {
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'every-import-is-found',
      severity: 'error',
      comment: 'This import leads nowhere: a typing mistake, a missing file ending, or a file not committed.',
      from: { path: '^(src|test|bench)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.data)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json', '.d.ts'],
    },
  },
};
