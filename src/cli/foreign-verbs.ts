/** Verbs of Celery, RQ, Flower and other programs, and those that somebody guesses: which command does it here. */

/** At the top: `skep VERB`. Several commands where it may mean several. */
export const FOREIGN_VERBS: Readonly<Record<string, readonly string[]>> = {
  add: ['skep enqueue TASK'],
  api: ['skep run --only api'],
  beat: ['skep run --only scheduler'],
  call: ['skep enqueue TASK'],
  cancel: ['skep jobs cancel ID'],
  config: ['skep check'],
  control: ['skep workers concurrency ID --to 8', 'skep workers queues ID --add NAME'],
  dashboard: ['skep top', 'skep queues ls', 'skep jobs ls'],
  delay: ['skep enqueue TASK'],
  delete: ['skep jobs rm ID'],
  dev: ['skep run'],
  drain: ['skep run --burst'],
  failed: ['skep dead ls', 'skep errors'],
  flower: ['skep top', 'skep workers ls', 'skep jobs ls'],
  get: ['skep jobs show ID'],
  health: ['skep doctor', 'skep workers ping'],
  info: ['skep queues ls', 'skep workers ls'],
  inspect: ['skep workers show ID', 'skep jobs ls --state running'],
  kill: ['skep jobs cancel ID', 'skep workers stop ID'],
  lint: ['skep check'],
  list: ['skep jobs ls', 'skep queues ls'],
  logs: ['skep jobs show ID'],
  ls: ['skep jobs ls', 'skep queues ls'],
  monitor: ['skep top', 'skep queues ls --watch'],
  multi: ['skep run --only worker', 'skep systemd'],
  pause: ['skep queues pause QUEUE', 'skep workers pause ID', 'skep schedules pause NAME'],
  ping: ['skep workers ping'],
  ps: ['skep workers ls'],
  purge: ['skep jobs cancel --queue QUEUE --state available'],
  push: ['skep enqueue TASK'],
  repair: ['skep doctor --repair'],
  report: ['skep doctor'],
  restart: ['skep reload'],
  result: ['skep jobs wait ID', 'skep jobs show ID'],
  resume: ['skep queues resume QUEUE', 'skep workers resume ID', 'skep schedules resume NAME'],
  retry: ['skep jobs retry ID', 'skep dead retry'],
  revoke: ['skep jobs cancel ID'],
  rm: ['skep jobs rm ID'],
  scheduler: ['skep run --only scheduler'],
  send: ['skep enqueue TASK'],
  serve: ['skep run'],
  server: ['skep run'],
  show: ['skep jobs show ID'],
  start: ['skep run'],
  status: ['skep queues ls', 'skep workers ls', 'skep jobs show ID'],
  stop: ['skep workers stop ID'],
  tail: ['skep jobs ls'],
  trace: ['skep jobs trace ID', 'skep why ID'],
  trigger: ['skep schedules run NAME'],
  validate: ['skep check'],
  verify: ['skep check'],
  wait: ['skep jobs wait ID'],
  worker: ['skep run --only worker', 'skep workers ls'],
};

/** Below a group, `skep jobs VERB`: the verb of that meaning, where the group has it. */
export const FOREIGN_VERBS_OF_GROUPS: Readonly<Record<string, readonly string[]>> = {
  abort: ['cancel', 'stop', 'pause'],
  all: ['ls'],
  clear: ['rm', 'cancel'],
  delete: ['rm', 'cancel'],
  disable: ['pause'],
  enable: ['resume'],
  fire: ['run'],
  follow: ['wait'],
  get: ['show', 'ls'],
  grow: ['concurrency'],
  info: ['show', 'ls'],
  inspect: ['show', 'ls'],
  kill: ['cancel', 'stop'],
  list: ['ls'],
  logs: ['show'],
  purge: ['cancel', 'rm'],
  remove: ['rm', 'cancel'],
  replay: ['retry'],
  requeue: ['retry'],
  restart: ['retry', 'resume'],
  revoke: ['cancel'],
  rerun: ['retry'],
  scale: ['concurrency'],
  shrink: ['concurrency'],
  shutdown: ['stop'],
  start: ['run', 'resume'],
  stats: ['show', 'ls'],
  status: ['show', 'ls'],
  stop: ['pause', 'cancel'],
  trigger: ['run'],
  upcoming: ['next'],
};

/**
 * What a verb that there is not would be here.
 * @param group the command that it was said of, with the verbs that it has; null: none
 * @returns a hint, undefined where nothing of that meaning is known
 */
export function adviceOn(
  verb: string,
  group: { readonly name: string; readonly verbs: readonly string[] } | null,
): string | undefined {
  const said = verb.toLowerCase();
  if (group === null) return listed(Object.hasOwn(FOREIGN_VERBS, said) ? FOREIGN_VERBS[said] : undefined);
  const meant = Object.hasOwn(FOREIGN_VERBS_OF_GROUPS, said) ? FOREIGN_VERBS_OF_GROUPS[said] : undefined;
  const found = meant?.find((one) => group.verbs.includes(one));
  return found === undefined ? undefined : listed([`skep ${group.name} ${found}`]);
}

function listed(commands: readonly string[] | undefined): string | undefined {
  if (commands === undefined) return undefined;
  return `here that is ${commands.map((command) => `\`${command}\``).join(', or ')}`;
}
