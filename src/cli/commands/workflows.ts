import type { Command } from 'commander';
import type { Operations, RunOptions, StartRequest } from '../../api/index.ts';
import { SkepError } from '../../foundation/index.ts';
import type { Manifest } from '../../manifest/index.ts';
import { awaitRun } from '../await-run.ts';
import { type CommandCall, type ExitSlot, onCall } from '../command-call.ts';
import { payloadOf } from '../given-payload.ts';
import { headerOption, listOption, durationOption } from '../options.ts';
import { STARTED, WORKFLOWS, workflowLines } from '../run-layouts.ts';
import { DEFAULT_WAIT } from './enqueue.ts';
import { registerSteering } from './runs.ts';

export function registerWorkflows(program: Command, exit: ExitSlot): void {
  const workflows = program
    .command('workflows')
    .description('work of several steps: look at it, run it, steer its runs');
  onCall(workflows.command('ls').description('list the workflows of the manifest'), exit, async (call) => {
    const asked = await whoKnows(call);
    await call.printer.list(WORKFLOWS, await asked.workflows());
    return undefined;
  });
  registerShow(workflows, exit);
  registerRunOf(workflows, exit);
  registerSteering(workflows, exit);
}

/** Read when it is needed: half of a command's start goes into it. */
const platform = () => import('../../platform/index.ts');

/** Who tells of workflows: a server, or the file. */
type Knowing = Pick<Operations, 'workflows' | 'workflow'>;

/**
 * The running server knows what is in force, which need not be what the file says. Where none runs the file alone says it, and no store has
 * to be there.
 */
async function whoKnows(call: CommandCall): Promise<Knowing> {
  const { options, terminal } = call;
  if (options.server !== undefined) return call.operations();
  const { plannedWorkflow, plannedWorkflows, readManifest } = await platform();
  const manifest = await readManifest({ file: options.file, env: terminal.env, cwd: terminal.cwd }).catch(
    () => undefined,
  );
  if (manifest === undefined || (await isServed(call, manifest))) return call.operations();
  return {
    workflows: async () => plannedWorkflows(manifest),
    workflow: async (name) => plannedWorkflow(manifest, name),
  };
}

async function isServed(call: CommandCall, manifest: Manifest): Promise<boolean> {
  const [{ serverOf }, { tokenOf }] = await Promise.all([import('../connect-by-manifest.ts'), import('../connect.ts')]);
  return (await serverOf(manifest, await tokenOf(call))) !== undefined;
}

function registerShow(workflows: Command, exit: ExitSlot): void {
  const show = workflows.command('show').description('one workflow with its steps').argument('<workflow>');
  show.option('--dot', 'the graph as a text for Graphviz').option('--mermaid', 'the graph as a text for Mermaid');
  onCall<{ dot?: true; mermaid?: true }>(show, exit, async (call, [name = ''], { dot, mermaid }) => {
    if (dot && mermaid) throw new SkepError('USAGE', '--dot and --mermaid exclude each other');
    const workflow = await (await whoKnows(call)).workflow(name);
    if (dot) call.terminal.data(workflow.drawings.dot);
    else if (mermaid) call.terminal.data(workflow.drawings.mermaid);
    else await call.printer.value(workflow, workflowLines(workflow, call.terminal.width));
    return undefined;
  });
}

interface RunFlags {
  readonly input?: string;
  readonly id?: string;
  readonly tag?: readonly string[];
  readonly header?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly wait?: number;
}

function registerRunOf(workflows: Command, exit: ExitSlot): void {
  const command = workflows.command('run').description('start a run of a workflow').argument('<workflow>');
  command
    .option('--input <json>', 'its input: JSON, @file, or - for stdin (default: null)')
    .option('--id <id>', 'own id of the run; one that exists is not started again')
    .option('--tag <names>', 'tags of the run and its jobs, with commas between them', listOption)
    .option('--header <name=value>', 'headers of the run and its jobs; may be given again', headerOption)
    .option(
      '--wait [duration]',
      `wait until it is over (${DEFAULT_WAIT}): exit 7 when it failed, 8 out of time`,
      durationOption,
    );
  onCall<RunFlags>(command, exit, async (call, [workflow = ''], flags) => {
    const input = flags.input === undefined ? null : await payloadOf(call, flags.input);
    const request: StartRequest = { workflow, input, options: optionsOf(flags) };
    const operations = await call.operations({ create: true });
    const started = await operations.startRun(request);
    if (flags.wait !== undefined) return awaitRun(call, started.id, flags.wait);
    await call.printer.item(STARTED, started);
    return undefined;
  });
}

function optionsOf({ id, tag, header }: RunFlags): RunOptions {
  return { ...(id !== undefined && { id }), ...(tag && { tags: tag }), ...(header && { headers: header }) };
}
