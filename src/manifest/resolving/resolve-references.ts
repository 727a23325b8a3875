import { suggestion } from '../../foundation/index.ts';
import type { Reference } from '../expanding/expand.ts';
import { nameByNow } from './former-names.ts';
import type { Resolving } from './resolving.ts';
import { otherSection } from '../other-section.ts';
import { entryKind } from '../sections.ts';

/** Each suggestion looks at every name: not for thousands of slips, of which nobody reads the last. */
const MAX_SUGGESTIONS = 200;

/** Every name that is used must be declared. */
export function resolveReferences(context: Resolving): void {
  for (const reference of context.references) check(context, reference);
}

function check(context: Resolving, { section, name, path }: Reference): void {
  const { combined, problems } = context;
  const { code, word, builtIn = [] } = entryKind(section);
  if (code === undefined) throw new Error(`the schema refers to ${section}, which has no code for that`);
  if (builtIn.includes(name) || combined.declares(section, name)) return;
  const names = problems.count < MAX_SUGGESTIONS ? [...combined.names(section), ...builtIn] : [];
  const hint =
    nameByNow(context, section, name) ??
    otherSection(section, name, (other) => combined.declares(other, name)) ??
    suggestion(name, names, `declare it under \`${section}\``);
  problems.add(code, combined.spot(path), `there is no ${word} \`${name}\``, hint);
}
