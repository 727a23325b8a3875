/** Manifests from the files of other programs, which are read and never run. */
import { importBullmq } from './bullmq.ts';
import { importCelery } from './celery.ts';
import { importCrontab } from './crontab.ts';
import { Outline, type Note } from './outline.ts';
import { outlineYaml } from './outline-yaml.ts';
import type { GivenFile, ImportSettings } from './given.ts';
import { type HandlerModule, handlerModules } from './handlers.ts';
import { STAND_IN, yamlText } from './plain-text.ts';
import { importRq } from './rq.ts';
import { importSidekiqCron } from './sidekiq-cron.ts';

export type { HandlerModule } from './handlers.ts';
export type { Note, NoteKind } from './outline.ts';

const SOURCES = {
  celery: importCelery,
  crontab: importCrontab,
  rq: importRq,
  bullmq: importBullmq,
  'sidekiq-cron': importSidekiqCron,
} satisfies Record<string, (outline: Outline, files: readonly GivenFile[], settings: ImportSettings) => void>;

export type ImportSource = keyof typeof SOURCES;

export interface Imported {
  /** The manifest's text, with what is to be said of it as comments. */
  readonly manifest: string;
  readonly notes: readonly Note[];
  /** Modules with the functions that it names. */
  readonly handlers: readonly HandlerModule[];
  readonly counts: {
    readonly tasks: number;
    readonly schedules: number;
    readonly queues: number;
    readonly workflows: number;
  };
}

/**
 * @param files that belong together: settings, tasks, schedules
 * @param name of the project
 * @throws SkepError USAGE for a file that cannot be read at all
 */
export function importFrom(
  source: ImportSource,
  files: readonly GivenFile[],
  { name, ...settings }: ImportSettings & { readonly name: string },
): Imported {
  const outline = new Outline();
  SOURCES[source](outline, files, settings);
  noteUnread(outline, files);
  const { tasks, schedules, queues, workflows } = outline.sections;
  const title = `Made by skep import ${source} of ${files.map((file) => file.name).join(', ')}; yours from now on.`;
  return {
    manifest: outlineYaml(outline, { name, title }),
    notes: withoutRepeats(outline.notes),
    handlers: handlerModules(outline.handlers),
    counts: { tasks: tasks.size, schedules: schedules.size, queues: queues.size, workflows: workflows.size },
  };
}

/** What a person would not see by what was written: files of which nothing was, and characters that are lost. */
function noteUnread(outline: Outline, files: readonly GivenFile[]): void {
  for (const { name, text } of files) {
    outline.from(name);
    if (!outline.isUnderstood(name))
      outline.note('check', 'nothing', 'no task, schedule, queue or setting was found in it');
    if (text.includes(STAND_IN) || yamlText(text) !== text) {
      const message = `${STAND_IN} stands for bytes that are no UTF-8, and for control characters, which YAML cannot have`;
      outline.note('check', 'characters', message);
    }
  }
}

function withoutRepeats(notes: readonly Note[]): readonly Note[] {
  return [...new Map(notes.map((note) => [JSON.stringify(note), note])).values()];
}
