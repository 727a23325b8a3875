/** What the log says of a reload. */
import assert from 'node:assert/strict';

import { inline } from '../../../src/core/index.ts';
import type { Generation, Manifest } from '../../../src/manifest/index.ts';
import { changesOf } from '../../../src/platform/generations/generation-changes.ts';

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
const SECTIONS = { ...NAMED, defaults: {}, routes: {}, moved: { tasks: {}, queues: {}, workflows: {} } };
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

  it('says of a name that is a former one by now that it is gone, and nothing of it before or afterwards', () => {
    const workflow = { steps: {} };
    const of = (tasks: object, workflows: object, former: object): Generation =>
      generation({ tasks, workflows, moved: { tasks: former, queues: {}, workflows: former } });
    const was = of({ old: { timeout: 1 } }, { old: workflow }, {});
    const is = of({ now: {}, old: {} }, { now: workflow, old: workflow }, { old: { movedTo: 'now' } });
    assert.deepEqual(changesOf(was, is), [
      'tasks: now added, old removed',
      'workflows: now added, old removed',
      'moved changed',
    ]);
    assert.deepEqual(changesOf(is, was), [
      'tasks: old added, now removed',
      'workflows: old added, now removed',
      'moved changed',
    ]);
    const without = of({ now: {} }, { now: workflow }, {});
    assert.deepEqual([changesOf(is, without), changesOf(without, is)], [['moved changed'], ['moved changed']]);
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
