/** For a program that only enqueues: no span of ours is made, and its jobs belong to the trace of whoever calls. */
import { type JobTracer, noTracer, type Propagation, propagationOf } from '../core/index.ts';
import { activeCarrier } from './active-carrier.ts';

/** @param propagation of the manifest */
export function carryingTracer(propagation: Propagation): JobTracer {
  return {
    ...noTracer,
    enqueue: (about, fn) => fn({ ...activeCarrier(), propagation: propagationOf(propagation, about) }),
    start: (_about, fn) => fn({ ...activeCarrier(), propagation }),
    carrier: activeCarrier,
  };
}
