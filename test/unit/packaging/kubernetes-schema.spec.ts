/**
 * deploy/kubernetes, held against the schemas of Kubernetes itself. These let keys pass that they do not know, as the server
 * drops them with a warning: a key that no schema asks for is a slip too.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { Service } from 'kubernetes-models/v1/Service';
import { parseAllDocuments } from 'yaml';

const FOLDER = path.join(import.meta.dirname, '../../../deploy/kubernetes');
const KINDS = [ConfigMap, Deployment, HorizontalPodAutoscaler, PodDisruptionBudget, Service];

interface Thing {
  readonly apiVersion: string;
  readonly kind: string;
}

/** A copy that notes by its pointers what nobody has read. */
function watched(value: unknown, unread: Set<string>, at = ''): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, below]): [string, unknown] => {
    unread.add(`${at}/${key}`);
    return [key, watched(below, unread, `${at}/${key}`)];
  });
  const copy: object = Array.isArray(value) ? entries.map(([, below]) => below) : Object.fromEntries(entries);
  return new Proxy(copy, {
    get(target, key): unknown {
      unread.delete(`${at}/${String(key)}`);
      return Reflect.get(target, key);
    },
  });
}

/** @throws AssertionError, or the error of the schema that the thing breaks */
function assertValid(thing: Thing): void {
  const model = KINDS.find(({ apiVersion, kind }) => apiVersion === thing.apiVersion && kind === thing.kind);
  assert.ok(model, `no schema for ${thing.apiVersion} ${thing.kind}`);
  const unread = new Set<string>();
  // Not of a model that is made of it: that would read and copy all of it.
  model.prototype.validate.call(watched(thing, unread));
  assert.deepEqual([...unread], [], `${thing.kind} has no such keys`);
}

describe('deploy/kubernetes, by the schemas of Kubernetes', () => {
  const files = readdirSync(FOLDER).filter((file) => file !== 'kustomization.yaml');
  const thingsOf = (file: string): Thing[] =>
    parseAllDocuments(readFileSync(path.join(FOLDER, file), 'utf8')).map((document) => document.toJS() as Thing);

  for (const file of files) {
    it(`${file} is valid`, () => {
      for (const thing of thingsOf(file)) assertValid(thing);
    });
  }

  it('would not be with a wrong value, nor with a key that does not exist', () => {
    const [worker] = thingsOf('worker.yaml') as [Thing & { spec: Record<string, unknown> }];
    assert.throws(() => assertValid({ ...worker, spec: { ...worker.spec, replicas: 'two' } } as Thing), /replicas/);
    assert.throws(() => assertValid({ ...worker, spec: { ...worker.spec, replica: 2 } } as Thing), /\/spec\/replica/);
  });
});
