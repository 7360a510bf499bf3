// What a reviewer would otherwise have to say twice. The reasons are in CONTRIBUTING.md and in the messages below. Rules that
// need types are in .oxlintrc.json: docs/decisions/0175-checks-by-native-tools.md.
import { createRequire } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

// ESLint brings its own recommended rules as a dependency of its own; they are taken from there.
const fromEslint = createRequire(createRequire(import.meta.url).resolve('eslint'));
const eslint = fromEslint('@eslint/js');

const NODE_GLOBALS = Object.fromEntries(
  [
    'process',
    'console',
    'Buffer',
    'URL',
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'fetch',
    'performance',
    'AbortController',
    'AbortSignal',
  ]
    .concat(['module', 'require', '__dirname'])
    .map((name) => [name, 'readonly']),
);

/** Files whose reader (a tool) insists on a default export. */
const CONFIGURATION = ['*.config.{ts,mjs,js}', '.*.cjs'];

const FORBIDDEN_SYNTAX = [
  { selector: 'TSEnumDeclaration', message: 'No enums: a const array and its union type say the same and erase.' },
  { selector: 'Decorator', message: 'No decorators: call the function instead.' },
  {
    selector: 'ClassDeclaration[superClass]:not([superClass.name=/^(Error|TypeError|RangeError|Component)$/])',
    message:
      'No class hierarchies: pass what differs as a function. (Errors may extend Error; a React error boundary, Component.)',
  },
  {
    // instead of typescript-eslint's no-unsafe-class-instance-assignment: the compiler then refuses whatever only looks like one
    selector: ':matches(ClassDeclaration, ClassExpression):not(:has(PropertyDefinition[accessibility="protected"]))',
    message: 'Only its constructor makes one: write `declare protected readonly own: true;` into the class.',
  },
];

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: one name for one thing, wherever it is used.',
};

export default defineConfig(
  globalIgnores(['node_modules', 'dist', '.data', 'coverage', 'src/fhir/definitions/*.json']),
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict],
    rules: {
      'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, NO_DEFAULT_EXPORT],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^\\.{1,2}/(?!.*\\.(ts|tsx|mjs|json|css|svg|sql)(\\?\\w+)?$)',
              message: 'Name the file with its ending (./rules.ts): Node, Vite and tsx then all find the same one.',
            },
          ],
        },
      ],
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    // What a person starts from a terminal may speak to it.
    files: ['test/**', 'bench/**', 'src/main.ts', 'src/**/generate.ts', '*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: { globals: NODE_GLOBALS },
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX, NO_DEFAULT_EXPORT], eqeqeq: ['error', 'always'] },
  },
  {
    files: CONFIGURATION,
    rules: { 'no-restricted-syntax': ['error', ...FORBIDDEN_SYNTAX] },
  },
);
