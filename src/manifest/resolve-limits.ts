import { rateOf } from './normalize-limits.ts';
import type { ExpandedSource } from './expand.ts';
import type { Resolving } from './resolving.ts';
import type { Path } from './source-file.ts';

type Bucket = ExpandedSource['buckets'][string];

/** A bucket must limit something, and have room for what one job takes. */
export function resolveLimits({ combined, problems, source }: Resolving): void {
  const add = (path: Path, message: string, hint?: string): void => {
    problems.add('REF_LIMIT', combined.spot(path), message, hint);
  };
  for (const [name, bucket] of Object.entries(source.buckets)) {
    const path = ['buckets', name];
    if (bucket.rate === null && bucket.concurrency === null) {
      add(path, `the bucket \`${name}\` limits nothing`, 'give it a `rate`, a `concurrency` or both');
    } else if (bucket.rate === null && bucket.burst !== null) {
      add([...path, 'burst'], `the bucket \`${name}\` has a burst without a rate`);
    }
  }
  for (const [task, { uses }] of Object.entries(source.tasks)) {
    for (const [index, { bucket: name, cost }] of uses.entries()) {
      const path = ['tasks', task, 'uses', index];
      const bucket = source.buckets[name];
      if (uses.findIndex(({ bucket: other }) => other === name) < index) {
        add(path, `\`${task}\` takes from the bucket \`${name}\` twice`, 'write what it takes in all as `cost`');
      } else if (bucket !== undefined && cost > sizeOf(bucket)) {
        const message = `a job of \`${task}\` takes ${cost} from the bucket \`${name}\`, which never has more than ${sizeOf(bucket)}`;
        add(path, message, 'raise `burst` or `concurrency` of the bucket');
      }
    }
  }
}

/** The most that it ever has room for. */
function sizeOf({ rate, burst, concurrency }: Bucket): number {
  return Math.min(concurrency ?? Infinity, rate === null ? Infinity : rateOf(rate, burst).burst);
}
