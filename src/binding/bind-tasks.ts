/** Puts handlers and compiled schemas to the tasks of a manifest. */
import type { Handler } from '../core/index.ts';
import type { Json, JsonObject } from '../foundation/index.ts';
import { compileSchema, type Manifest, type TaskSpec } from '../manifest/index.ts';
import { handlerKey, type HandlerLoader } from './handler-loader.ts';

/** A violation of a schema: JSON pointer and message. */
interface Violation {
  readonly pointer: string;
  readonly message: string;
}

type Check = (value: Json) => readonly Violation[];
type Schema = JsonObject | boolean | null;

/** The shape of runtime's BoundTask, which this layer may not import. */
export interface TaskBinding {
  readonly spec: TaskSpec;
  readonly handler: Handler;
  readonly checkInput: Check;
  readonly checkOutput: Check;
}

/**
 * @returns by task name
 * @throws SkepError HANDLER_MISSING when a handler cannot be loaded
 */
export async function bindTasks(
  manifest: Manifest,
  loader: Pick<HandlerLoader, 'load'>,
): Promise<Map<string, TaskBinding>> {
  const specs = Object.values(manifest.tasks);
  const handlers = await loader.load(specs.map((spec) => spec.handler));
  const checks = new SchemaChecks();
  const bindings = new Map<string, TaskBinding>();
  for (const spec of specs) {
    const handler = handlers.get(handlerKey(spec.handler));
    if (!handler) continue;
    const checkInput = checks.of(spec.input);
    bindings.set(spec.name, { spec, handler, checkInput, checkOutput: checks.of(spec.output) });
  }
  return bindings;
}

const fine: Check = () => [];

/** Equal schemas are compiled once, and only when the first value comes: ajv needs milliseconds for each. */
class SchemaChecks {
  readonly #compiled = new Map<string, Check>();

  of(schema: Schema): Check {
    if (schema === null || schema === true) return fine;
    let check: Check | undefined;
    return (value) => {
      check ??= this.#compile(schema);
      return check(value);
    };
  }

  #compile(schema: JsonObject | false): Check {
    const text = JSON.stringify(schema);
    const known = this.#compiled.get(text);
    if (known) return known;
    const check = compileSchema(schema);
    this.#compiled.set(text, check);
    return check;
  }
}
