/** Every code that a diagnostic of a manifest may carry. docs/manifest.md lists this table. */
interface CodeEntry {
  readonly severity: 'error' | 'warning';
  /** One sentence: when it is given. */
  readonly summary: string;
}

const error = (summary: string): CodeEntry => ({ severity: 'error', summary });
const warning = (summary: string): CodeEntry => ({ severity: 'warning', summary });

export const DIAGNOSTIC_CODES = {
  YAML_UNREADABLE: error('The file cannot be read: missing, no rights, a folder, a pipe, or over 4 MiB.'),
  YAML_ENCODING: error('The bytes are not UTF-8.'),
  YAML_CHARACTER: error('A control character, NUL or half of a surrogate pair is in the text or in a value.'),
  YAML_EMPTY: error('The file holds no data.'),
  YAML_SYNTAX: error('The text is not YAML 1.2.'),
  YAML_DOCUMENTS: error('The file holds more than one document.'),
  YAML_DIRECTIVE: error('A directive other than `%YAML 1.2`.'),
  YAML_TAG: error('A tag that is not of the YAML 1.2 core schema.'),
  YAML_KEY: error('A key that is no plain text: a list, a mapping, null, `__proto__` or the merge key `<<`.'),
  YAML_DUPLICATE_KEY: error('A key is twice in one mapping.'),
  YAML_ALIAS: error('An alias without its anchor, one that holds itself, or more aliases than allowed.'),
  YAML_NUMBER: error('NaN, infinity, or a whole number too large to be kept exactly.'),
  YAML_DEPTH: error('Values are nested deeper than allowed.'),
  SCHEMA_UNKNOWN_KEY: error('A key that the manifest does not know.'),
  SCHEMA_MISSING_KEY: error('A required key is missing.'),
  SCHEMA_TYPE: error('A value of the wrong type.'),
  SCHEMA_VALUE: error('A value that is not one of those allowed.'),
  SCHEMA_FORM: error('Text that does not have the required form.'),
  SCHEMA_RANGE: error('A number, list, text or duration outside of its limits.'),
  SCHEMA_NAME: error('A name that breaks the rule for names.'),
  SCHEMA_CHOICE: error('None, or more than one, of several keys that exclude each other.'),
  SCHEMA_MORE: error('There are more problems than are listed.'),
  ENV_UNSET: error('A variable of the environment is not set and has no default.'),
  ENV_SYNTAX: error('`${…}` that is no well-formed reference to a variable.'),
  ENV_EXPRESSION: error('An expression (`${job…}`, `${body…}`) where no template is allowed.'),
  REF_ENGINE_URL: error('An address of Redis that cannot be one.'),
  REF_NAME_MISSING: warning('A manifest without a name on Redis, where others may have none either.'),
  REF_INCLUDE: error(
    "An included file is missing, no regular file, or outside of the manifest's folder, or files include each other.",
  ),
  REF_DUPLICATE: error('A name or section is declared in two files.'),
  REF_QUEUE: error('A queue that is not declared.'),
  REF_TASK: error('A task that is not declared.'),
  REF_POLICY: error('A retry policy that is not declared.'),
  REF_BASE: error('A base that is not declared.'),
  REF_BASE_LOOP: error('Bases that extend each other, or more than 100 of them behind one task.'),
  REF_BUCKET: error('A bucket that is not declared.'),
  REF_BROKER: error('A broker that is not declared, or is not said where the manifest has none or several.'),
  REF_WORKFLOW: error('A workflow that is not declared.'),
  REF_WORKFLOW_LOOP: error('Steps that need each other, or workflows that begin each other.'),
  REF_STEP: error('A step that is needed or read and is not there, or is not over when it is read.'),
  REF_STEP_FORM: error(
    'What a step cannot be: keys that do not go together, a task that encrypts, an end that is no instant, too many of them.',
  ),
  REF_STEP_UNIQUE: warning(
    'A step of a task with `unique`, `debounce` or `throttle`: its jobs have no key, and each run does the step.',
  ),
  REF_WHEN: error('A condition of a step that cannot be read, or that never holds.'),
  REF_LIMIT: error(
    'A bucket that limits nothing, that a task takes from twice, or that is smaller than what one job takes; a key of a limit that no payload can have.',
  ),
  REF_HOLD: error(
    'A hold that says not whom it means, whose pattern or condition cannot be read, or whose end is no instant.',
  ),
  REF_HOLD_IDLE: warning('A hold that has ended, or whose pattern no task of the manifest comes to.'),
  REF_SAMPLE: error('A share of traces by a pattern of tasks that cannot be read.'),
  REF_SAMPLE_IDLE: warning('A share of traces by a name or pattern that no task of the manifest comes to.'),
  REF_ALERT: error(
    'An alert with no condition or more than one, keys that do not go with it, a pattern that cannot be read, an end that is no instant, or somebody who cannot be told.',
  ),
  REF_ALERT_IDLE: warning('An alert whose pattern nothing of the manifest comes to, or whose silence has ended.'),
  REF_COLLECT: error(
    '`collect` on a task that cannot collect, that never has as many jobs at once, or by a key that no payload can have.',
  ),
  REF_RESOURCE: error('A resource that is not declared.'),
  REF_ROUTE_PATTERN: error('A task route whose pattern cannot be read.'),
  REF_ROUTE_WHERE: error('A condition of a task route that cannot be read.'),
  REF_FAIRNESS: error(
    'A task with `fairness` whose queue is not of `order: fair`, or by a key that no payload can have.',
  ),
  REF_FAIRNESS_UNUSED: warning('A queue of `order: fair` to which no task with `fairness` comes.'),
  REF_PREFETCH: warning(
    'A queue with `prefetch` whose jobs that wait in a process cost others their turn: of `order: fair`, or with `globalConcurrency`.',
  ),
  REF_ROUTE_UNREACHABLE: error('A route that an earlier one covers, so that it is never reached.'),
  REF_ROUTE_UNUSED: warning('A task route that matches no task.'),
  REF_ROUTE_CLASH: error('Two HTTP routes with the same method and path.'),
  REF_ROUTE_RESERVED: error("An HTTP route that would hide the admin server's own paths."),
  REF_ROUTE_GET: warning('An HTTP route that makes a job of a GET.'),
  REF_ROUTE_OF: error('An HTTP route that shows jobs of tasks that are not declared, or is public and names none.'),
  REF_AFTER: warning('Work beside an answer that runs inline, of a task with retries, hooks or a limit above 30s.'),
  REF_WITH: error("A template of a payload that can never be what its task's input schema takes."),
  REF_TEMPLATE: error('A template with an expression that cannot be read or names nothing.'),
  REF_CRON: error('A cron expression that is wrong, refused, or never fires.'),
  REF_CRON_AMBIGUOUS: warning('A cron expression that may not mean what it seems to.'),
  REF_SCHEDULE: error(
    'A schedule whose instants or days cannot be read, whose keys contradict each other, or that never fires within its bounds.',
  ),
  REF_TIMEZONE: error('A time zone that is not known.'),
  REF_TIMEOUT: error('A soft time limit that is not below the hard one.'),
  REF_EXECUTOR: error('An executor or limits that a task cannot have, or memory that no Node process makes do with.'),
  REF_SHUTDOWN: error('`shutdown` and `defaults.shutdownTimeout` at once.'),
  REF_HANDLER: error('A module of a handler or resource that is missing, outside of the folder, or cannot be loaded.'),
  REF_HANDLER_LOAD: error(
    'A module of a handler or resource that throws, ends the process or waits for ever when it is run, or whose export is no function.',
  ),
  REF_EXPORT: error('A module of a handler or resource that lacks an export that is needed.'),
  REF_HOOK: error(
    'A hook that is there twice, a webhook whose address or header cannot be, or a hook that enqueues a task that encrypts.',
  ),
  REF_DEAD_TO: error(
    'A `deadTo` that leads back to the queue of the task itself, or whose letter would need what is encrypted.',
  ),
  REF_REQUEST: error(
    'A `request` that cannot be sent: an address that is none or not public, a header of its own making, a body where none goes.',
  ),
  REF_PUBLISH: error(
    'A `publish` or `deadLetter` that leads nowhere or back to its own source, a header of its own making, or a key with `publish` that cannot be.',
  ),
  REF_COMMAND: error(
    'A `command` that cannot run, or a key that goes with it in the wrong place: no program, one that a payload names, an exit code that cannot be, a variable that is set anyway, resources.',
  ),
  REF_PROGRAM: warning('The program or the folder of a `command` is not there on this machine.'),
  REF_SCHEMA: error('An input or output schema that cannot be used.'),
  REF_PAYLOAD: error("A schedule's payload that breaks its task's input schema."),
  REF_FOREIGN: error('`foreign` on an engine that is not Redis.'),
  REF_ADMIN_OPEN: error('A host of `admin` or `health` other than loopback without tokens.'),
  REF_TOKEN: error(
    'A token with a secret that is none, an end that is none, a secret used twice, or a name used twice for what is not one token before and after a change.',
  ),
  REF_TOKEN_ENDED: warning('A token that has expired: nobody gets in with it.'),
  REF_SCOPE: error('A pattern of `queues` or `tasks` of a token or role that is none.'),
  REF_SCOPE_IDLE: warning('A pattern of `queues` or `tasks` of a token or role that nothing in the manifest comes to.'),
  REF_SESSION: error('A secret of `admin.session` that is too short.'),
  REF_OIDC: error('A part of `admin.oidc` that would let the wrong people in, or nobody.'),
  REF_PROXY: error('An entry of `admin.proxies` that is no IP address and no network.'),
  REF_SENSITIVE: error("A sensitive path that the task's input or output schema has no place for."),
  REF_EXPOSED: warning('A sensitive or encrypted value in an argument of a command or the address of a request.'),
  REF_KEY: error('A key that is no key of 32 bytes, is not there, or a task that encrypts without one.'),
  REF_UPCAST: error('A version of a payload that no upcast leads to, or an upcast that leads nowhere.'),
  REF_UNIQUE: error(
    'Two of `unique`, `debounce` and `throttle`, a key that the input schema has no place for, a `max` below its `wait`, or a payload that is encrypted and would be replaced.',
  ),
  REF_UNIQUE_SHORT: warning('A `for` of a key that may be over while its job is still being retried.'),
  REF_TEST: error(
    'A test that cannot pass or says nothing: a name that another has, a payload that its task refuses, a task that is not there, nothing expected.',
  ),
  REF_SIZE: error('A size of nothing, or larger than what can be kept.'),
  REF_BREAKER: warning('A breaker of a bucket that no task uses.'),
  REF_RESULT: error('A size, a time or a reader of results that are not stored.'),
  REF_DURATION: error('A duration too long to be kept.'),
  REF_ENGINE_CHANGED: error('A reload with another engine or name, which only a restart can change.'),
  REF_MOVED: error('A former name in `moved` that is declared.'),
  REF_PROBATION: error('`revertIf` without `probation`.'),
  LIVE_TASK: error('A reload that takes away a task of which jobs wait or run.'),
  LIVE_QUEUE: error('A reload that takes away a queue in which jobs wait or run.'),
  LIVE_WORKFLOW: error('A reload that takes away a workflow of which runs are under way.'),
  LIVE_PAYLOADS: error('A reload whose schema of `input` rejects payloads that wait.'),
  LIVE_VERSIONS: error('A reload whose task has another `version` than payloads that wait, and no upcast leads to it.'),
  LIVE_UNFIT: error('A revision that is in force for all processes, and cannot run in this one.'),
  REF_RELOAD_FAILED: error('A reload that failed for a reason outside of the manifest.'),
} as const satisfies Record<string, CodeEntry>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
