/** Limits that were set at run time: they stand in place of a rule of the manifest until it says something else. */
import type { GateRule } from '../../engine/index.ts';
import type { Store } from './store.ts';

/** The rules have just been written as the manifest has them: those whose own one is still the same are replaced, the others forgotten. */
export function keepOverrides(store: Store): void {
  store.run(`DELETE FROM overrides WHERE NOT EXISTS
    (SELECT 1 FROM gates WHERE gates.name = overrides.name AND gates.rule = overrides.in_place_of)`);
  store.run('UPDATE gates SET rule = o.rule FROM overrides AS o WHERE o.name = gates.name');
}

/** @param rule null: what the manifest says @returns whether there is a rule of that name */
export function overrideRule(store: Store, name: string, rule: GateRule | null): boolean {
  const [standing] = store.get('SELECT rule FROM gates WHERE name = ?', name) ?? [];
  if (typeof standing !== 'string') return false;
  const [own] = store.get('SELECT in_place_of FROM overrides WHERE name = ?', name) ?? [];
  const before = typeof own === 'string' ? own : standing;
  store.run('DELETE FROM overrides WHERE name = ?', name);
  const after = rule === null ? before : JSON.stringify(rule);
  if (rule !== null) store.run('INSERT INTO overrides VALUES (?, ?, ?)', name, after, before);
  store.run('UPDATE gates SET rule = ? WHERE name = ?', after, name);
  return true;
}
