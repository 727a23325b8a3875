/** What a handler module gives, whichever of the two systems of modules it is written in. */

/** An ES module's export; of a CommonJS module, what `module.exports` holds, or that itself as 'default'. */
export function exportOf(names: Readonly<Record<string, unknown>>, name: string, commonJs: boolean): unknown {
  if (!commonJs) return names[name];
  const exported = names['default'];
  const held = typeof exported === 'object' || typeof exported === 'function' ? exported : null;
  const inner = (held as Record<string, unknown> | null)?.[name];
  return inner ?? (name === 'default' ? exported : undefined);
}
