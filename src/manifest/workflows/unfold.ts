/**
 * The short forms of a workflow as steps of one graph. Names of steps say where they stand: `s2-1` is the first of a group that is the
 * second of a chain. What stands first gets the input of the run, what stands behind something gets its result.
 */
import type { RetryPolicy, When } from '../../core/index.ts';
import type { Json } from '../../foundation/index.ts';
import type { Element, Map, TaskStep, WaitStep, WorkflowStep } from '../source.generated.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { Path } from '../yaml/source-file.ts';
import type { GatheredNames, StepSpec, StepWork } from './workflow-spec.ts';

/** As expand leaves it. */
export type WorkflowSource = ExpandedSource['workflows'][string];

/** A step, and where it was written. */
export interface PlacedStep {
  readonly step: StepSpec;
  readonly path: Path;
  /** Under which key the list of a forEach stands; null: it can have none. */
  readonly listKey: 'forEach' | 'over' | null;
}

export interface Unfolded {
  /** As they are written: one may stand before what it needs. */
  readonly steps: readonly PlacedStep[];
  readonly output: Json;
}

/** What a step has before it. */
interface Before {
  readonly needs: readonly string[];
  /** null: nothing. */
  readonly results: GatheredNames | null;
}

const NOTHING: Before = { needs: [], results: null };

export type PolicyOf = (retry: TaskStep['retry']) => RetryPolicy | null;

/** @param path of the workflow. @param policyOf what a step says of retries */
export function unfold(source: WorkflowSource, path: Path, policyOf: PolicyOf): Unfolded {
  const unfolding = new Unfolding(policyOf);
  const last = unfolding.whole(source, path);
  return { steps: unfolding.steps, output: source.output ?? outputOf(last) };
}

function outputOf(results: GatheredNames): Json {
  return typeof results === 'string' ? `\${steps.${results}.result}` : results.map(outputOf);
}

export function whenOf(text: string): When {
  if (text === 'success' || text === 'failure' || text === 'always') return text;
  return text.includes('${') ? { template: text } : { condition: text };
}

type Written = Element | TaskStep | WorkflowStep | WaitStep;
type Single = Extract<Written, { readonly when: string }>;

/** Where a part of a workflow stands: the name of its one step, or what the names of its steps begin with. */
interface At {
  readonly name: string;
  readonly path: Path;
  readonly before: Before;
}

class Unfolding {
  readonly steps: PlacedStep[] = [];
  readonly #policyOf: PolicyOf;

  constructor(policyOf: PolicyOf) {
    this.#policyOf = policyOf;
  }

  /** @returns whose results are its own */
  whole(source: WorkflowSource, path: Path): GatheredNames {
    if ('steps' in source) return this.#graph(source.steps, [...path, 'steps']);
    const at = { name: '', path, before: NOTHING };
    const after =
      'map' in source ? this.#map(source.map, { ...at, name: 'map', path: [...path, 'map'] }) : this.#part(source, at);
    return after.results ?? [];
  }

  #graph(steps: Readonly<Record<string, TaskStep | WorkflowStep | WaitStep>>, path: Path): GatheredNames {
    for (const [name, step] of Object.entries(steps)) {
      const [first] = step.needs;
      const results = step.needs.length === 1 && first !== undefined ? first : step.needs;
      const before = { needs: step.needs, results: first === undefined ? null : results };
      this.#step(step, { name, path: [...path, name], before }, 'forEach');
    }
    return Object.keys(steps).at(-1) ?? [];
  }

  #part(part: Exclude<Element, Single>, at: At): Before {
    if ('chain' in part) return this.#chain(part.chain, { ...at, path: [...at.path, 'chain'] });
    if ('group' in part) return this.#group(part.group, { ...at, path: [...at.path, 'group'] });
    if ('map' in part) return this.#map(part.map, { ...at, path: [...at.path, 'map'] });
    const path = [...at.path, 'chord'];
    const before = this.#group(part.chord.group, { ...at, path: [...path, 'group'] });
    return this.#element(part.chord.then, { name: inside(at.name, 'then'), path: [...path, 'then'], before });
  }

  #element(element: Element, at: At): Before {
    return 'when' in element ? this.#step(element, at) : this.#part(element, at);
  }

  #chain(elements: readonly Element[], { name, path, before }: At): Before {
    let last = before;
    for (const [index, element] of elements.entries()) {
      last = this.#element(element, { name: numbered(name, index), path: [...path, index], before: last });
    }
    return last;
  }

  #group(elements: readonly Element[], { name, path, before }: At): Before {
    const all = elements.map((element, index) =>
      this.#element(element, { name: numbered(name, index), path: [...path, index], before }),
    );
    return { needs: all.flatMap(({ needs }) => needs), results: all.map(({ results }) => results ?? []) };
  }

  #map(map: Map, at: At): Before {
    const { over, ...step } = map;
    return this.#step({ ...step, forEach: over ?? given(at.before) }, at, 'over');
  }

  #step(
    written: Single | TaskStep | WorkflowStep,
    { name, path, before }: At,
    listKey: PlacedStep['listKey'] = null,
  ): Before {
    const { forEach = null, concurrency = null, chunk = null } = written as Partial<TaskStep>;
    const work = this.#work(written, forEach === null ? given(before) : '${item}');
    const { when, onFailure } = written;
    const step: StepSpec = {
      ...{ name, place: placeOf(path), ...before, when: whenOf(when) },
      ...{ forEach, concurrency, chunk, onFailure, work },
    };
    this.steps.push({ step, path, listKey });
    return { needs: [name], results: name };
  }

  /** @param otherwise what it is given where it says nothing */
  #work(written: Single | TaskStep | WorkflowStep, otherwise: Json): StepWork {
    if ('wait' in written) return { kind: 'wait', wait: waitOf(written.wait) };
    if ('workflow' in written) {
      return { kind: 'workflow', workflow: written.workflow, with: written.with ?? otherwise };
    }
    const { task, with: template, retry, timeout, queue, priority } = written;
    return { kind: 'task', task, with: template ?? otherwise, retry: this.#policyOf(retry), timeout, queue, priority };
  }
}

function given({ results }: Before): Json {
  return results === null ? '${input}' : '${results}';
}

function waitOf(wait: WaitStep['wait']): Extract<StepWork, { readonly kind: 'wait' }>['wait'] {
  if ('signal' in wait) return { signal: wait.signal, forMs: wait.timeoutMs, until: null };
  return 'forMs' in wait
    ? { signal: null, forMs: wait.forMs, until: null }
    : { signal: null, forMs: null, until: wait.until };
}

function numbered(name: string, index: number): string {
  return name === '' ? `s${index + 1}` : `${name}-${index + 1}`;
}

function inside(name: string, word: string): string {
  return name === '' ? word : `${name}-${word}`;
}

function placeOf(path: Path): string {
  return path.map((key, at) => (typeof key === 'number' ? `[${key}]` : `${at === 0 ? '' : '.'}${key}`)).join('');
}
