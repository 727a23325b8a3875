/** Celery: applications, their settings, tasks and schedules. */
import { annotationsOf, writeSettings, zoneOf } from './celery-configuration.ts';
import { writeBeat, writePeriodic } from './celery-schedules.ts';
import { collectSettings, type Settings } from './celery-settings.ts';
import { type CeleryTask, tasksIn, writeTask } from './celery-tasks.ts';
import { type Outline, manifestName } from './outline.ts';
import type { GivenFile } from './given.ts';
import { readPython } from './python.ts';
import { flagIn, type Value } from './values.ts';

export function importCelery(outline: Outline, files: readonly GivenFile[]): void {
  const programs = files.map(({ name, text }) => ({ file: name, program: readPython(text) }));
  const settings: Settings = new Map();
  for (const { file, program } of programs) collectSettings(program, file, settings);
  const tasks = programs.flatMap(({ file, program }) => tasksIn(program, file));
  outline.defaults['retry'] = outline.policy('once', { maxAttempts: 1 });
  writeSettings(outline, settings);
  const named = new Map(tasks.map((task) => [task.name, task]));
  for (const name of wantedIn(settings))
    if (find(named, name) === undefined) named.set(name, taskByName(name, settings));
  const written = new Map<string, string>();
  for (const task of named.values()) written.set(task.name, writeTask(outline, annotated(task, settings)));
  const beat = {
    outline,
    timezone: zoneOf(outline, settings),
    taskOf: (name: string) => {
      const task = find(named, name) ?? taskByName(name, settings);
      const known = written.get(task.name);
      if (known !== undefined) return { name: known, task: task.definition === null ? undefined : task };
      const file = outline.file;
      written.set(task.name, writeTask(outline, annotated(task, settings)));
      outline.from(file);
      return { name: written.get(task.name) ?? manifestName(name, 'task'), task: undefined };
    },
  };
  for (const file of files) noteCanvas(outline, file);
  const schedule = settings.get('beat_schedule');
  if (schedule) {
    outline.from(schedule.file);
    writeBeat(beat, schedule.value);
  }
  for (const { file, program } of programs) {
    outline.from(file);
    writePeriodic(
      beat,
      program,
      tasks.filter((task) => task.file === file),
    );
  }
}

const CANVAS = /^\s*from\s+celery(?:\.canvas)?\s+import\s.*?\b(?:chain|chord|chunks|group|xmap|xstarmap)\b/;

/** What is put together of tasks is code that was not run; whoever uses it imports it. */
function noteCanvas(outline: Outline, { name, text }: GivenFile): void {
  const line = text.split('\n').findIndex((one) => CANVAS.test(one));
  if (line < 0) return;
  outline.from(name);
  const message =
    'what is put together of tasks is a workflow: under `workflows`, or `chain(sig(…))` of the client (docs/workflows.md)';
  outline.note('check', 'chain, group, chord', message, { line: line + 1 });
}

/** Of `proj.tasks.add` what is called `tasks.add` or `add` in the files at hand. */
function find(tasks: ReadonlyMap<string, CeleryTask>, name: string): CeleryTask | undefined {
  const exact = tasks.get(name);
  if (exact) return exact;
  const alike = [...tasks.values()].filter((task) => name.endsWith(`.${task.name}`) || task.name.endsWith(`.${name}`));
  return alike.length === 1 ? alike[0] : undefined;
}

/** Tasks that settings speak of by their whole names, whose code is not at hand. */
function wantedIn(settings: Settings): readonly string[] {
  const keys = (setting: string): string[] => {
    const value = settings.get(setting)?.value;
    return value?.kind === 'map' ? [...value.entries.keys()] : [];
  };
  return [...keys('task_routes'), ...keys('task_annotations')].filter((name) => /^[\w.]+\.\w+$/.test(name));
}

function taskByName(name: string, settings: Settings): CeleryTask {
  const { file = '', value } =
    settings.get('beat_schedule') ?? settings.get('task_routes') ?? settings.get('task_annotations') ?? {};
  return { name, file, line: value?.line ?? 1, definition: null, options: new Map() };
}

/** With what is said of it elsewhere: its own options stand behind annotations, settings behind both. */
function annotated(task: CeleryTask, settings: Settings): CeleryTask {
  const options = new Map<string, Value>();
  const rate = settings.get('task_default_rate_limit')?.value;
  const ignores = settings.get('task_ignore_result')?.value;
  if (rate) options.set('rate_limit', { ...rate, line: 0 });
  if (flagIn(ignores) === true && ignores) options.set('ignore_result', ignores);
  for (const [option, value] of task.options) options.set(option, value);
  for (const [option, value] of annotationsOf(settings.get('task_annotations'), task.name)) {
    // Its line is one of another file.
    options.set(option, { ...value, line: 0 });
  }
  return { ...task, options };
}
