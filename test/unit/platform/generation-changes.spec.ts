/** What the log says of a reload. */
import assert from 'node:assert/strict';

import { inline } from '../../../src/core/index.ts';
import type { Generation, Manifest } from '../../../src/manifest/index.ts';
import { changesOf } from '../../../src/platform/generation-changes.ts';

const NAMED = {
  queues: {},
  buckets: {},
  alerts: {},
  brokers: {},
  sources: {},
  holds: {},
  retryPolicies: {},
  bases: {},
  resources: {},
  tasks: {},
  workflows: {},
  schedules: {},
};
const SECTIONS = { ...NAMED, defaults: {}, routes: {} };
const shown = new Map<string, () => void>();

/** @param handlers instead of the one that a task of that name always has here */
function generation(sections: object, handlers: Readonly<Record<string, () => void>> = {}): Generation {
  const manifest = { ...SECTIONS, ...sections } as unknown as Manifest;
  const handlerOf = (name: string): (() => void) => {
    if (!shown.has(name)) shown.set(name, () => undefined);
    return handlers[name] ?? shown.get(name)!;
  };
  const task = (name: string) =>
    name in manifest.tasks
      ? { executor: inline(handlerOf(name)), upcasts: new Map(), resources: [], hooks: null }
      : undefined;
  return { manifest, revision: 1, task } as unknown as Generation;
}

describe('what a reload has changed', () => {
  const tasks = { greet: { timeout: 1 }, old: {} };

  it('is told by name, each kind for itself', () => {
    const now = generation({ tasks, queues: { a: { concurrency: 1 } }, admin: { port: 1 } });
    const next = generation({
      ...{ tasks: { greet: { timeout: 2 }, fresh: {} }, queues: { a: { concurrency: 1 } } },
      ...{ schedules: { tick: {} }, admin: { port: 2 } },
    });
    assert.deepEqual(changesOf(now, next), [
      'tasks: greet changed, fresh added, old removed',
      'schedules: tick added',
      'admin changed',
    ]);
  });

  it('names the tasks whose handler is another, with the manifest as it was', () => {
    assert.deepEqual(changesOf(generation({ tasks }), generation({ tasks }, { old: () => undefined })), [
      'handlers reloaded: old',
    ]);
    assert.deepEqual(changesOf(generation({ tasks }), generation({ tasks })), []);
  });

  it('is bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`t${at}`, {}]));
    const [told] = changesOf(generation({}), generation({ tasks: many }));
    assert.equal(told, 'tasks: t0 added, t1 added, t2 added, t3 added, t4 added and 7 more');
  });
});
