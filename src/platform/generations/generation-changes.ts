/** What a reload has changed, in words for the log. */
import {
  formerNames,
  type Generation,
  isNamed,
  type Manifest,
  NAMED_SECTIONS,
  type NamedSection,
  SECTIONS,
} from '../../manifest/index.ts';
import { isReloaded } from './generation.ts';

/** Names that are told of each kind. */
const SHOWN = 5;

/** Without names of their own: it is told that they differ. */
const WHOLE = SECTIONS.filter((section) => !isNamed(section));

/** @returns as `tasks: greet changed, old removed`, `handlers reloaded: greet`; empty when what differs is not shown */
export function changesOf(now: Generation, next: Generation): readonly string[] {
  const reloaded: string[] = [];
  const former = formerNames('tasks', next.manifest);
  for (const name in next.manifest.tasks) {
    if (Object.hasOwn(former, name)) continue;
    const [before, after] = [now.task(name), next.task(name)];
    if (before !== undefined && before !== after && isReloaded(before, after)) reloaded.push(name);
  }
  return [
    ...manifestChanges(now.manifest, next.manifest),
    ...(reloaded.length === 0 ? [] : [`handlers reloaded: ${listed(reloaded)}`]),
  ];
}

/** The same without what code has changed. */
export function manifestChanges(now: Manifest, next: Manifest): readonly string[] {
  const sections = NAMED_SECTIONS.flatMap((section) => namedChanges(section, now, next));
  const whole = WHOLE.filter((section) => !same(now[section], next[section]));
  return [...sections, ...whole.map((section) => `${section} changed`)];
}

/** Ten thousand entries are gone through in one turn of the event loop: no lists are made of them. */
function namedChanges(section: NamedSection, now: Manifest, next: Manifest): string[] {
  const before: Readonly<Record<string, unknown>> = now[section];
  const after: Readonly<Record<string, unknown>> = next[section];
  const [former, gone] = [formerNames(section, now), formerNames(section, next)];
  const all: string[] = [];
  for (const name in after) {
    if (Object.hasOwn(gone, name)) continue;
    const was = Object.hasOwn(before, name) && !Object.hasOwn(former, name) ? before[name] : undefined;
    if (!same(was, after[name])) all.push(`${name} ${was === undefined ? 'added' : 'changed'}`);
  }
  for (const name in before) {
    if (Object.hasOwn(after, name) && !Object.hasOwn(gone, name)) continue;
    if (!Object.hasOwn(former, name)) all.push(`${name} removed`);
  }
  return all.length === 0 ? [] : [`${section}: ${listed(all)}`];
}

function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return `${texts.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function same(one: unknown, other: unknown): boolean {
  // What a reload leaves as it was is most often the same object.
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}
