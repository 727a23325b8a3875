/** Does the work of a task by a program: arguments, environment, and what its end means for the attempt. */
import path from 'node:path';

import { type Executor, fillTemplate, type HandlerContext, traceparentOf, writtenOut } from '../../core/index.ts';
import { type Clock, type Json, MAX_JSON_BYTES, systemClock } from '../../foundation/index.ts';
import { COMMAND_ENV, type TaskSpec } from '../../manifest/index.ts';
import { CommandError } from './command-error.ts';
import { CommandExecution } from './command-execution.ts';
import type { Program } from './process-group.ts';
import { unstarted } from './unstarted.ts';

export type CommandSpec = Pick<TaskSpec, 'cwd' | 'env' | 'exitCodes' | 'result'> & {
  readonly command: readonly string[];
};

/** Where commands run. */
export interface Surroundings {
  /** Folder of the main manifest, absolute. */
  readonly directory: string;
  /** The environment that commands get some of. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

export function commandExecutor(spec: CommandSpec, { directory, env, clock = systemClock }: Surroundings): Executor {
  const cwd = path.resolve(directory, spec.cwd ?? '.');
  const passed = (spec.env ?? COMMAND_ENV).flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const parts = { exitCodes: spec.exitCodes ?? {}, resultMax: spec.result?.maxBytes ?? MAX_JSON_BYTES, clock };
  return {
    // All of it is in the manifest: nothing of it is loaded.
    code: 'command',
    start: (payload: Json, ctx) => {
      ctx.signal.throwIfAborted();
      const [file, ...args] = argumentsOf(spec.command, payload, ctx);
      const program = { file, args, cwd, env: Object.fromEntries([...passed, ...told(ctx)]) };
      try {
        return new CommandExecution(program, payload, ctx, parts);
      } catch (error) {
        return failed(error, program);
      }
    },
  };
}

async function failed(error: unknown, program: Program): Promise<never> {
  throw await unstarted(error, program);
}

/** @throws a wish to be dead, for what no program can be given: another attempt would make the same */
function argumentsOf(command: readonly string[], payload: Json, ctx: HandlerContext): [string, ...string[]] {
  const { id, task, queue } = ctx.job;
  const scope = { payload, job: { id, task, queue, attempt: ctx.attempt } };
  // Nothing is an empty argument, so that those behind it keep their places.
  const [file = '', ...args] = command.map((template) => writtenOut(fillTemplate(template, scope)));
  // Without the value: it may be secret.
  const broken = args.findIndex((text) => text.includes('\0'));
  if (broken < 0) return [file, ...args];
  const text = `the payload puts a NUL into argument ${broken + 1}, which no program can be given`;
  throw ctx.dead(new CommandError('COMMAND_NOT_STARTED', text));
}

function told(ctx: HandlerContext): readonly (readonly [string, string])[] {
  const { id, task, queue } = ctx.job;
  const traceparent = traceparentOf(ctx.span) ?? ctx.job.traceparent;
  return [
    ['SKEP_JOB_ID', id],
    ['SKEP_TASK', task],
    ['SKEP_QUEUE', queue],
    ['SKEP_ATTEMPT', String(ctx.attempt)],
    ['SKEP_IDEMPOTENCY_KEY', ctx.idempotencyKey],
    ...(traceparent === null ? [] : [['TRACEPARENT', traceparent] as const]),
  ];
}
