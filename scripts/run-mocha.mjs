/** One run of mocha over some files, whose numbers and failures come back as data (scripts/reporter.cjs writes them). */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const MOCHA = path.join(root, 'node_modules/mocha/bin/mocha.js');
/** A mocha that has told its numbers still ends its servers and processes. */
const PATIENCE_MS = 60_000;

/** @returns the numbers of that run; its output is shown as it comes, or when it is over */
export async function runMocha({ files, env = {}, node = process.execPath }, { tally, atOnce }) {
  const child = spawn(node, [MOCHA, ...files], {
    cwd: root,
    stdio: ['ignore', atOnce ? 'inherit' : 'pipe', atOnce ? 'inherit' : 'pipe'],
    env: { ...process.env, ...env, SKEP_TALLY: tally },
  });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk));
  const kept = endsOnceItHasTold(child, tally);
  const [status, signal] = await once(child, 'close');
  clearInterval(kept.watch);
  const numbers = numbersOf(tally);
  if (status !== 0 && (numbers.failures === 0 || kept.alive)) {
    const told = kept.alive
      ? 'mocha was done and did not end: a test has left something open'
      : `mocha ended with ${signal ?? `code ${status}`}`;
    output.push(`\n${told}\n`);
    numbers.failures += 1;
    numbers.failed.push(told);
  }
  for (const chunk of output) process.stdout.write(chunk);
  return numbers;
}

/** What a failing test has left open would keep its mocha, and with it all of this, alive for ever. */
function endsOnceItHasTold(child, tally) {
  const kept = { alive: false, watch: undefined };
  kept.watch = setInterval(() => {
    if (!existsSync(tally) || Date.now() - statSync(tally).mtimeMs < PATIENCE_MS) return;
    clearInterval(kept.watch);
    kept.alive = true;
    for (const stream of [child.stdout, child.stderr]) stream?.destroy();
    try {
      process.kill(numbersOf(tally).pid, 'SIGKILL');
    } catch {
      // It has ended; what it left behind held its output open.
    }
  }, 1_000);
  return kept;
}

function numbersOf(tally) {
  try {
    return JSON.parse(readFileSync(tally, 'utf8'));
  } catch {
    return { passes: 0, failures: 1, pending: 0, failed: ['mocha ended without telling its numbers'] };
  }
}

/** Title and message of a failure, a line each. */
export function inBrief(story) {
  const [title = '', message = ''] = story.split('\n');
  return `${title.slice(0, 300)}\n    ${message.slice(0, 300)}`;
}

/** The line that sums up several runs. @returns whether all is well */
export function sumUp(results) {
  const sum = (name) => results.reduce((total, numbers) => total + numbers[name], 0);
  process.stdout.write(`\n${sum('passes')} passed, ${sum('failures')} failed, ${sum('pending')} skipped\n`);
  return sum('failures') === 0;
}
