/**
 * The architecture as rules (docs/architecture.md): imports point down, no cycles, folders are entered by
 * their door, third parties are fenced.
 */
const LAYERS = [
  ['foundation'],
  ['core'],
  ['manifest', 'engine', 'propagation', 'background', 'amqp'],
  ['api', 'importing'],
  ['runtime', 'engines/sqlite', 'engines/redis', 'telemetry', 'binding'],
  ['executors'],
  ['platform'],
  ['admin', 'client'],
  ['cli'],
];

/** Who may import which package; every other folder may not. */
const FENCES = {
  manifest: ['yaml', 'ajv', 'ajv-formats'],
  'engines/redis': ['bee-queue', 'ioredis'],
  'engines/sqlite': ['libsql'],
  admin: ['koa', '@koa/.+', 'koa-helmet', 'raw-body'],
  telemetry: ['@opentelemetry/(?!api/).+', 'pino', 'pino-pretty'],
  binding: ['esbuild'],
  amqp: ['amqplib'],
  core: ['croner'],
  importing: ['@lezer/.+'],
  cli: ['commander', 'cli-table3', 'picocolors'],
  platform: ['chokidar'],
  foundation: ['uuid', 'bytes', 'parse-duration', 'fastest-levenshtein'],
};

const under = (folders) => `^src/(${folders.join('|')})/`;

/** For every folder: not its neighbours of the same layer, nothing above. */
const downward = LAYERS.flatMap((layer, index) =>
  layer.map((folder) => {
    const beside = layer.filter((other) => other !== folder);
    const above = LAYERS.slice(index + 1).flat();
    const forbidden = [...beside, ...above];
    return {
      name: `${folder.replace('/', '-')}-imports-down`,
      severity: 'error',
      from: { path: under([folder]) },
      to: { path: `^src/(${[...forbidden.map((name) => `${name}/`), 'index\\.ts'].join('|')})` },
    };
  }),
);

const doors = LAYERS.flat().map((folder) => ({
  name: `${folder.replace('/', '-')}-has-one-door`,
  severity: 'error',
  from: { path: '^src/', pathNot: under([folder]) },
  to: { path: under([folder]), pathNot: `^src/${folder}/(index|producer)\\.ts$` },
}));

const ownDoor = LAYERS.flat().map((folder) => ({
  name: `${folder.replace('/', '-')}-not-through-own-door`,
  severity: 'error',
  from: { path: under([folder]) },
  to: { path: `^src/${folder}/index\\.ts$` },
}));

const fences = Object.entries(FENCES).map(([folder, packages]) => ({
  name: `${packages[0].replace(/[^a-z-]/g, '')}-only-in-${folder.replace('/', '-')}`,
  severity: 'error',
  from: { path: '^src/', pathNot: under([folder]) },
  to: { path: `node_modules/(${packages.join('|')})/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    ...downward,
    ...doors,
    ...ownDoor,
    ...fences,
    {
      name: 'node-cron-in-one-file',
      comment: 'grammar; the decision which tick fires is ours',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/core/ticks/cron-grammar\\.ts$' },
      to: { path: 'node_modules/node-cron/' },
    },
    {
      name: 'commands-start-without-the-platform',
      comment:
        'what only some commands need is imported when they run: half of the start of a command goes into imports',
      severity: 'error',
      from: { path: '^src/cli/', pathNot: '^src/cli/(connect-by-manifest|run-platform)\\.ts$' },
      to: {
        path: '^src/(manifest|engine|engines|runtime|telemetry|binding|platform|admin)/',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'the-api-is-light',
      comment: 'commands that ask a server read it, and wait for nothing that reads manifests',
      severity: 'error',
      from: { path: '^src/api/' },
      to: { path: '^src/(manifest|engine)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-client-is-light',
      comment: 'who asks a server loads nothing that reads manifests or opens stores',
      severity: 'error',
      from: { path: '^src/client/' },
      to: {
        path: '^src/(manifest|engine|engines|runtime|telemetry|binding|platform|admin)/',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'commands-start-without-their-heavy-half',
      severity: 'error',
      from: { path: '^src/cli/' },
      to: {
        path: '^src/cli/(connect-by-manifest|run-platform)\\.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'the-dashboard-stands-alone',
      comment: 'it speaks the public API, whose types are generated; nothing of the server is in it, and it in nothing',
      severity: 'error',
      from: { path: '^src/dashboard/' },
      to: { path: '^src/(?!dashboard/)' },
    },
    {
      name: 'nothing-needs-the-dashboard',
      severity: 'error',
      from: { path: '^src/(?!dashboard/)' },
      to: { path: '^src/dashboard/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        path: '^src/',
        pathNot: '(^src/dashboard/main\\.tsx|thread\\.ts|far-process\\.ts|generated\\.ts|cli/main\\.ts)$',
      },
      to: {},
    },
    {
      name: 'no-dev-dependency-in-src',
      severity: 'error',
      from: { path: '^src/(?!dashboard/)' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: 'node_modules/@types/' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
    {
      name: 'src-does-not-know-tests',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|handlers)/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
