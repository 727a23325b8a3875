/** What a reload has changed, in words for the log. */
import {
  type Generation,
  isNamed,
  type Manifest,
  NAMED_SECTIONS,
  type NamedSection,
  SECTIONS,
} from '../manifest/index.ts';
import { isReloaded } from './generation.ts';

/** Names that are told of each kind. */
const SHOWN = 5;

/** Without names of their own: it is told that they differ. */
const WHOLE = SECTIONS.filter((section) => !isNamed(section));

/** @returns as `tasks: greet changed, old removed`, `handlers reloaded: greet`; empty when what differs is not shown */
export function changesOf(now: Generation, next: Generation): readonly string[] {
  const reloaded = Object.keys(next.manifest.tasks).filter((name) => {
    const before = now.task(name);
    return before !== undefined && isReloaded(before, next.task(name));
  });
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

function namedChanges(section: NamedSection, now: Manifest, next: Manifest): string[] {
  const [before, after] = [
    new Map<string, unknown>(Object.entries(now[section])),
    new Map(Object.entries(next[section])),
  ];
  const told = [...after]
    .filter(([name, spec]) => !same(before.get(name), spec))
    .map(([name]) => `${name} ${before.has(name) ? 'changed' : 'added'}`);
  const removed = [...before.keys()].filter((name) => !after.has(name)).map((name) => `${name} removed`);
  const all = [...told, ...removed];
  return all.length === 0 ? [] : [`${section}: ${listed(all)}`];
}

function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return `${texts.slice(0, SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
