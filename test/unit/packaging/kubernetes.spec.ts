/** deploy/kubernetes: what it says of Skep, held against the command line, the manifest, and processes that really run. */
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { createProgram } from '../../../src/cli/cli.ts';
import { STOP_REST_MS } from '../../../src/cli/systemd-unit.ts';
import { PLATFORM_ROLES } from '../../../src/core/index.ts';
import { DEFAULT_TIMINGS } from '../../../src/engine/index.ts';
import type { Manifest } from '../../../src/manifest/index.ts';
import { loadManifest } from '../../../src/platform/index.ts';
import { SkepProcess } from '../../support/skep-process.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const FOLDER = path.join(ROOT, 'deploy/kubernetes');
const ENV = { SKEP_OPS_TOKEN: 't'.repeat(32), SKEP_METRICS_TOKEN: 'm'.repeat(32) };

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
  readonly periodSeconds: number;
  readonly failureThreshold?: number;
}

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly envFrom: readonly { readonly secretRef: { readonly name: string } }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly [Container];
  readonly volumes: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

type Labels = Readonly<Record<string, string>>;

interface Thing {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly selector?: { readonly matchLabels?: Labels } | Labels;
    readonly template?: {
      readonly metadata: { readonly labels: Labels; readonly annotations: Labels };
      readonly spec: Pod;
    };
    readonly ports?: readonly { readonly port: number; readonly targetPort: string }[];
    readonly scaleTargetRef?: { readonly name: string };
  };
}

describe('deploy/kubernetes', () => {
  let things: Thing[];
  let project: string;
  let manifest: Manifest;
  const processes: SkepProcess[] = [];

  before(async () => {
    const { resources } = parse(await readFile(path.join(FOLDER, 'kustomization.yaml'), 'utf8')) as {
      resources: string[];
    };
    const others = (await readdir(FOLDER)).filter((file) => file !== 'kustomization.yaml');
    assert.deepEqual([...resources].sort(), others.sort(), 'kustomization.yaml names every file');
    const texts = await Promise.all(resources.map((file) => readFile(path.join(FOLDER, file), 'utf8')));
    const documents = texts.flatMap((text) => parseAllDocuments(text));
    assert.deepEqual(
      documents.flatMap(({ errors }) => errors),
      [],
    );
    things = documents.map((document) => document.toJS() as Thing);
    // The image, with the folder that the config map becomes.
    project = await mkdtemp(path.join(tmpdir(), 'skep-kubernetes-'));
    for (const name of ['jobs.yaml', 'handlers', 'package.json']) {
      await cp(path.join(ROOT, name), path.join(project, name), { recursive: true });
    }
    await symlink(path.join(ROOT, 'node_modules'), path.join(project, 'node_modules'));
    await mkdir(path.join(project, 'jobs.d'));
    for (const [name, text] of Object.entries(thing('ConfigMap', 'skep-manifest').data ?? {})) {
      await writeFile(path.join(project, 'jobs.d', name), text);
    }
    const loaded = await loadManifest(path.join(project, 'jobs.yaml'), { env: ENV, cwd: project });
    assert.ok(loaded.ok, JSON.stringify(loaded));
    manifest = loaded.manifest;
  });
  after(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    await rm(project, { recursive: true });
  });

  function thing(kind: string, name: string): Thing {
    const found = things.find((one) => one.kind === kind && one.metadata.name === name);
    assert.ok(found, `${kind} ${name}`);
    return found;
  }

  const podOf = (role: string): Pod => {
    const pod = thing('Deployment', `skep-${role}`).spec?.template?.spec;
    assert.ok(pod);
    return pod;
  };
  const portOf = (role: string): number => podOf(role).containers[0].ports[0]?.containerPort ?? 0;

  for (const role of PLATFORM_ROLES) {
    describe(`the ${role}`, () => {
      it('is started by arguments that the command line takes, on ports of the manifest', () => {
        const [first = '', ...rest] = podOf(role).containers[0].args;
        const command = createProgram({ code: undefined }).commands.find((one) => one.name() === first);
        assert.deepEqual(command?.parseOptions([...rest]), { operands: [], unknown: [] });
        assert.deepEqual(command.opts()['only'], [role]);
        assert.equal(portOf(role), role === 'api' ? manifest.admin.port : manifest.health?.port);
      });

      it('has the time that a stop may take, and is given up only after one that hangs', () => {
        const { warmMs, softMs } = manifest.shutdown;
        const pod = podOf(role);
        assert.equal(pod.terminationGracePeriodSeconds * 1_000, warmMs + softMs + STOP_REST_MS);
        const { periodSeconds, failureThreshold = 3 } = pod.containers[0].livenessProbe;
        assert.ok(periodSeconds * failureThreshold * 1_000 >= DEFAULT_TIMINGS.blockedLimitMs);
      });

      it('is one thing in all objects', () => {
        const { spec } = thing('Deployment', `skep-${role}`);
        const labels = { 'app.kubernetes.io/name': 'skep', 'app.kubernetes.io/component': role };
        const selectors = [spec?.selector, thing('PodDisruptionBudget', `skep-${role}`).spec?.selector];
        assert.deepEqual(selectors, [{ matchLabels: labels }, { matchLabels: labels }]);
        assert.deepEqual(spec?.template?.metadata.labels, labels);
        const { volumes, containers } = podOf(role);
        assert.deepEqual(
          containers[0].volumeMounts.map(({ name }) => name),
          volumes.map(({ name }) => name),
        );
        assert.ok(volumes.some(({ configMap }) => configMap?.name === 'skep-manifest'));
        assert.ok(containers[0].volumeMounts.some(({ mountPath }) => mountPath === '/app/jobs.d'));
        assert.deepEqual(containers[0].envFrom, [{ secretRef: { name: 'skep' } }]);
      });

      it('answers its probes, and Prometheus, where its annotations say', async () => {
        const { args, env, livenessProbe, readinessProbe } = podOf(role).containers[0];
        const given = Object.fromEntries(env.map(({ name, value }) => [name, value]));
        const own = new SkepProcess([...args, '--port', '0'], {
          cwd: project,
          env: { ...ENV, ...given, SHOP_DATA: project },
        });
        processes.push(own);
        const line = await own.logged(role === 'api' ? 'admin API listens' : 'health endpoint listens');
        await own.ready();
        for (const { httpGet } of [livenessProbe, readinessProbe]) {
          const { port } = new URL(String(line['url']));
          assert.equal(httpGet.port, 'http');
          assert.equal((await fetch(`http://127.0.0.1:${port}${httpGet.path}`)).status, 200, httpGet.path);
        }
        const annotations = thing('Deployment', `skep-${role}`).spec?.template?.metadata.annotations;
        assert.deepEqual(annotations, { 'prometheus.io/scrape': 'true', 'prometheus.io/port': String(portOf(role)) });
        const authorization = `Bearer ${ENV.SKEP_METRICS_TOKEN}`;
        const metrics = await fetch(new URL('/metrics', String(line['url'])), { headers: { authorization } });
        assert.match(await metrics.text(), /^skep_queue_held\{/m);
        own.signal('SIGTERM');
        assert.equal((await own.ended).code, 0);
      });
    });
  }

  it('has a service for the API, by the name that it takes', () => {
    const service = thing('Service', 'skep-api');
    assert.deepEqual(service.spec?.ports, [{ name: 'http', port: portOf('api'), targetPort: 'http' }]);
    assert.deepEqual(manifest.admin.hosts, [service.metadata.name]);
    const api = thing('Deployment', 'skep-api');
    assert.deepEqual(service.spec.selector, api.spec?.template?.metadata.labels);
  });

  it('scales workers alone, whose number is then nobody else’s business', () => {
    assert.equal(thing('HorizontalPodAutoscaler', 'skep-worker').spec?.scaleTargetRef?.name, 'skep-worker');
    assert.equal(thing('Deployment', 'skep-worker').spec?.replicas, undefined);
  });
});
