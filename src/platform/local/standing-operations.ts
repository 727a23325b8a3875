/** What is asked about holds, pauses of tasks and buckets, straight on an engine. */
import type { EventSink } from '../../core/index.ts';
import type { Engine, NewHold, StandingHold } from '../../engine/index.ts';
import { SkepError, suggestion } from '../../foundation/index.ts';
import type { GenerationSource, TaskSpec } from '../../manifest/index.ts';
import type { HoldRequest, HoldView, PauseRequest, TaskDetailView, TaskView } from '../../api/index.ts';
import { unknownTask } from '../../runtime/index.ts';
import { aroundTask } from './around.ts';
import {
  here,
  holdOfRequest,
  holdView,
  meaningOf,
  pausedTask,
  pauseOf,
  pauseOfTask,
  taskPause,
} from '../views/standing.ts';
import { taskView } from '../views/views.ts';

export interface StandingParts {
  readonly engine: () => Engine;
  readonly generations: GenerationSource;
  readonly events: EventSink;
}

export class StandingOperations {
  readonly #standing: StandingParts;

  constructor(parts: StandingParts) {
    this.#standing = parts;
  }

  async holds(): Promise<readonly HoldView[]> {
    return (await this.#engine.holds.list()).map(holdView);
  }

  async addHold(request: HoldRequest, by?: string | null): Promise<HoldView> {
    const engine = this.#engine;
    const hold = holdOfRequest(request, by ?? here(), await engine.now());
    await this.#refuseManifests(hold);
    return holdView(await this.#put(hold));
  }

  async removeHold(name: string, by?: string | null): Promise<HoldView> {
    await this.#refuseManifests({ reason: 'hold', name });
    const ended = await this.#end({ reason: 'hold', name }, by);
    if (ended !== null) return holdView(ended);
    const names = (await this.#engine.holds.list()).filter(({ reason }) => reason === 'hold').map((hold) => hold.name);
    const task = pausedTask(name);
    const hint =
      task === null
        ? (suggestion(name, names) ?? '`skep hold ls` shows those that stand')
        : `a pause of a task is ended by \`skep tasks resume ${task}\``;
    throw new SkepError('HOLD_UNKNOWN', `no hold ${name} stands`, { hint });
  }

  async tasks(): Promise<readonly TaskView[]> {
    const standing = await this.#pauses();
    const specs = Object.values(this.#standing.generations.current().manifest.tasks);
    return specs.map((spec) => taskView(spec, pauseOf(spec.name, standing)));
  }

  async task(name: string): Promise<TaskDetailView> {
    const { manifest } = this.#standing.generations.current();
    const spec = this.#spec(name);
    return {
      ...taskView(spec, pauseOf(name, await this.#pauses())),
      ...(await aroundTask(spec, manifest, this.#standing.engine)),
    };
  }

  #spec(name: string): TaskSpec {
    const { manifest } = this.#standing.generations.current();
    const spec = Object.hasOwn(manifest.tasks, name) ? manifest.tasks[name] : undefined;
    if (spec === undefined) throw unknownTask(name, manifest);
    return spec;
  }

  async pauseTask(name: string, paused: boolean, why: PauseRequest = {}, by?: string | null): Promise<TaskView> {
    const spec = this.#spec(name);
    const about = { by: by ?? here(), now: await this.#engine.now() };
    if (paused) await this.#put(pauseOfTask(name, why, about));
    else await this.#end(taskPause(name), by);
    return taskView(spec, pauseOf(name, await this.#pauses()));
  }

  get #engine(): Engine {
    return this.#standing.engine();
  }

  /** What is known of tasks is told though the store is away. */
  async #pauses(): Promise<readonly StandingHold[]> {
    try {
      return await this.#engine.holds.list();
    } catch (error) {
      if (error instanceof SkepError && error.kind === 'unavailable') return [];
      throw error;
    }
  }

  async #put(hold: NewHold): Promise<StandingHold> {
    const standing = await this.#engine.holds.put(hold);
    const { name, task, queue, until, text, by } = standing;
    this.#standing.events.emit({
      type: 'hold.set',
      hold: name,
      means: meaningOf(standing),
      task,
      queue,
      until,
      reason: text,
      by: by ?? here(),
    });
    return standing;
  }

  async #end({ reason, name }: Pick<NewHold, 'reason' | 'name'>, by?: string | null): Promise<StandingHold | null> {
    const ended = await this.#engine.holds.end(reason, name);
    if (ended === null) return null;
    const { task, queue } = ended;
    this.#standing.events.emit({ type: 'hold.removed', hold: name, task, queue, by: by ?? here() });
    return ended;
  }

  /** A start or a reload would bring it back. */
  async #refuseManifests({ reason, name }: Pick<NewHold, 'reason' | 'name'>): Promise<void> {
    const standing = await this.#engine.holds.list();
    const own = standing.find((hold) => hold.reason === reason && hold.name === name);
    if (own?.manifest !== true) return;
    throw new SkepError('STATE_CONFLICT', `the hold ${name} is the manifest's`, {
      hint: 'change it there and reload, or give yours another name',
    });
  }
}
