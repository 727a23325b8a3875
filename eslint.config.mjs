import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import mocha from 'eslint-plugin-mocha';
import hooks from 'eslint-plugin-react-hooks';
import regexp from 'eslint-plugin-regexp';
import sortImports from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Names that only their own layer may touch (docs/architecture.md). */
const AMBIENT = [
  { object: 'Date', property: 'now', message: 'Take a Clock (foundation/clock.ts).' },
  { object: 'Math', property: 'random', message: 'Take a random source from RuntimeDeps.' },
  { object: 'process', property: 'env', message: 'Only cli/ reads the environment; pass it in.' },
  { object: 'process', property: 'exit', message: 'Only cli/ ends the process.' },
  { object: 'process', property: 'argv', message: 'Only cli/ reads arguments.' },
];
/** A test that compares times of the wall fails on a slower or busier machine: see CONTRIBUTING.md for what to ask. */
const WALL = 'No test holds anything to a time: ask for the signal, for steps, bytes or growth, or inject a clock.';
const WALL_CLOCKS = [
  { object: 'performance', property: 'now', message: WALL },
  { object: 'Date', property: 'now', message: WALL },
  { object: 'process', property: 'hrtime', message: WALL },
  { object: 'systemClock', property: 'monotonic', message: WALL },
];
const WALL_LIMITS = [
  {
    selector: "CallExpression[callee.property.name='timeout'] > Literal.arguments",
    message: 'Times that end a test which hangs are in test/support/patience.ts.',
  },
];
const OPEN_CLIENTS = {
  selector: "NewExpression[callee.name='Redis']",
  message: 'Take onRedis (test/support/on-redis.ts): a client that a failing test leaves open keeps mocha alive.',
};
const TIMERS = ['setTimeout', 'setInterval'].map((name) => ({ name, message: 'Take a Clock (foundation/clock.ts).' }));
/** Node warns of a leak from the eleventh listener of a signal on. */
const SIGNALS = {
  selector:
    "NewExpression[callee.name='AbortController'], MemberExpression[object.name='AbortSignal'][property.name='any']",
  message: 'Take newAborter or anySignal (foundation/aborter.ts).',
};

/** A name from outside may be `__proto__`, and then it is no key. */
const BARE_DICTIONARIES = {
  selector:
    'VariableDeclarator[init.type="ObjectExpression"][init.properties.length=0][id.typeAnnotation.typeAnnotation.typeName.name="Record"]',
  message: 'Take dictionary() of foundation/keys.ts, or Object.fromEntries of a Map.',
};

/** A pattern that is put together where it runs is seen by no check of its growth. */
const BUILT_PATTERNS = ['NewExpression', 'CallExpression'].map((call) => ({
  selector: `${call}[callee.name='RegExp']`,
  message: 'Write a literal; a pattern of a user goes through manifest/schemas/linear-pattern.ts.',
}));

export default tseslint.config(
  {
    ignores: [
      'dist/',
      'dist-new-*/',
      'coverage/',
      'var/',
      'node_modules/',
      'test/manifest-cases/handlers/',
      // written by `npm run generate`
      'src/**/*.generated.ts',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', 'src/dashboard/**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.test.json', 'src/dashboard/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers in messages are what they are for; everything else must be text.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `() => void promise` and one-line callbacks are how the code says "not awaited on purpose".
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Async functions without await keep one signature across implementations of a contract.
      '@typescript-eslint/require-await': 'off',
      // Contracts are written as type aliases and interfaces alike, whichever reads better.
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // Frozen dictionaries keyed by user-given names are read with [] on purpose.
      '@typescript-eslint/no-dynamic-delete': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'simple-import-sort': sortImports, regexp },
    rules: {
      // Text from outside meets them: linear time only. test/unit/packaging/patterns.spec.ts looks closer.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential', ignorePartial: false, ignoreSticky: false }],
      'no-restricted-syntax': ['error', ...BUILT_PATTERNS, BARE_DICTIONARIES, SIGNALS],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 50 }],
      'max-depth': ['error', 4],
      complexity: ['error', 12],
      'no-restricted-properties': ['error', ...AMBIENT],
      'no-restricted-globals': ['error', ...TIMERS],
      'simple-import-sort/exports': 'error',
    },
  },
  {
    files: ['src/foundation/**/*.ts'],
    rules: { 'no-restricted-properties': 'off', 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/foundation/aborter.ts'],
    rules: { 'no-restricted-syntax': ['error', ...BUILT_PATTERNS, BARE_DICTIONARIES] },
  },
  {
    // Runs in a browser, whose clock and timers it has no other way to.
    files: ['src/dashboard/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'no-restricted-properties': 'off',
      'no-restricted-globals': 'off',
      'no-restricted-syntax': ['error', ...BUILT_PATTERNS, BARE_DICTIONARIES],
      // A component is its markup: what of it is logic is a function or a hook of its own.
      'max-lines-per-function': ['error', { max: 80 }],
    },
  },
  { files: ['src/cli/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['test/**/*.ts'],
    plugins: { mocha },
    rules: {
      'mocha/no-exclusive-tests': 'error',
      'mocha/no-identical-title': 'error',
      'mocha/no-empty-title': 'error',
      // node:assert and mocha's own forms return what these rules mistrust.
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/only-throw-error': 'off',
      'no-restricted-properties': ['error', ...WALL_CLOCKS],
      'no-restricted-syntax': ['error', ...WALL_LIMITS],
    },
  },
  {
    files: ['test/**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...WALL_LIMITS, OPEN_CLIENTS] },
  },
  {
    // What ends a wait in vain, stamps the ledger of the fault scenarios, or keeps a handler's loop busy; what tests clocks.
    files: [
      'test/support/{wait-for,fake-clock}.ts',
      'test/faults/harness/{ledger,fixture-*}.ts',
      'test/unit/foundation/clock.spec.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['scripts/**/*.{mjs,cjs}', '*.mjs'],
    languageOptions: {
      globals: {
        setInterval: 'readonly',
        clearInterval: 'readonly',
        console: 'readonly',
        process: 'readonly',
        require: 'readonly',
        module: 'writable',
        URL: 'readonly',
      },
    },
  },
  prettier,
);
