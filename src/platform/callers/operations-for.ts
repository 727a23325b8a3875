/** All operations as they are for one caller: what he sees, and that what he changes is written down. */
import os from 'node:os';

import type { Actor } from '../../api/index.ts';
import type { Scope } from '../../core/index.ts';
import { auditedOperations } from './audited-operations.ts';
import type { Journal } from './journal.ts';
import { scopedOperations } from './scoped-operations.ts';
import type { ServedOperations } from '../served.ts';

/** Outermost is what is written down: a change that is beyond what somebody sees is written as refused. */
export function operationsFor<Ops extends ServedOperations>(
  all: Ops,
  actor: Actor,
  { scope, journal }: { readonly scope: Scope | null; readonly journal: Pick<Journal, 'begin' | 'write'> },
): Ops {
  const seen = scope === null ? all : { ...all, ...scopedOperations(all, { scope, name: actor.by }) };
  const applyManifest: ServedOperations['applyManifest'] = (request, by = actor.by) => seen.applyManifest(request, by);
  const named = { ...seen, applyManifest };
  return auditedOperations(named, { actor, journal });
}

/** A program that has the platform, or the platform itself. */
export function processActor(via: 'program' | 'reload'): Actor {
  return { by: `${os.hostname()}:${process.pid}`, via, address: null };
}
