/**
 * `npm test`: builds, finds redis-server, runs every spec. `npm test -- FILE …` runs those files alone, and
 * `npm run test:faults` the fault scenarios.
 *
 * The specs go in bundles, a run of mocha each, and a few lanes take one bundle after the other: most of the time a
 * bundle waits for leases, limits and processes. Those that measure what work costs run last, alone: what runs beside
 * them uses the same caches. What a run says is shown when it is over; what failed stands once more at the end, before
 * the line that sums up all. A run that died without telling its numbers counts as one failure.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { ensureFaketime } from './faketime.mjs';
import { ensurePrometheus } from './prometheus.mjs';
import { ensureRabbitServer } from './rabbitmq-server.mjs';
import { ensureRedisServer } from './redis-server.mjs';
import { inBrief, runMocha, sumUp } from './run-mocha.mjs';
import { ensureSystemd } from './systemd.mjs';

const root = path.join(import.meta.dirname, '..');
const engines = process.env.SKEP_ENGINES ?? 'sqlite,redis';
const LANES = 5;
/** Bundles that take long come first, so that all lanes end at about the same time. */
const LONGEST = [
  'test/conformance',
  'test/integration',
  'test/unit',
  'test/cli/commands.spec.ts',
  'test/cli/seen.spec.ts',
  'test/faults/set-clock.spec.ts',
  'test/faults/processes.spec.ts',
  'test/faults/sqlite',
  'test/example',
  'test/bench',
  'test/packaging',
  'test/faults/terminated.spec.ts',
  'test/cli/failures.spec.ts',
];
/** Bundles that compare costs, or count what happens in a time: nothing runs beside them. */
const ALONE = [
  'test/faults/queues',
  'test/faults/pools.spec.ts',
  'test/faults/rates.spec.ts',
  'test/faults/promptness.spec.ts',
];
/** So many bundles, and files, are named at the end with the time that they took. */
const SLOWEST = 20;

function everySpec() {
  return (
    readdirSync(path.join(root, 'test'), { recursive: true })
      .map((file) => path.posix.join('test', file.replaceAll(path.sep, '/')))
      // Those of the dashboard need a browser: `npm run test:browser`.
      .filter((file) => file.endsWith('.spec.ts') && !file.startsWith('test/browser/'))
      .sort()
  );
}

/**
 * Folders whose files wait for so long, one after the other, that they are dealt out to so many bundles. No more of them
 * than that: each run of mocha reads the whole source anew, three seconds of processor time.
 */
const DEALT = { integration: 3, faults: 7, cli: 3 };

/** A folder whose specs are one after the other the same for each engine: a bundle of its own for each. */
const BY_ENGINE = 'test/conformance';
const HELD = ['redis-cluster', 'redis', 'sqlite'];

/** A bundle per folder below test/, per share of one that is dealt out, and for each file or folder named above. */
function bundled(files) {
  const bundles = new Map();
  const dealt = {};
  for (const file of files) {
    const [, folder, below] = file.split('/');
    const own = `test/${folder}/${below}`;
    let key = `test/${folder}`;
    if (LONGEST.includes(own) || ALONE.includes(own)) key = own;
    else if (Object.hasOwn(DEALT, folder)) {
      dealt[folder] = (dealt[folder] ?? 0) + 1;
      key += ` ${dealt[folder] % DEALT[folder]}`;
    }
    bundles.set(key, [...(bundles.get(key) ?? []), file]);
  }
  const rank = (key) => {
    const [name] = key.split(' ');
    return LONGEST.includes(name) ? LONGEST.indexOf(name) : LONGEST.length;
  };
  const inOrder = [...bundles].sort(([a], [b]) => rank(a) - rank(b));
  const filesOf = (alone) =>
    inOrder.filter(([name]) => ALONE.includes(name) === alone).flatMap(([name, own]) => byEngine(name, own));
  return { beside: filesOf(false), alone: filesOf(true) };
}

/** Whoever has named engines gets those, in one run. */
function byEngine(name, files) {
  if (name !== BY_ENGINE || process.env.SKEP_ENGINES !== undefined) return [{ files }];
  return HELD.map((engine) => ({ files, env: { SKEP_ENGINES: engine } }));
}

function timesOf(seconds, cpuSeconds) {
  const [took, worked] = [seconds, Math.round(cpuSeconds)].map((number) => String(number).padStart(5));
  return `${took} s, ${worked} s of processor time`;
}

async function runAll({ beside, alone }) {
  const started = performance.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'skep-test-'));
  const results = [];
  const runThrough = async (bundles, atOnce) => {
    for (let bundle = bundles.shift(); bundle; bundle = bundles.shift()) {
      const { files } = bundle;
      const begun = performance.now();
      const tally = path.join(folder, `${path.basename(files[0])}-${results.length}-${bundles.length}`);
      const numbers = await runMocha(bundle, { tally, atOnce });
      results.push({ files, seconds: Math.round((performance.now() - begun) / 1_000), ...numbers });
    }
  };
  await Promise.all(Array.from({ length: LANES }, () => runThrough(beside, false)));
  await runThrough(alone, true);
  rmSync(folder, { recursive: true });
  const bySeconds = [...results].sort((a, b) => b.seconds - a.seconds);
  for (const { files, seconds, cpuSeconds = 0 } of bySeconds.slice(0, SLOWEST)) {
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    process.stdout.write(`${timesOf(seconds, cpuSeconds)}: ${files[0]}${more}\n`);
  }
  const costs = results.flatMap(({ cost = {} }) => Object.entries(cost)).sort(([, a], [, b]) => b - a);
  process.stdout.write('Of processor time:\n');
  for (const [file, cost] of costs.slice(0, SLOWEST)) {
    process.stdout.write(`${String(Math.round(cost)).padStart(5)} s: ${file}\n`);
  }
  const allSeconds = Math.round((performance.now() - started) / 1_000);
  const allCpu = results.reduce((total, { cpuSeconds = 0 }) => total + cpuSeconds, 0);
  process.stdout.write(`${timesOf(allSeconds, allCpu)}: all\n`);
  // Once more at the end, where whoever reads a long log looks first: at length, and then by name alone, so that the
  // last lines of a log that was cut say what failed.
  const wrong = results.filter(({ failures }) => failures > 0);
  for (const { files, failures, failed } of wrong) {
    process.stdout.write(`\n${failures} failed in ${files.join(' ')}\n\n${failed.join('\n\n')}\n`);
  }
  if (wrong.length > 0) process.stdout.write('\nFailed:\n');
  for (const { failed } of wrong) for (const story of failed) process.stdout.write(`  ${inBrief(story)}\n`);
  process.exitCode = sumUp(results) ? 0 : 1;
}

if (engines.split(',').includes('redis') && !ensureRedisServer()) process.exit(1);
ensureFaketime();
ensureSystemd();
ensurePrometheus();
const built = spawnSync(process.execPath, [path.join(root, 'scripts/build.mjs')], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(built.status ?? 1);
const asked = process.argv.slice(2);
// It takes a while to install: for its own tests alone.
if (asked.length === 0 || asked.some((file) => file.includes('rabbit'))) ensureRabbitServer();
await runAll(asked.length > 0 ? { beside: [], alone: [{ files: asked }] } : bundled(everySpec()));
