import { openWhenOf, rateOf } from '../normalizing/normalize-limits.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from '../yaml/source-file.ts';

type Bucket = ExpandedSource['buckets'][string];
type Uses = ExpandedSource['tasks'][string]['uses'];

/** A bucket must limit something, and have room for what one job takes. */
export function resolveLimits({ combined, problems, source, tasks }: Resolving): void {
  const add: Add = (path, message, hint) => {
    problems.add('REF_LIMIT', combined.spot(path), message, hint);
  };
  for (const [name, bucket] of Object.entries(source.buckets)) {
    const path = ['buckets', name];
    if (bucket.rate === null && bucket.concurrency === null && bucket.breaker === null) {
      add(
        path,
        `the bucket \`${name}\` limits nothing`,
        'give it a `rate`, a `concurrency`, a `breaker` or several of them',
      );
    } else if (bucket.rate === null && bucket.burst !== null) {
      add([...path, 'burst'], `the bucket \`${name}\` has a burst without a rate`);
    }
  }
  resolveBreakers({ combined, problems, source, tasks });
  for (const [task, { uses }] of tasks) if (uses.length > 0) checkUses(task, uses, source.buckets, add);
}

type Add = (path: Path, message: string, hint?: string) => void;

function checkUses(task: string, uses: Uses, buckets: ExpandedSource['buckets'], add: Add): void {
  for (const [index, { bucket: name, cost }] of uses.entries()) {
    const path = ['tasks', task, 'uses', index];
    const bucket = buckets[name];
    if (uses.findIndex(({ bucket: other }) => other === name) < index) {
      add(path, `\`${task}\` takes from the bucket \`${name}\` twice`, 'write what it takes in all as `cost`');
    } else if (bucket !== undefined && cost > sizeOf(bucket)) {
      const message = `a job of \`${task}\` takes ${cost} from the bucket \`${name}\`, which never has more than ${sizeOf(bucket)}`;
      add(path, message, 'raise `burst` or `concurrency` of the bucket');
    }
  }
}

const WINDOW = { min: 1_000, max: 3_600_000 };

/** A breaker must look at a time that can be counted, and at attempts of somebody. */
function resolveBreakers({
  combined,
  problems,
  source,
  tasks,
}: Pick<Resolving, 'combined' | 'problems' | 'source' | 'tasks'>): void {
  const used = new Set<string>();
  for (const [, { uses }] of tasks) for (const { bucket } of uses) used.add(bucket);
  for (const [name, { breaker }] of Object.entries(source.buckets)) {
    if (breaker === null) continue;
    const path = ['buckets', name, 'breaker'];
    const within = openWhenOf(breaker.openWhen)?.withinMs ?? 0;
    if (within < WINDOW.min || within > WINDOW.max) {
      const message = `the breaker of \`${name}\` cannot look at ${breaker.openWhen.slice(breaker.openWhen.lastIndexOf(' ') + 1)}`;
      const hint = 'write a time from 1s to 1h, as in `50% of 20 in 30s`';
      problems.add('REF_LIMIT', combined.spot([...path, 'openWhen']), message, hint);
    }
    if (!used.has(name)) {
      const message = `no task uses the bucket \`${name}\`, so its breaker never opens`;
      problems.add('REF_BREAKER', combined.spot(path), message, 'name the bucket in `uses` of tasks that call it');
    }
  }
}

/** The most that it ever has room for. */
function sizeOf({ rate, burst, concurrency }: Bucket): number {
  return Math.min(concurrency ?? Infinity, rate === null ? Infinity : rateOf(rate, burst).burst);
}
