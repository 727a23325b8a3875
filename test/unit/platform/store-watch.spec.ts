import assert from 'node:assert/strict';

import type { Engine, StoreCheck } from '../../../src/engine/index.ts';
import { type LogFields, type Logger, silentLogger, SkepError } from '../../../src/foundation/index.ts';
import { StoreWatch } from '../../../src/platform/lookout/store-watch.ts';
import { FakeClock, settle } from '../../support/fake-clock.ts';

const WELL: readonly StoreCheck[] = [{ name: 'connection', status: 'ok', message: 'connected', hint: null }];
const AWAY: readonly StoreCheck[] = [{ name: 'connection', status: 'fail', message: 'ECONNREFUSED', hint: null }];

describe('the watch over the store', () => {
  let clock: FakeClock;
  let answer: () => Promise<readonly StoreCheck[]>;
  let lines: { readonly level: string; readonly fields: LogFields; readonly message: string }[];
  let watch: StoreWatch;

  beforeEach(async () => {
    clock = new FakeClock();
    lines = [];
    answer = () => Promise.resolve(WELL);
    const engine = { health: { check: () => answer() } } as unknown as Engine;
    const at = (level: string) => (fields: LogFields, message: string) => void lines.push({ level, fields, message });
    const logger: Logger = { ...silentLogger, info: at('info'), warn: at('warn'), error: at('error') };
    watch = new StoreWatch({ engine, clock, logger });
    await watch.start();
  });
  afterEach(() => watch.stop());

  const events = (): unknown[] => lines.map(({ fields }) => fields['event']);
  const unreachable = new SkepError('STORE_UNREACHABLE', 'the socket closed');
  const full = new SkepError('STORE_FULL', 'no room on the disk');

  it('says once that it is gone, why, and once that it is back after how long, whatever fails meanwhile', async () => {
    await clock.advance(10_000);
    assert.deepEqual(events(), []);
    answer = () => Promise.resolve(AWAY);
    for (let seconds = 0; seconds < 60; seconds += 1) {
      assert.equal(watch.noticed(unreachable), true, 'the part that met it need not tell');
      await clock.advance(1_000);
    }
    answer = () => Promise.resolve(WELL);
    await clock.advance(30_000);
    assert.deepEqual(events(), ['store.gone', 'store.back']);
    assert.match(lines[0]?.message ?? '', /ECONNREFUSED/);
    const away = Number(lines[1]?.fields['awayMs']);
    assert.ok(away >= 55_000 && away <= 64_000, String(away));
  });

  it('finds a store that says nothing at all by itself: loops wait for it without a word', async () => {
    answer = () => new Promise(() => undefined);
    await clock.advance(20_000);
    assert.deepEqual(events(), ['store.gone']);
    assert.match(lines[0]?.message ?? '', /no answer/);
  });

  it('is back after two looks that went well: one may fall between two calls that wait in the store', async () => {
    answer = () => Promise.resolve(AWAY);
    await clock.advance(10_000);
    let looks = 0;
    answer = () => Promise.resolve((looks += 1) % 2 === 1 ? WELL : AWAY);
    await clock.advance(20_000);
    assert.ok(looks > 5);
    assert.deepEqual(events(), ['store.gone']);
    answer = () => Promise.resolve(WELL);
    await clock.advance(5_000);
    assert.deepEqual(events(), ['store.gone', 'store.back']);
  });

  it('makes nothing of one missed look, nor of errors of a moment', async () => {
    let looks = 0;
    answer = () => Promise.resolve((looks += 1) === 2 ? AWAY : WELL);
    await clock.advance(5_000);
    watch.noticed(unreachable);
    await settle();
    await clock.advance(60_000);
    assert.ok(looks > 20);
    assert.deepEqual(events(), []);
  });

  it('says that a store which answers refuses work, shows it while it does, and that it works again', async () => {
    watch.noticed(full);
    await clock.advance(5_000);
    watch.noticed(full);
    assert.match(watch.checks()[0]?.message ?? '', /no room on the disk/);
    assert.deepEqual(events(), ['store.refuses']);
    await clock.advance(30_000);
    assert.deepEqual(events(), ['store.refuses', 'store.works']);
    assert.deepEqual(watch.checks(), []);
  });

  it('says once that a store works slower than it could', async () => {
    const slow = { name: 'functions', status: 'warn', message: 'refused: too long', hint: null } as const;
    answer = () => Promise.resolve([slow]);
    await clock.advance(20_000);
    assert.deepEqual(events(), ['store.slower']);
    assert.match(lines[0]?.message ?? '', /too long/);
  });

  it('takes errors that go on although all looks are well for a refusal', async () => {
    for (let seconds = 0; seconds < 10; seconds += 1) {
      watch.noticed(unreachable);
      await clock.advance(1_000);
    }
    assert.deepEqual(events(), ['store.refuses']);
    assert.match(lines[0]?.message ?? '', /the socket closed/);
  });

  it('leaves to others what is not of the store', () => {
    assert.equal(watch.noticed(new Error('a fault')), false);
    assert.equal(watch.noticed(new SkepError('INTERNAL', 'a fault')), false);
  });
});
