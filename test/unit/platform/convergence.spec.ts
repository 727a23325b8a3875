import { strict as assert } from 'node:assert';

import { DEFAULT_TIMINGS, type Engine } from '../../../src/engine/index.ts';
import { SqliteEngine } from '../../../src/engines/sqlite/index.ts';
import { newId, systemClock } from '../../../src/foundation/index.ts';
import { loadManifestTexts, type Manifest, textsOf } from '../../../src/manifest/index.ts';
import { Convergence } from '../../../src/platform/revisions/convergence.ts';
import { packed } from '../../../src/platform/revisions/revision-text.ts';
import { generationOf } from '../runtime/parts.ts';

describe('platform: files that a revision replaced, when a process begins', () => {
  let engine: Engine;

  beforeEach(async () => {
    engine = new SqliteEngine({ path: ':memory:', timings: DEFAULT_TIMINGS, clock: systemClock, newId });
    await engine.open();
  });
  afterEach(() => engine.close());

  async function manifestOf(text: string): Promise<Manifest> {
    const loaded = await loadManifestTexts([{ path: 'jobs.yaml', text }], { env: {}, file: '/skep/jobs.yaml' });
    if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
    return loaded.manifest;
  }

  function convergenceOf(manifest: Manifest): Convergence {
    const generation = { ...generationOf({}), manifest };
    const generations = { current: () => generation, renumber: () => undefined };
    const build = (): never => {
      throw new Error('nothing is read');
    };
    return new Convergence({ engine, generations, build, open: () => true });
  }

  async function record(manifest: Manifest, hash: string, cause: 'file' | 'apply'): Promise<void> {
    const body = await packed({ files: textsOf(manifest), handlers: {} });
    await engine.revisions.record({ hash, by: 'ann', cause, message: null, of: null, body });
  }

  it('are known again by their texts, for another version of Skep has another name for them', async () => {
    const [before, decided, news] = await Promise.all(
      ['before', 'decided', 'news'].map((name) => manifestOf(`version: 1\nname: ${name}\n`)),
    );
    assert.ok(before && decided && news);
    await record(before, 'as an older version calls it', 'file');
    await record(decided, 'likewise', 'apply');
    const [head] = await engine.revisions.list(1);
    assert.ok(head);
    assert.equal(await convergenceOf(before).replaces(head), 1);
    assert.equal(await convergenceOf(decided).replaces(head), 2);
    assert.equal(await convergenceOf(news).replaces(head), null);
  });
});
