import assert from 'node:assert/strict';
import path from 'node:path';
import { blocksOf, pages, textOf } from '../documentation/blocks.ts';
import { follow } from './follow.ts';
import { LONG_TEST_MS } from '../support/patience.ts';
import { pack, type Packed } from './package.ts';

describe('the package, outside of this repository', () => {
  let packed: Packed;
  before(async function () {
    this.timeout(LONG_TEST_MS);
    packed = await pack();
  });
  after(() => packed.dispose());

  it('holds a build, the schema and the pages, and nothing of the tests', () => {
    const { files } = packed;
    for (const file of [
      'dist/cli/main.js',
      'dist/index.js',
      'dist/index.d.ts',
      'schemas/manifest.schema.json',
      'jobs.yaml',
      'deploy/kubernetes/kustomization.yaml',
    ]) {
      assert.ok(files.includes(file), file);
    }
    const top = new Set(files.map((file) => file.split('/')[0]));
    const folders = ['deploy', 'dist', 'docs', 'handlers', 'schemas'];
    const pages = ['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md'];
    assert.deepEqual([...top].sort(), [...pages, ...folders, 'jobs.yaml', 'package.json'].sort());
    // Of no use without compose.yaml of the repository.
    assert.ok(!files.includes('deploy/tokens.yaml'));
  });

  it('holds nothing that cannot be built from it', () => {
    assert.deepEqual(
      packed.files.filter((file) => /(^|\/)(Dockerfile|compose\.yaml)$/.test(file)),
      [],
    );
  });

  it('holds every file that its pages link to', () => {
    const broken = pages().flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].flatMap(([, link = '']) => {
        const target = path.posix.join(path.posix.dirname(page), link);
        const there = packed.files.some((file) => file === target || file.startsWith(`${target}/`));
        return there ? [] : [`${page}: ${link}`];
      }),
    );
    assert.deepEqual(broken, []);
  });

  for (const page of ['docs/install.md', 'docs/first-project.md', 'docs/library.md']) {
    it(`does what ${page} says`, () => follow(page, packed));
  }

  it('has pages with something to do in them', () => {
    const steps = blocksOf('docs/first-project.md').filter(({ language }) => language === 'sh');
    assert.ok(steps.length > 5);
  });
});
