// What a reviewer would otherwise have to say twice. The reasons are in CONTRIBUTING.md and in the messages below.
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
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        // The first project that includes a file decides: pure files are read without Node and DOM types.
        project: ['tsconfig.pure.json', 'tsconfig.server.json', 'tsconfig.stories.json', 'tsconfig.web.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
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
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // Numbers and booleans read well in sentences; objects and undefined do not.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // React's event attributes take a function and do not look at what it gives back.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      // A function keeps the shape its caller asks for, even where this one has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // A type parameter used once still ties a builder's literals together (pathway, form, words, route).
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Routes are typed by what they take; the library wants the functions unbound.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // What a person starts from a terminal may speak to it.
    files: ['test/**', 'bench/**', 'src/main.ts', 'src/**/generate.ts', '*.mjs'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}'],
    rules: {
      // A database row is `unknown` until the test has looked at it.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
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
