/** Breakers over random ways: what each engine has of a circuit is what engine/circuit.ts makes of the same ends. */
import assert from 'node:assert/strict';
import {
  type BreakerRule,
  type Circuit,
  CLOSED,
  circuitRoom,
  judged,
  judgementOf,
  passed,
} from '../../src/engine/index.ts';
import type { Outcome } from '../../src/core/index.ts';
import { newJobs } from '../support/new-job.ts';
import { FAILURE, Hand, type Held, INFO } from './hand.ts';
import { type EngineHarness, scene } from './harness.ts';

const GATE = 'breaker:bucket:partner';
const SEQUENCES = Math.min(20, Number(process.env['SKEP_SEQUENCES'] ?? 3));
const STEPS = 30;
/** Long enough to be one tenth, so that no end falls into the next one, whichever clock reads it. */
const WINDOW_MS = 36_000_000_000_000;
const HOUR_MS = 3_600_000;

const OUTCOMES: readonly Outcome[] = [
  { kind: 'complete', result: null },
  { kind: 'dead', error: FAILURE },
  { kind: 'retry', error: FAILURE, delayMs: HOUR_MS },
  { kind: 'snooze', delayMs: HOUR_MS },
  { kind: 'cancel', error: null },
];

/** Numbers that look random and are the same each time (mulberry32). */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function modelTests(harness: EngineHarness): void {
  describe('breakers agree with the model', () => {
    const at = scene(harness);

    for (let sequence = 1; sequence <= SEQUENCES; sequence += 1) {
      it(`over random way ${sequence}`, async () => {
        const random = dice(sequence);
        const pick = (count: number): number => Math.floor(random() * count);
        const rule: BreakerRule = {
          reason: 'breaker',
          percent: 30 + pick(50),
          of: 2 + pick(5),
          withinMs: WINDOW_MS,
          // It never opens by itself here: a person opens it.
          openForMs: HOUR_MS,
          probes: 1 + pick(3),
        };
        await at.engine.fleet.join(INFO);
        await at.engine.gates.apply({ [GATE]: rule }, { tasks: { call: [{ gate: GATE, cost: 1 }] }, queues: {} });
        const hand = new Hand(at.engine, 'default', 50);
        const running: Held[] = [];
        let model: Circuit = CLOSED;
        let taken = 0;
        let waiting = 0;

        const take = async (): Promise<void> => {
          hand.consumer.poke();
          await hand.consumer.quiet();
          for (; taken < hand.held.length; taken += 1) {
            const held = hand.held[taken];
            if (!held) continue;
            running.push(held);
            model = passed(model);
            waiting -= 1;
          }
        };

        for (let step = 0; step < STEPS; step += 1) {
          const now = await at.engine.now();
          if (random() < 0.4) {
            waiting += 1;
            const room = circuitRoom(model, rule, now);
            await at.engine.jobs.enqueue(newJobs(1, { task: 'call' }));
            const before = taken;
            await take();
            assert.equal(taken - before, Math.min(room, 1), `step ${step}: ${JSON.stringify(model)}`);
          } else if (running.length > 0) {
            const [held] = running.splice(pick(running.length), 1);
            const outcome = OUTCOMES[pick(OUTCOMES.length)] ?? OUTCOMES[0];
            if (!held || !outcome) continue;
            const before = model;
            const { circuits = [] } = await held.end(outcome);
            const judgement = judgementOf(outcome);
            const [change] = circuits;
            // By the instant that the store says, where it says one.
            const then = change?.until ? change.until - rule.openForMs : now;
            model = judged(model, rule, { verdict: judgement, startedAt: held.job.startedAt ?? 0 }, then);
            const turned = model.until === before.until ? [] : [{ gate: GATE, until: model.until || null }];
            assert.deepEqual(circuits, turned, `step ${step}`);
          } else if (model.until > 0) {
            await at.engine.gates.reopen([GATE]);
            model = CLOSED;
            await at.engine.gates.release(100);
            await take();
            assert.equal(waiting, 0, `step ${step}`);
          }
          const [standing] = await at.engine.gates.standing([GATE]);
          const { slices, ...counts } = standing?.circuit ?? CLOSED;
          const { slices: own, ...expected } = model;
          const sum = (all: Circuit['slices']): readonly number[] => [
            all.reduce((total, { good }) => total + good, 0),
            all.reduce((total, { bad }) => total + bad, 0),
          ];
          assert.deepEqual([counts, sum(slices)], [expected, sum(own)], `step ${step}`);
          assert.equal(standing?.held, waiting, `step ${step}`);
        }
      });
    }
  });
}
