import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../../..');
const PACKAGE = './node_modules/skep/';

describe('the schema line', () => {
  it('of the docs leads to a file of the package, as a project finds it', () => {
    const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { files: string[] };
    for (const page of ['docs/manifest.md', 'README.md']) {
      const lines = readFileSync(path.join(root, page), 'utf8').matchAll(/yaml-language-server: \$schema=([^\s`]+)/g);
      for (const [, target = ''] of lines) {
        assert.ok(target.startsWith(PACKAGE), `${page}: ${target}`);
        const file = target.slice(PACKAGE.length);
        assert.ok(existsSync(path.join(root, file)), file);
        assert.ok(
          files.some((packed) => file === packed || file.startsWith(`${packed}/`)),
          `${file} is not packed`,
        );
      }
    }
    assert.match(readFileSync(path.join(root, 'docs/manifest.md'), 'utf8'), /yaml-language-server/);
  });
});
