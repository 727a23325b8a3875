/** What must not stand in anything that is told of an attempt: the one place that errors, notes and violations pass on their way out. */
import {
  coveredPointer,
  type JobError,
  nameWithoutSecrets,
  type payloadPaths,
  secretsIn,
  withoutSecrets,
  type Outcome,
} from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { SchemaViolation } from '../../manifest/index.ts';

type Paths = ReturnType<typeof payloadPaths>;

/** How an attempt ended. */
interface Ended {
  readonly outcome: Outcome;
  readonly error: JobError | null;
}

export class Discretion {
  readonly #payload: Json;
  readonly #paths: Paths;
  #secrets: readonly string[] | null | undefined;

  private constructor(payload: Json, paths: Paths) {
    this.#payload = payload;
    this.#paths = paths;
  }

  /** @returns null where nothing is to be kept */
  static of(payload: Json, paths: Paths): Discretion | null {
    return paths.length === 0 ? null : new Discretion(payload, paths);
  }

  text(text: string): string {
    return withoutSecrets(text, this.#known());
  }

  #known(): readonly string[] | null {
    if (this.#secrets === undefined) this.#secrets = secretsIn(this.#payload, this.#paths);
    return this.#secrets;
  }

  verdict({ outcome, error }: Ended): Ended {
    return { outcome: this.#outcome(outcome), error: error && this.error(error) };
  }

  #outcome(outcome: Outcome): Outcome {
    if (!('error' in outcome) || outcome.error === null) return outcome;
    return { ...outcome, error: this.error(outcome.error) };
  }

  error(error: JobError): JobError {
    const { name, message, code, stack } = error;
    const secrets = this.#known();
    return {
      name: nameWithoutSecrets(name, secrets),
      message: this.text(message),
      code: code === null ? null : nameWithoutSecrets(code, secrets),
      stack: stack === null ? null : this.text(stack),
    };
  }
}

/** Messages may name keys, which are data where the place is sensitive. */
export function discreet<V extends SchemaViolation>(violations: readonly V[], paths: Paths): readonly V[] {
  if (paths.length === 0) return violations;
  return violations.map((violation) => {
    const pointer = coveredPointer(violation.pointer, paths);
    return pointer === null ? violation : { ...violation, pointer, message: TELLING_NOTHING };
  });
}

const TELLING_NOTHING = 'breaks the schema; more is not told, for it is sensitive';
