import assert from 'node:assert/strict';

import { waitFor } from '../support/wait-for.ts';
import { type ReceivedSpan, tracedShop, type TracedShop } from './traced-shop.ts';

describe('x', () => {
  it('y', async () => {
    const shop = await tracedShop('parent');
    const answer = await fetch(`${shop.url}/orders/77`, {
      method: 'POST',
      headers: { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, 'content-type': 'application/json' },
      body: '{}',
    });
    console.log(answer.status, await answer.text());
    await waitFor('x', async () =>
      (await shop.platform.operations.listJobs({ task: 'audit.write', state: ['completed'] })).jobs.some(
        (j) => j.parentId !== null,
      ),
    );
    const r = await shop.stop();
    console.dir(r, { depth: 9 });
  });
});
