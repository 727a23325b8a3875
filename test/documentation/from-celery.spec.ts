/** docs/from-celery.md says that its right-hand side is what the example shop contains: held against the shop's jobs.yaml. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import { parse } from 'yaml';

import { blocksOf, textOf } from './blocks.ts';

const PAGE = 'docs/from-celery.md';
const SHOP = parse(readFileSync(path.join(import.meta.dirname, '../../jobs.yaml'), 'utf8')) as unknown;

/** @returns paths of what `part` says and `whole` does not; an item of a list must be there as it stands */
function beyond(part: unknown, whole: unknown, at = ''): string[] {
  if (Array.isArray(part)) {
    const items = Array.isArray(whole) ? (whole as unknown[]) : [];
    return part.flatMap((item, index) =>
      items.some((one) => isDeepStrictEqual(one, item)) ? [] : [`${at}[${index}] ${JSON.stringify(item)}`],
    );
  }
  if (typeof part !== 'object' || part === null) return isDeepStrictEqual(part, whole) ? [] : [at];
  if (typeof whole !== 'object' || whole === null) return [at];
  return Object.entries(part).flatMap(([key, value]) =>
    beyond(value, (whole as Readonly<Record<string, unknown>>)[key], `${at}/${key}`),
  );
}

describe('from-celery.md: what it shows of a manifest is in the example shop', () => {
  const blocks = blocksOf(PAGE).filter(({ language }) => language === 'yaml');
  for (const { place, text } of blocks) {
    it(place, () => assert.deepEqual(beyond(parse(text), SHOP), []));
  }

  const schedules = [...textOf(PAGE).matchAll(/`([a-z-]+: \{ task: [^`]+ \})`/g)].map(([, text = '']) => text);
  for (const text of schedules) {
    it(text, () => assert.deepEqual(beyond({ schedules: parse(text) as unknown }, SHOP), []));
  }

  it('and would be missed there', () => {
    assert.ok(blocks.length > 5 && schedules.length > 3);
    const [first] = blocks;
    const other = parse(first?.text.replace('emails.send', 'emails.other') ?? '') as unknown;
    assert.equal(beyond(other, SHOP).length, 1);
    assert.deepEqual(beyond({ tasks: { 'users.forget': './x.ts' } }, SHOP), ['/tasks/users.forget']);
  });
});
