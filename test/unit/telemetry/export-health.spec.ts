import assert from 'node:assert/strict';

import { silentLogger } from '../../../src/foundation/index.ts';
import { ExportHealth } from '../../../src/telemetry/export-health.ts';
import { FakeClock } from '../../support/fake-clock.ts';

describe('the health of an export', () => {
  it('is failing while requests fail or the queue is full, for a minute after the last of it, and counts both', async () => {
    const clock = new FakeClock();
    const health = new ExportHealth(silentLogger, clock);
    const failing = (): string => health.failing ?? '';
    assert.equal(failing(), '');
    health.dropped(3);
    assert.match(failing(), /queue is full/);
    health.failed('503');
    health.lost(5);
    assert.equal(failing(), '503');
    health.sent();
    assert.match(failing(), /queue is full/, 'a backend that answers is too slow all the same');
    assert.equal(health.droppedSpans, 8);
    await clock.advance(60_001);
    assert.equal(failing(), '');
  });
});
