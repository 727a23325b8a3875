/** The options of one job of a call, or what is wrong with them and where. */
import type { EnqueueOptions } from '../../core/index.ts';
import { SkepError, suggestion } from '../../foundation/index.ts';
import type { BoundTask, Generation } from '../../manifest/index.ts';
import { defaultOptions, type JobOptions, readOptions } from './draft.ts';

export interface OptionPlace {
  readonly generation: Generation;
  readonly bound: BoundTask;
  readonly now: number;
  readonly index: number | null;
}

/** @throws REQUEST_INVALID, QUEUE_UNKNOWN */
export function checkedOptions(
  given: EnqueueOptions | undefined,
  { generation, bound, now, index }: OptionPlace,
): JobOptions {
  if (given === undefined) return defaultOptions(bound.spec);
  const where = index === null ? '' : `jobs[${index}].`;
  if (typeof given !== 'object' || (given as unknown) === null || Array.isArray(given)) {
    throw new SkepError('REQUEST_INVALID', `${where}options is not an object`);
  }
  if (saysNothing(given)) return defaultOptions(bound.spec);
  const problems: string[] = [];
  const options = readOptions(given, bound.spec, now, problems);
  if (problems.length > 0) {
    throw new SkepError('REQUEST_INVALID', problems.map((problem) => `${where}options.${problem}`).join('; '), {
      details: { problems, ...(index === null ? {} : { index }) },
    });
  }
  const { queues } = generation.manifest;
  if (options.queue !== null && !Object.hasOwn(queues, options.queue)) {
    const hint = suggestion(options.queue, Object.keys(queues));
    throw new SkepError(
      'QUEUE_UNKNOWN',
      `there is no queue ${JSON.stringify(options.queue)}`,
      hint === undefined ? {} : { hint },
    );
  }
  return options;
}

/** Callers that build their options step by step mostly end with none. */
function saysNothing(options: EnqueueOptions): boolean {
  for (const _key in options) return false;
  return true;
}
