/** A name that stands where another section is meant: that of a workflow as a task, or the other way round. */
import type { NamedSection } from './sections.ts';

/**
 * @param declares whether a section has an entry of that name
 * @returns a hint; undefined where the other section has no such name either
 */
export function otherSection(
  section: NamedSection,
  name: string,
  declares: (section: NamedSection, name: string) => boolean,
): string | undefined {
  if (section === 'tasks' && declares('workflows', name)) {
    return `\`${name}\` is a workflow: schedules, HTTP routes and steps begin one with \`workflow: ${name}\``;
  }
  if (section !== 'workflows' || !declares('tasks', name)) return undefined;
  return `\`${name}\` is a task: write \`task: ${name}\``;
}
