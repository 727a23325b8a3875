/** Whose reads share a look: of all who see the same, and of nobody else. */
import assert from 'node:assert/strict';

import { waitFor } from '../support/wait-for.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { type FakeOptions, TOKENS, token } from './fake-served.ts';
import { ask, closeHouses, house, type House, type Reply } from './http.ts';

const SECRETS = { look: 'viewer-secret-viewer', other: 'other-secret-other', mail: 'mail-secret-mail' };
const tokens: FakeOptions['tokens'] = [
  ...TOKENS,
  token({ name: 'other', secret: SECRETS.other }),
  token({ name: 'mail', secret: SECRETS.mail, queues: ['mail'] }),
];

describe('admin: a look', () => {
  let local: House;
  /** Ends the looks that have begun. */
  let begun: (() => void)[];
  /** Requests that were let in: behind that nothing is waited for but the look. */
  let admitted: number;
  beforeEach(async () => {
    local = await house({ tokens, clock: new FakeClock() }, { readGapMs: 0 });
    begun = [];
    admitted = 0;
    const { served } = local;
    const manifest = served.manifest.bind(served);
    // The guard asks for it, and whoever lets in.
    served.manifest = () => {
      admitted += 0.5;
      return manifest();
    };
    const { operations } = local.served;
    const queues = operations.queues.bind(operations);
    operations.queues = async () => {
      await new Promise<void>((resolve) => begun.push(resolve));
      return queues();
    };
  });
  afterEach(closeHouses);
  const looks = (count: number): Promise<unknown> => waitFor(`${count} looks`, () => begun.length === count);
  const read = (secret: string, path = '/api/queues'): Promise<Reply> => ask(local, `GET ${path}`, { token: secret });

  it('is shared by all who see the same and came before it began, whoever they are', async () => {
    const first = read(SECRETS.look);
    await looks(1);
    const crowd = [SECRETS.look, SECRETS.other, SECRETS.other].map((secret) => read(secret));
    await waitFor('all of them', () => admitted === 4);
    begun[0]?.();
    assert.equal((await first).status, 200);
    await looks(2);
    begun[1]?.();
    const answers = await Promise.all(crowd);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.equal(new Set(answers.map(({ headers }) => headers.get('etag'))).size, 1);
    assert.equal(begun.length, 2);
  });

  it('is not shared with whoever sees less, nor more', async () => {
    const all = read(SECRETS.look);
    await looks(1);
    const some = read(SECRETS.mail);
    await looks(2);
    const root = read('admin-secret-admin');
    await looks(3);
    for (const end of begun) end();
    assert.deepEqual(
      (await Promise.all([all, some, root])).map(({ status }) => status),
      [200, 200, 200],
    );
  });
});
