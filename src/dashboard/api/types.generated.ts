/* Written by `npm run generate` from the document of /openapi.json. */

export interface Endpoints {
  'GET /healthz': {
    params: {};
    query: {};
    answer: {
      status: 'ok';
      name: string;
      version: string;
      /**
       * SHA-256 of the manifest's absolute path: tells a CLI whether this server is that of its file
       */
      manifest: string;
    };
  };
  'GET /readyz': {
    params: {};
    query: {};
    answer: Readiness;
  };
  'GET /openapi.json': {
    params: {};
    query: {};
    answer: {};
  };
  'GET /api-docs': {
    params: {};
    query: {};
    answer: null;
  };
  'GET /api-docs.css': {
    params: {};
    query: {};
    answer: null;
  };
  'GET /': {
    params: {};
    query: {};
    answer: {
      name: string;
      version: string;
      links: {
        [k: string]: string | undefined;
      };
      /**
       * How the pages for people are set up; null: there are none
       */
      dashboard: {
        title: string;
        traceUrl: string | null;
      } | null;
    };
  };
  'GET /metrics': {
    params: {};
    query: {};
    answer: null;
  };
  'GET /api/session': {
    params: {};
    query: {};
    answer: Session;
  };
  'POST /api/session': {
    params: {};
    query: {};
    /**
     * { "token": … }
     */
    body: {
      /**
       * One of admin.tokens
       */
      token: string;
    };
    answer: Session;
  };
  'DELETE /api/session': {
    params: {};
    query: {};
    answer: null;
  };
  'GET /api/session/oidc': {
    params: {};
    query: {
      /**
       * Path to go to afterwards; `/` if not said
       */
      to?: string;
    };
    answer: null;
  };
  'GET /api/session/oidc/callback': {
    params: {};
    query: {
      /**
       * Of the provider
       */
      code?: string;
      /**
       * Of the provider
       */
      state?: string;
      /**
       * Of the provider
       */
      iss?: string;
      /**
       * Of the provider
       */
      error?: string;
      /**
       * Of the provider
       */
      error_description?: string;
      /**
       * Of the provider
       */
      error_uri?: string;
      /**
       * Of the provider
       */
      session_state?: string;
    };
    answer: null;
  };
  'GET /api/events': {
    params: {};
    query: {
      /**
       * Some of jobs, runs, queues, schedules, workers, alerts, manifest, with commas between them
       */
      topics?: ('jobs' | 'runs' | 'queues' | 'schedules' | 'workers' | 'alerts' | 'manifest')[];
      /**
       * Name or pattern of a task, as `emails.*`
       */
      task?: string;
      /**
       * Name of a queue
       */
      queue?: string;
      /**
       * States that something came into
       */
      state?: (
        'scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead' | 'failed'
      )[];
      /**
       * Goes on behind that id of an event, where the header `Last-Event-ID` cannot be sent
       */
      after?: string;
    };
    answer: null;
  };
  'GET /api/jobs/{job}/events': {
    params: {
      job: string;
    };
    query: {
      /**
       * Goes on behind that id of an event, where the header `Last-Event-ID` cannot be sent
       */
      after?: string;
    };
    answer: null;
  };
  'GET /api/runs/{run}/events': {
    params: {
      run: string;
    };
    query: {
      /**
       * Goes on behind that id of an event, where the header `Last-Event-ID` cannot be sent
       */
      after?: string;
    };
    answer: null;
  };
  'GET /api/alerts': {
    params: {};
    query: {};
    answer: {
      alerts: Alert[];
    };
  };
  'GET /api/attention': {
    params: {};
    query: {};
    answer: Attention;
  };
  'GET /api/audit': {
    params: {};
    query: {
      /**
       * Who: a name, or a pattern with `*`
       */
      by?: string;
      /**
       * What was done: a word, or a pattern with `*`, as in `pause*`
       */
      operation?: string;
      /**
       * Name or id of what it concerned, as of a job or queue
       */
      about?: string;
      /**
       * What became of it
       */
      outcome?: 'begun' | 'done' | 'refused' | 'failed';
      /**
       * Since: ISO 8601, or a duration back from now, as in 2h
       */
      since?: string;
      /**
       * Before that: the same
       */
      until?: string;
      /**
       * `next` of the page before
       */
      cursor?: string;
      /**
       * Lines per page, 1..200
       */
      limit?: number;
    };
    answer: AuditPage;
  };
  'GET /api/doctor': {
    params: {};
    query: {};
    answer: Doctor;
  };
  'GET /api/manifest': {
    params: {};
    query: {};
    answer: Manifest;
  };
  'POST /api/reload': {
    params: {};
    query: {};
    answer: Manifest;
  };
  'GET /api/manifest/source': {
    params: {};
    query: {};
    answer: ManifestSource;
  };
  'GET /api/manifest/history': {
    params: {};
    query: {};
    answer: ManifestHistory;
  };
  'POST /api/manifest/draft': {
    params: {};
    query: {};
    /**
     * { "text": "version: 1\n…" }
     */
    body: {
      /**
       * YAML, as it would stand in the file
       */
      text: string;
    };
    answer: ManifestDraft;
  };
  'GET /api/revisions': {
    params: {};
    query: {};
    answer: {
      revisions: Revision[];
    };
  };
  'GET /api/revisions/{revision}': {
    params: {
      revision: string;
    };
    query: {};
    answer: RevisionDetail;
  };
  'POST /api/plan': {
    params: {};
    query: {};
    /**
     * { "files": [{ "path": "jobs.yaml", "text": "version: 1\n…" }] }
     */
    body: {
      /**
       * The texts of all its files, the main one first; left out: as they lie on disk
       *
       * @minItems 1
       * @maxItems 1001
       */
      files?: [
        {
          path: string;
          text: string;
        },
        ...{
          path: string;
          text: string;
        }[]
      ];
      /**
       * In place of the main file; the others as they lie on disk
       */
      text?: string;
      /**
       * One of the revisions, in place of files
       */
      revision?: number;
    };
    answer: Plan;
  };
  'POST /api/apply': {
    params: {};
    query: {};
    /**
     * { "revision": 12, "from": 14, "message": "back to what worked" }
     */
    body: {
      /**
       * The texts of all its files, the main one first; left out: as they lie on disk
       *
       * @minItems 1
       * @maxItems 1001
       */
      files?: [
        {
          path: string;
          text: string;
        },
        ...{
          path: string;
          text: string;
        }[]
      ];
      /**
       * In place of the main file; the others as they lie on disk
       */
      text?: string;
      /**
       * One of the revisions, in place of files
       */
      revision?: number;
      /**
       * The revision that the plan was made for; 0: there was none
       */
      from?: number;
      /**
       * Why
       */
      message?: string;
      /**
       * Jobs that it would strand wait until somebody knows them again
       */
      hold?: boolean;
    };
    answer: AppliedManifest;
  };
  'GET /api/routes': {
    params: {};
    query: {};
    answer: Routes;
  };
  'POST /api/routes/test': {
    params: {};
    query: {};
    /**
     * { "task": "emails.send", "payload": … }
     */
    body: {
      /**
       * Name of a task
       */
      task: string;
      /**
       * As it would be enqueued; null where it is left out
       */
      payload?: {
        [k: string]: unknown | undefined;
      };
    };
    answer: RouteTest;
  };
  'GET /api/queues': {
    params: {};
    query: {};
    answer: {
      queues: Queue[];
    };
  };
  'GET /api/queues/{queue}': {
    params: {
      queue: string;
    };
    query: {};
    answer: QueueDetail;
  };
  'POST /api/queues/{queue}/pause': {
    params: {
      queue: string;
    };
    query: {};
    /**
     * { "reason": "INC-42", "for": "30m" }, { "until": "2026-12-01T14:00:00Z" } or nothing
     */
    body: {
      /**
       * Why, for people
       */
      reason?: string;
      /**
       * It ends then by itself: an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds
       */
      until?: string;
      /**
       * Or after that time: a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d
       */
      for?: string;
    };
    answer: Queue;
  };
  'POST /api/queues/{queue}/resume': {
    params: {
      queue: string;
    };
    query: {};
    answer: Queue;
  };
  'GET /api/buckets': {
    params: {};
    query: {};
    answer: {
      buckets: Bucket[];
    };
  };
  'GET /api/buckets/{bucket}': {
    params: {
      bucket: string;
    };
    query: {};
    answer: Bucket;
  };
  'POST /api/buckets/{bucket}/set': {
    params: {
      bucket: string;
    };
    query: {};
    /**
     * { "rate": "5/s" }
     */
    body: {
      /**
       * As in 5/s or 100/m
       */
      rate?: string;
      /**
       * Starts together after a rest
       */
      burst?: number;
      /**
       * Attempts at once
       */
      concurrency?: number;
    };
    answer: Bucket;
  };
  'POST /api/buckets/{bucket}/reset': {
    params: {
      bucket: string;
    };
    query: {};
    answer: Bucket;
  };
  'GET /api/tasks': {
    params: {};
    query: {};
    answer: {
      tasks: Task[];
    };
  };
  'GET /api/tasks/{task}': {
    params: {
      task: string;
    };
    query: {};
    answer: TaskDetail;
  };
  'POST /api/tasks/{task}/pause': {
    params: {
      task: string;
    };
    query: {};
    /**
     * { "reason": "INC-42", "for": "30m" }, { "until": "2026-12-01T14:00:00Z" } or nothing
     */
    body: {
      /**
       * Why, for people
       */
      reason?: string;
      /**
       * It ends then by itself: an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds
       */
      until?: string;
      /**
       * Or after that time: a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d
       */
      for?: string;
    };
    answer: Task;
  };
  'POST /api/tasks/{task}/resume': {
    params: {
      task: string;
    };
    query: {};
    answer: Task;
  };
  'POST /api/tasks/{task}/jobs': {
    params: {
      task: string;
    };
    query: {};
    body:
      | {
          /**
           * By the task's input schema
           */
          payload: {
            [k: string]: unknown | undefined;
          };
          options?: EnqueueOptions;
        }
      | {
          /**
           * @minItems 1
           * @maxItems 10000
           *
           * Items: { "payload": …, "options": { … } }
           */
          jobs: [
            {
              /**
               * By the task's input schema
               */
              payload: {
                [k: string]: unknown | undefined;
              };
              options?: EnqueueOptions;
            },
            ...{
              /**
               * By the task's input schema
               */
              payload: {
                [k: string]: unknown | undefined;
              };
              options?: EnqueueOptions;
            }[]
          ];
          /**
           * Their starts are spread evenly over this time, in their order; a duration or milliseconds
           */
          spread?: string | number;
        }
      | {
          /**
           * @minItems 1
           * @maxItems 10000
           */
          jobs: [
            {
              payload: unknown;
            },
            ...{
              payload: unknown;
            }[]
          ];
          /**
           * All of them are one run: one id, counts, results in order
           */
          group: true;
          options?: EnqueueOptions;
        };
    answer:
      | Enqueued
      | {
          jobs: Enqueued[];
        }
      | Group;
  };
  'GET /api/jobs': {
    params: {};
    query: {
      /**
       * A search, as in `state:dead task:emails.* payload.user.id:42`
       */
      q?: string;
      /**
       * Some of scheduled, blocked, available, running, retryable, completed, cancelled, dead, with commas between them
       */
      state?: ('scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead')[];
      /**
       * Name of a queue
       */
      queue?: string;
      /**
       * Name of a task
       */
      task?: string;
      /**
       * A tag that they carry
       */
      tag?: string;
      /**
       * Created since: ISO 8601, or a duration back from now, as in 2h
       */
      since?: string;
      /**
       * Dead ones that died of this fault
       */
      fingerprint?: string;
      /**
       * `next` of the page before
       */
      cursor?: string;
      /**
       * Jobs per page, 1..200; of a stream, jobs in all, without it every one
       */
      limit?: number;
    };
    answer: JobPage;
  };
  'GET /api/jobs/{job}': {
    params: {
      job: string;
    };
    query: {
      /**
       * Longest wait for its end, as in 30s; cut to 60s. The answer is the state of then.
       */
      wait?: string;
      /**
       * Show what is sensitive too; for the role admin, and told in the log
       */
      reveal?: boolean;
    };
    answer: Job;
  };
  'DELETE /api/jobs/{job}': {
    params: {
      job: string;
    };
    query: {};
    answer: null;
  };
  'POST /api/jobs/{job}/cancel': {
    params: {
      job: string;
    };
    query: {};
    answer: Job;
  };
  'POST /api/jobs/{job}/retry': {
    params: {
      job: string;
    };
    query: {};
    answer: Job;
  };
  'POST /api/jobs/{job}/priority': {
    params: {
      job: string;
    };
    query: {};
    /**
     * { "priority": 0 }
     */
    body: {
      /**
       * 0 is the most urgent
       */
      priority: number;
    };
    answer: Job;
  };
  'POST /api/jobs/move': {
    params: {};
    query: {};
    /**
     * { "to": …, "ids": […] }
     */
    body: {
      /**
       * A queue of the manifest
       */
      to: string;
      /**
       * The jobs
       *
       * @minItems 1
       * @maxItems 10000
       */
      ids: [string, ...string[]];
    };
    answer: Moved;
  };
  'POST /api/bulk': {
    params: {};
    query: {};
    /**
     * { "action": "retry", "filter": { "task": …, "fingerprint": … }, "rate": "10/s", "canary": 5 }
     */
    body: {
      /**
       * What is done with them
       */
      action: 'cancel' | 'move' | 'prioritize' | 'remove' | 'retry';
      /**
       * All that is given must hold
       */
      filter: {
        /**
         * A search, as in `task:emails.* payload.user.id:42`
         */
        q?: string;
        /**
         * By default dead ones to be retried or removed, else all that the action may change
         */
        state?: (
          'scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'dead' | 'cancelled' | 'completed'
        )[];
        /**
         * Name of a queue
         */
        queue?: string;
        /**
         * Name of a task
         */
        task?: string;
        /**
         * A tag that they carry
         */
        tag?: string;
        /**
         * Created since: ISO 8601, or a duration back from now, as in 2h
         */
        since?: string;
        /**
         * Dead ones that died of this fault
         */
        fingerprint?: string;
      };
      /**
       * Of move: a queue of the manifest
       */
      to?: string;
      /**
       * Of prioritize: 0 is the most urgent
       */
      priority?: number;
      /**
       * Count, and change nothing
       */
      dryRun?: boolean;
      /**
       * At most so many in a time, as in 10/s
       */
      rate?: string;
      /**
       * Of retry: so many first; the others when these have ended well
       */
      canary?: number;
      /**
       * Percent of the canary that may end dead or cancelled
       */
      canaryFailures?: number;
      /**
       * Of retry at a rate: it stops when so many, or so many percent, have ended dead or cancelled again
       */
      stopAfterFailures?: number | string;
    };
    answer: Bulk;
  };
  'GET /api/bulk': {
    params: {};
    query: {};
    answer: {
      bulks: Bulk[];
    };
  };
  'GET /api/bulk/{bulk}': {
    params: {
      bulk: string;
    };
    query: {};
    answer: Bulk;
  };
  'POST /api/bulk/{bulk}/cancel': {
    params: {
      bulk: string;
    };
    query: {};
    answer: Bulk;
  };
  'POST /api/tasks/{task}/explain': {
    params: {
      task: string;
    };
    query: {};
    /**
     * { "payload": … }` or `{}
     */
    body: {
      /**
       * Checked as an enqueue would
       */
      payload?: {
        [k: string]: unknown | undefined;
      };
    };
    answer: Explanation;
  };
  'GET /api/jobs/{job}/why': {
    params: {
      job: string;
    };
    query: {};
    answer: Why;
  };
  'GET /api/errors': {
    params: {};
    query: {
      /**
       * Name of a queue
       */
      queue?: string;
      /**
       * Name of a task
       */
      task?: string;
      /**
       * A tag that they carry
       */
      tag?: string;
      /**
       * Created since: ISO 8601, or a duration back from now, as in 2h
       */
      since?: string;
      /**
       * `next` of the call before
       */
      cursor?: string;
    };
    answer: Errors;
  };
  'GET /api/holds': {
    params: {};
    query: {};
    answer: {
      holds: Hold[];
    };
  };
  'POST /api/holds': {
    params: {};
    query: {};
    /**
     * { "name": "acme", "task": "emails.*", "where": "payload.tenant == \"acme\"", "for": "2h", "reason": "INC-42" }
     */
    body: {
      /**
       * One that stands under it is replaced
       */
      name: string;
      /**
       * A task, or a pattern with `*`
       */
      task?: string;
      /**
       * A queue
       */
      queue?: string;
      /**
       * A tag
       */
      tag?: string;
      /**
       * A condition over the job
       */
      where?: string;
      /**
       * Why, for people
       */
      reason?: string;
      /**
       * It ends then by itself: an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds
       */
      until?: string;
      /**
       * Or after that time: a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d
       */
      for?: string;
    };
    answer: Hold;
  };
  'DELETE /api/holds/{hold}': {
    params: {
      hold: string;
    };
    query: {};
    answer: Hold;
  };
  'GET /api/workflows': {
    params: {};
    query: {};
    answer: {
      workflows: ListedWorkflow[];
    };
  };
  'GET /api/workflows/{workflow}': {
    params: {
      workflow: string;
    };
    query: {};
    answer: Workflow;
  };
  'POST /api/workflows/{workflow}/runs': {
    params: {
      workflow: string;
    };
    query: {};
    /**
     * { "input": …, "options": { "id": …, "tags": […], "headers": { … } } }
     */
    body: {
      /**
       * By the workflow's input schema; null by default
       */
      input?: {
        [k: string]: unknown | undefined;
      };
      /**
       * `id`, `tags` and `headers`, as of a job; tags and headers are those of its jobs too
       */
      options?: {};
    };
    answer: StartedRun;
  };
  'POST /api/runs': {
    params: {};
    query: {};
    /**
     * { "workflow": NAME or { "chain": [ … ] }, "input": …, "options": { … } }
     */
    body: {
      /**
       * Name of a workflow, or one as the manifest would have it
       */
      workflow: string | {};
      /**
       * By the workflow's input schema; null by default
       */
      input?: {
        [k: string]: unknown | undefined;
      };
      /**
       * `id`, `tags` and `headers`, as of a job; tags and headers are those of its jobs too
       */
      options?: {};
    };
    answer: StartedRun;
  };
  'GET /api/runs': {
    params: {};
    query: {
      /**
       * Name of a workflow
       */
      workflow?: string;
      /**
       * Some of running, completed, failed, cancelled, with commas between them
       */
      state?: ('running' | 'completed' | 'failed' | 'cancelled')[];
      /**
       * Runs that are a step of this one
       */
      parent?: string;
      /**
       * `next` of the page before
       */
      cursor?: string;
      /**
       * Runs per page, 1..200
       */
      limit?: number;
    };
    answer: RunPage;
  };
  'GET /api/runs/{run}': {
    params: {
      run: string;
    };
    query: {
      /**
       * Longest wait for its end, as in 30s; cut to 60s. The answer is the state of then.
       */
      wait?: string;
      /**
       * Show what is sensitive too; for the role admin, and told in the log
       */
      reveal?: boolean;
    };
    answer: Run;
  };
  'DELETE /api/runs/{run}': {
    params: {
      run: string;
    };
    query: {};
    answer: null;
  };
  'GET /api/runs/{run}/steps/{step}/items': {
    params: {
      run: string;
      step: string;
    };
    query: {
      /**
       * Index of the first; `next` of the page before
       */
      from?: number;
      /**
       * Items per page, 1..1000
       */
      limit?: number;
      /**
       * Show what is sensitive too; for the role admin, and told in the log
       */
      reveal?: boolean;
    };
    answer: RunItems;
  };
  'POST /api/runs/{run}/cancel': {
    params: {
      run: string;
    };
    query: {};
    answer: Run;
  };
  'POST /api/runs/{run}/resume': {
    params: {
      run: string;
    };
    query: {};
    /**
     * { "from": ["convert"] }; nothing for what failed
     */
    body: {
      /**
       * Steps that begin anew, with all behind them
       *
       * @maxItems 1000
       */
      from?: string[];
    } | null;
    answer: Run;
  };
  'POST /api/runs/{run}/signals/{signal}': {
    params: {
      run: string;
      signal: string;
    };
    query: {};
    /**
     * any JSON
     */
    body: {
      [k: string]: unknown | undefined;
    };
    answer: Run;
  };
  'GET /api/schedules/{schedule}/next': {
    params: {
      schedule: string;
    };
    query: {
      /**
       * How many, 1..1000
       */
      n?: number;
      /**
       * After this instant, ISO 8601; default: now
       */
      from?: string;
      /**
       * Those around the next two changes of the clocks instead
       */
      aroundDst?: boolean;
    };
    answer: NextTicks;
  };
  'GET /api/schedules/{schedule}/history': {
    params: {
      schedule: string;
    };
    query: {
      /**
       * How many, 1..100
       */
      limit?: number;
    };
    answer: TickHistory;
  };
  'POST /api/schedules/{schedule}/backfill': {
    params: {
      schedule: string;
    };
    query: {};
    /**
     * { "from": "2026-11-01T00:00:00Z", "to": "2026-11-02T00:00:00Z", "dryRun": true }
     */
    body: {
      /**
       * The first instant that may be a tick
       */
      from: string;
      /**
       * The last one, not after now
       */
      to: string;
      /**
       * At most so many ticks, the oldest; 100
       */
      limit?: number;
      /**
       * Tell what would be made, and make nothing
       */
      dryRun?: boolean;
    };
    answer: Backfill;
  };
  'GET /api/schedules': {
    params: {};
    query: {};
    answer: {
      schedules: Schedule[];
    };
  };
  'GET /api/schedules/{schedule}': {
    params: {
      schedule: string;
    };
    query: {};
    answer: ScheduleDetail;
  };
  'GET /api/agenda': {
    params: {};
    query: {
      /**
       * How far ahead, `24h` if not said; up to `7d`
       */
      within?: string;
    };
    answer: Agenda;
  };
  'POST /api/schedules/{schedule}/run': {
    params: {
      schedule: string;
    };
    query: {};
    answer: Enqueued;
  };
  'POST /api/schedules/{schedule}/pause': {
    params: {
      schedule: string;
    };
    query: {};
    /**
     * { "reason": "INC-42", "for": "30m" }, { "until": "2026-12-01T14:00:00Z" } or nothing
     */
    body: {
      /**
       * Why, for people
       */
      reason?: string;
      /**
       * It ends then by itself: an ISO 8601 instant with a zone, as in 2026-03-29T09:00:00Z or 2026-03-29T11:00+02:00, or epoch milliseconds
       */
      until?: string;
      /**
       * Or after that time: a number with a unit (ms, s, m, h, d, w), as in 300ms, 5s, 10m, 1h30m, 2d
       */
      for?: string;
    };
    answer: Schedule;
  };
  'POST /api/schedules/{schedule}/resume': {
    params: {
      schedule: string;
    };
    query: {};
    answer: Schedule;
  };
  'GET /api/sources': {
    params: {};
    query: {};
    answer: {
      sources: Source[];
    };
  };
  'GET /api/stats': {
    params: {};
    query: {
      /**
       * How far back, `1h` if not said; up to `90d`
       */
      range?: string;
      /**
       * What is told apart
       */
      by?: 'task' | 'queue';
      /**
       * Only of this task
       */
      task?: string;
      /**
       * Only of this queue
       */
      queue?: string;
    };
    answer: Stats;
  };
  'GET /api/workers': {
    params: {};
    query: {};
    answer: {
      workers: Worker[];
    };
  };
  'POST /api/workers/{worker}/ping': {
    params: {
      worker: string;
    };
    query: {};
    answer: WorkerAnswer;
  };
  'POST /api/workers/{worker}/pause': {
    params: {
      worker: string;
    };
    query: {};
    answer: WorkerAnswer;
  };
  'POST /api/workers/{worker}/resume': {
    params: {
      worker: string;
    };
    query: {};
    answer: WorkerAnswer;
  };
  'POST /api/workers/{worker}/stop': {
    params: {
      worker: string;
    };
    query: {};
    answer: WorkerAnswer;
  };
  'POST /api/workers/{worker}/concurrency': {
    params: {
      worker: string;
    };
    query: {};
    /**
     * { "concurrency": 4 }` or `{ "concurrency": null, "queue": … }
     */
    body: {
      /**
       * Handlers at once in each queue; null: as it was started
       */
      concurrency: number | null;
      /**
       * In this queue alone
       */
      queue?: string;
    };
    answer: WorkerAnswer;
  };
  'POST /api/workers/{worker}/queues': {
    params: {
      worker: string;
    };
    query: {};
    /**
     * { "queues": […] }` or `{ "add": […], "drop": […] }
     */
    body: {
      /**
       * All that it is to consume; null: as it was started
       */
      queues?: string[] | null;
      /**
       * Consume these too
       *
       * @maxItems 1000
       */
      add?: string[];
      /**
       * Consume these no more; what runs goes on
       *
       * @maxItems 1000
       */
      drop?: string[];
    };
    answer: WorkerAnswer;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Readiness".
 */
export interface Readiness {
  ready: boolean;
  reasons?: string[];
  /**
   * What does not keep it from working and should be looked at all the same
   */
  warnings?: string[];
  checks?: {
    name: string;
    status: 'ok' | 'warn' | 'fail';
    message: string;
    hint: string | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Session".
 */
export interface Session {
  /**
   * Whether requests are answered for somebody
   */
  signedIn: boolean;
  /**
   * Of the token or the person; `local` where nobody has to say who he is
   */
  name: string | null;
  role: ('viewer' | 'operator' | 'admin') | null;
  /**
   * How it said who it is
   */
  via: ('local' | 'token' | 'session' | 'oidc') | null;
  /**
   * Names and patterns of the queues that it sees; null: all
   */
  queues: string[] | null;
  /**
   * Names and patterns of the tasks that it sees; null: all
   */
  tasks: string[] | null;
  expiresAt: string | null;
  /**
   * To be sent as `X-CSRF-Token` with whatever changes something; null: it need not
   */
  csrf: string | null;
  /**
   * How one may log in
   */
  login: {
    /**
     * By a token: POST /api/session
     */
    token: boolean;
    /**
     * By a provider
     */
    oidc: {
      label: string;
      /**
       * Where the browser is to go, with `?to=` of where it wants to be afterwards
       */
      path: string;
    } | null;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Alert".
 */
export interface Alert {
  name: string;
  description: string | null;
  /**
   * Its condition, for people
   */
  when: string;
  /**
   * Whom it is told, without what may be secret
   */
  to: string[];
  /**
   * Whether each of them hears of it, as of the last look, in the order of `to`
   */
  receivers: {
    to: string;
    /**
     * Of the newest word: failing is tried again, failed is not by itself; unknown: nothing was told
     */
    state: 'unknown' | 'sent' | 'told' | 'failing' | 'failed';
    /**
     * When a word came through last
     */
    toldAt: string | null;
    /**
     * When the first word was made that has not come through; null: nothing is known to be wrong
     */
    untoldSince: string | null;
    /**
     * Of the last attempt at it
     */
    error: {
      code: string | null;
      message: string;
    } | null;
    /**
     * That of a word that has not come through yet
     */
    job: string | null;
  }[];
  /**
   * unseen: nobody has looked yet
   */
  state: 'unseen' | 'quiet' | 'firing';
  /**
   * Since when its condition holds
   */
  since: string | null;
  /**
   * When it was told last
   */
  toldAt: string | null;
  /**
   * How often it was told since its condition holds
   */
  told: number;
  /**
   * Of what it holds
   */
  subjects: {
    kind: string;
    name: string | null;
    message: string;
  }[];
  /**
   * Of how many more
   */
  more: number;
  /**
   * Why nobody is told: a hold on the task skep.alert, or the manifest; null: it is told
   */
  silence: {
    until: string | null;
    by: string | null;
    reason: string | null;
    /**
     * Whose removal ends it; null: the manifest says it
     */
    hold: string | null;
  } | null;
  /**
   * Times before, the newest first: the last ten that ended
   */
  past: {
    /**
     * ISO 8601, UTC
     */
    since: string;
    /**
     * ISO 8601, UTC
     */
    endedAt: string;
    /**
     * How often; 0: it was silenced, or over before it was due
     */
    told: number;
    /**
     * Of what it held when it ended
     */
    message: string;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Attention".
 */
export interface Attention {
  /**
   * ISO 8601, UTC
   */
  at: string;
  /**
   * The gravest first; none: nothing is known to be wrong
   */
  items: {
    /**
     * fail: nothing works; warn: something should be done; note: it stands by somebody’s word
     */
    severity: 'fail' | 'warn' | 'note';
    /**
     * What kind of thing it is, one word
     */
    kind: string;
    /**
     * What it is about; null: the store, or all processes
     */
    subject: {
      kind: 'queue' | 'task' | 'schedule' | 'bucket' | 'hold' | 'worker' | 'alert';
      name: string;
    } | null;
    message: string;
    /**
     * What to do about it
     */
    hint: string | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "AuditPage".
 */
export interface AuditPage {
  lines: AuditLine[];
  /**
   * Lines that were gone through for this page
   */
  looked: number;
  /**
   * Cursor of the next page; null at the end
   */
  next: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "AuditLine".
 */
export interface AuditLine {
  id: string;
  /**
   * ISO 8601, UTC
   */
  at: string;
  /**
   * Name of the token or person; `user@host` of the command line; else the process
   */
  by: string;
  /**
   * How it had said who it is
   */
  via: 'token' | 'session' | 'oidc' | 'local' | 'cli' | 'program' | 'reload';
  /**
   * Where the request came from; null: from no network
   */
  address: string | null;
  /**
   * What was done, one word
   */
  operation: string;
  /**
   * What it concerned; null: all, or several things
   */
  subject: {
    kind: string;
    name: string;
  } | null;
  /**
   * What was asked, without payloads and secrets
   */
  arguments: {};
  /**
   * As it was
   */
  before: {} | null;
  /**
   * As it became
   */
  after: {} | null;
  /**
   * begun: its end is not written down, for the process was killed or is still at it; refused: it was not allowed, not known or not possible; failed: the store or Skep could not
   */
  outcome: 'begun' | 'done' | 'refused' | 'failed';
  /**
   * Why it was not done
   */
  code:
    | (
        | 'MANIFEST_INVALID'
        | 'MANIFEST_NOT_FOUND'
        | 'REVISION_UNKNOWN'
        | 'MANIFEST_MOVED'
        | 'PLAN_REFUSED'
        | 'TASK_UNKNOWN'
        | 'QUEUE_UNKNOWN'
        | 'BUCKET_UNKNOWN'
        | 'SCHEDULE_UNKNOWN'
        | 'ALERT_UNKNOWN'
        | 'HOLD_UNKNOWN'
        | 'WORKFLOW_UNKNOWN'
        | 'WORKFLOW_INVALID'
        | 'INPUT_INVALID'
        | 'RUN_ID_TAKEN'
        | 'RUN_UNKNOWN'
        | 'STEP_UNKNOWN'
        | 'RUN_FAILED'
        | 'RUN_CANCELLED'
        | 'RUN_EXPRESSION'
        | 'WORKER_UNKNOWN'
        | 'BULK_UNKNOWN'
        | 'WORKER_SILENT'
        | 'JOB_ID_TAKEN'
        | 'JOB_EXISTS'
        | 'JOB_UNKNOWN'
        | 'ROUTE_UNKNOWN'
        | 'METHOD_NOT_ALLOWED'
        | 'PAYLOAD_INVALID'
        | 'PAYLOAD_NOT_JSON'
        | 'PAYLOAD_TOO_LARGE'
        | 'PAYLOAD_VERSION'
        | 'KEY_MISSING'
        | 'SEAL_BROKEN'
        | 'RESULT_INVALID'
        | 'RESULT_TOO_LARGE'
        | 'RESULT_EXPIRED'
        | 'REQUEST_FAILED'
        | 'REQUEST_UNREACHABLE'
        | 'REQUEST_TIMED_OUT'
        | 'REQUEST_REJECTED'
        | 'REQUEST_REFUSED'
        | 'PUBLISH_UNCONFIRMED'
        | 'PUBLISH_REFUSED'
        | 'PUBLISH_IMPOSSIBLE'
        | 'COMMAND_FAILED'
        | 'COMMAND_UNFINISHED'
        | 'COMMAND_NOT_STARTED'
        | 'REQUEST_INVALID'
        | 'REQUEST_TOO_LARGE'
        | 'DASHBOARD_MISSING'
        | 'ANSWER_TOO_LARGE'
        | 'MEDIA_TYPE_UNSUPPORTED'
        | 'TOKEN_MISSING'
        | 'TOKEN_INVALID'
        | 'TOKEN_THROTTLED'
        | 'ROLE_DENIED'
        | 'SCOPE_DENIED'
        | 'SESSION_ENDED'
        | 'CSRF_DENIED'
        | 'LOGIN_REFUSED'
        | 'LOGIN_UNAVAILABLE'
        | 'HOST_DENIED'
        | 'PEER_DENIED'
        | 'ORIGIN_DENIED'
        | 'STATE_CONFLICT'
        | 'CHANGED_MEANWHILE'
        | 'KEY_REUSED'
        | 'KEY_IN_USE'
        | 'WAIT_TIMED_OUT'
        | 'STORE_UNREACHABLE'
        | 'STORE_ABSENT'
        | 'STORE_REFUSED'
        | 'STORE_FULL'
        | 'SERVER_UNREACHABLE'
        | 'ADDRESS_IN_USE'
        | 'ADDRESS_REFUSED'
        | 'STOPPING'
        | 'EVENTS_FULL'
        | 'AFTER_FULL'
        | 'ATTEMPT_TIMED_OUT'
        | 'ATTEMPT_CRASHED'
        | 'ATTEMPT_OUT_OF_MEMORY'
        | 'ATTEMPT_OUT_OF_CPU'
        | 'RESOURCE_TIMED_OUT'
        | 'JOB_CANCELLED'
        | 'LEASE_LOST'
        | 'JOB_DEAD'
        | 'JOB_SKIPPED'
        | 'JOB_EXPIRED'
        | 'HANDLER_ERROR'
        | 'COLLECT_UNANSWERED'
        | 'HANDLER_MISSING'
        | 'OUTPUT_FAILED'
        | 'USAGE'
        | 'INTERNAL'
      )
    | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Doctor".
 */
export interface Doctor {
  /**
   * ISO 8601, UTC
   */
  at: string;
  /**
   * The gravest first; none: nothing was found
   */
  findings: {
    /**
     * It stays
     */
    code: string;
    severity: 'fail' | 'warn' | 'note';
    message: string;
    /**
     * As `tasks.emails.send`
     */
    about: string;
    /**
     * Where it stands in the manifest; null: nowhere of its own
     */
    place: {
      file: string;
      line: number;
    } | null;
    /**
     * YAML to be merged into the manifest; null: not without a guess
     */
    edit: string | null;
    /**
     * Where the documentation tells of it
     */
    page: string;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Manifest".
 */
export interface Manifest {
  name: string;
  file: string;
  hash: string;
  revision: number | null;
  /**
   * ISO 8601, UTC
   */
  loadedAt: string;
  engine: {
    type: string;
    location: string;
  };
  counts: {
    queues: number;
    tasks: number;
    workflows: number;
    schedules: number;
    httpRoutes: number;
  };
  /**
   * Of the newest file that was refused; empty while the file is in force
   */
  problems: {
    code: string;
    severity: 'error' | 'warning';
    message: string;
    file: string;
    line: number;
    column: number;
    endColumn: number;
    path: string;
    source?: string;
    hint?: string;
    stack?: string[];
  }[];
  refusedAt: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ManifestSource".
 */
export interface ManifestSource {
  hash: string;
  /**
   * ISO 8601, UTC
   */
  loadedAt: string;
  /**
   * In force; the main file first
   */
  files: {
    /**
     * As diagnostics name it
     */
    file: string;
    /**
     * With as many stars where a secret stands: lines and columns are those of the file
     */
    text: string;
  }[];
  /**
   * Why newer files are not in force; null: none were refused
   */
  refused: {
    /**
     * ISO 8601, UTC
     */
    at: string;
    problems: {
      code: string;
      severity: 'error' | 'warning';
      message: string;
      file: string;
      line: number;
      column: number;
      endColumn: number;
      path: string;
      source?: string;
      hint?: string;
      stack?: string[];
    }[];
    /**
     * As they are now
     */
    files: {
      /**
       * As diagnostics name it
       */
      file: string;
      /**
       * With as many stars where a secret stands: lines and columns are those of the file
       */
      text: string;
    }[];
  } | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ManifestHistory".
 */
export interface ManifestHistory {
  /**
   * Manifests that were in force, the newest first
   */
  revisions: {
    revision: number;
    hash: string;
    /**
     * ISO 8601, UTC
     */
    appliedAt: string;
    /**
     * Who was the first to apply it
     */
    by: string;
    /**
     * `file`, `apply`, `rollback` or `revert`
     */
    cause: string;
    message: string | null;
  }[];
  /**
   * Of the process that answers, since it began; the newest first
   */
  reloads: {
    /**
     * ISO 8601, UTC
     */
    at: string;
    /**
     * What asked for it
     */
    reason: string;
    status: 'applied' | 'refused';
    hash: string | null;
    revision: number | null;
    changes: string[];
    problems: {
      code: string;
      severity: 'error' | 'warning';
      message: string;
      file: string;
      line: number;
      column: number;
      endColumn: number;
      path: string;
      source?: string;
      hint?: string;
      stack?: string[];
    }[];
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ManifestDraft".
 */
export interface ManifestDraft {
  valid: boolean;
  problems: {
    code: string;
    severity: 'error' | 'warning';
    message: string;
    file: string;
    line: number;
    column: number;
    endColumn: number;
    path: string;
    source?: string;
    hint?: string;
    stack?: string[];
  }[];
  /**
   * Against the manifest in force
   */
  changes: string[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Revision".
 */
export interface Revision {
  revision: number;
  hash: string;
  /**
   * ISO 8601, UTC
   */
  appliedAt: string;
  /**
   * A person, or `host:pid` of a process that read a file
   */
  by: string;
  cause: 'file' | 'apply' | 'rollback' | 'revert';
  message: string | null;
  /**
   * The revision whose text it has, of a rollback or revert
   */
  of: number | null;
  /**
   * On probation until then; null: it is not
   */
  triedUntil: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "RevisionDetail".
 */
export interface RevisionDetail {
  revision: number;
  hash: string;
  /**
   * ISO 8601, UTC
   */
  appliedAt: string;
  /**
   * A person, or `host:pid` of a process that read a file
   */
  by: string;
  cause: 'file' | 'apply' | 'rollback' | 'revert';
  message: string | null;
  /**
   * The revision whose text it has, of a rollback or revert
   */
  of: number | null;
  /**
   * On probation until then; null: it is not
   */
  triedUntil: string | null;
  /**
   * Secrets are covered; null: only those of the newest are kept
   */
  files:
    | {
        /**
         * Relative to the folder of the main file
         */
        path: string;
        text: string;
      }[]
    | null;
  handlers: {
    [k: string]: string | undefined;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Plan".
 */
export interface Plan {
  from: {
    revision: number;
    hash: string;
  } | null;
  to: {
    hash: string;
    of: number | null;
  };
  changes: {
    kind: 'add' | 'change' | 'remove';
    section: string;
    name: string;
    fields: {
      name: string;
      before: string | null;
      after: string | null;
    }[];
    /**
     * What it means for the work that is there
     */
    effect: string;
  }[];
  refused: {
    code: string;
    text: string;
    jobs: number;
  }[];
  schedules: {
    name: string;
    /**
     * Items: ISO 8601, UTC
     */
    before: string[];
    /**
     * Items: ISO 8601, UTC
     */
    after: string[];
  }[];
  problems: {
    code: string;
    severity: 'error' | 'warning';
    message: string;
    file: string;
    line: number;
    column: number;
    endColumn: number;
    path: string;
    source?: string;
    hint?: string;
    stack?: string[];
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "AppliedManifest".
 */
export interface AppliedManifest {
  status: 'applied' | 'unchanged';
  revision: Revision;
  plan: Plan;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Routes".
 */
export interface Routes {
  /**
   * In the order in which they are asked
   */
  tasks: {
    /**
     * Pattern over names of tasks
     */
    match: string;
    /**
     * Condition on the payload; null: it takes all jobs of its tasks
     */
    where: string | null;
    queue: string;
    priority: number | null;
    /**
     * Where it stands in the manifest; null: nowhere of its own
     */
    place: {
      file: string;
      line: number;
    } | null;
    /**
     * Tasks on whose jobs it may decide
     */
    tasks: string[];
  }[];
  http: {
    method: string;
    path: string;
    description: string | null;
    /**
     * What a request becomes
     */
    kind: 'enqueue' | 'start' | 'job' | 'run' | 'after';
    /**
     * Names of tasks, or of the workflow
     */
    does: string[];
    /**
     * What is done beside the answer
     */
    after: {
      task: string;
      mode: 'inline' | 'queued';
    }[];
    status: number;
    /**
     * Whether it may be called without a token
     */
    public: boolean;
    /**
     * Where it stands in the manifest; null: nowhere of its own
     */
    place: {
      file: string;
      line: number;
    } | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "RouteTest".
 */
export interface RouteTest {
  task: string;
  /**
   * Where such a job would go
   */
  queue: string;
  priority: number;
  /**
   * Index of the route that decides; null: the default queue
   */
  decides: number | null;
  routes: {
    match: string;
    where: string | null;
    queue: string;
    /**
     * Where it stands in the manifest; null: nowhere of its own
     */
    place: {
      file: string;
      line: number;
    } | null;
    verdict: 'decides' | 'other-task' | 'condition' | 'later';
    why: string;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Queue".
 */
export interface Queue {
  name: string;
  /**
   * Whether the manifest declares it
   */
  declared: boolean;
  paused: boolean;
  /**
   * Why it is paused; null: it is not
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
  concurrency: number | null;
  /**
   * Which of its jobs are next: strict, weighted or fair
   */
  order: string | null;
  counts: {
    [k: string]: number | undefined;
  };
  /**
   * Of the available jobs those that a limit holds
   */
  held: number;
  oldestAgeMs: number | null;
  /**
   * Processes that consume it
   */
  workers: number;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "QueueDetail".
 */
export interface QueueDetail {
  name: string;
  /**
   * Whether the manifest declares it
   */
  declared: boolean;
  paused: boolean;
  /**
   * Why it is paused; null: it is not
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
  concurrency: number | null;
  /**
   * Which of its jobs are next: strict, weighted or fair
   */
  order: string | null;
  counts: {
    [k: string]: number | undefined;
  };
  /**
   * Of the available jobs those that a limit holds
   */
  held: number;
  oldestAgeMs: number | null;
  /**
   * Processes that consume it
   */
  workers: number;
  /**
   * Where it stands in the manifest; null: nowhere of its own
   */
  place: {
    file: string;
    line: number;
  } | null;
  /**
   * What the manifest says of it beside concurrency and order; null: it does not declare it
   */
  settings: {
    /**
     * Jobs that a process reserves beyond its places
     */
    prefetch: number;
    /**
     * Attempts at once over all processes; null = any number
     */
    globalConcurrency: number | null;
    /**
     * Starts in a time over all processes; null = any number
     */
    rate: {
      limit: number;
      perMs: number;
      burst: number;
    } | null;
    /**
     * Parts that it is spread over, on Redis
     */
    shards: number;
    /**
     * Task that jobs of plain bee-queue programs run as
     */
    foreign: string | null;
  } | null;
  /**
   * Tasks whose jobs go there, some of them perhaps by a condition
   */
  tasks: string[];
  /**
   * Handlers at once over all processes that live
   */
  capacity: number;
  /**
   * What has ended in it within the last hour
   */
  lastHour: {
    completed: number;
    /**
     * Attempts that failed and are tried again
     */
    failed: number;
    /**
     * Attempts that failed for good
     */
    dead: number;
    /**
     * Attempts that ended as cancelled
     */
    cancelled: number;
    /**
     * Attempts that put their job off
     */
    snoozed: number;
    /**
     * Attempts that gave their job back
     */
    released: number;
    /**
     * Of attempts that completed or failed, those that failed, 0 to 1
     */
    failureRate: number | null;
    /**
     * From when the job might have started to when it did
     */
    waitMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
    /**
     * From the start of the attempt to its end
     */
    runMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Bucket".
 */
export interface Bucket {
  name: string;
  /**
   * Tasks that use it
   */
  tasks: string[];
  rate: {
    limit: number;
    /**
     * What runs; of a rate how much of the burst is gone
     */
    used: number;
    /**
     * Set at run time, in the place of the manifest's number
     */
    set: boolean;
    perMs: number;
    burst: number;
  } | null;
  concurrency: {
    limit: number;
    /**
     * What runs; of a rate how much of the burst is gone
     */
    used: number;
    /**
     * Set at run time, in the place of the manifest's number
     */
    set: boolean;
  } | null;
  breaker: {
    state: 'closed' | 'open' | 'probing';
    /**
     * While it is closed: attempts that ended within its time
     */
    ended: number;
    /**
     * Those of them that failed
     */
    failed: number;
  } | null;
  /**
   * Jobs that it holds; of each of its limits counted up to 100000
   */
  held: number;
  /**
   * When it lets somebody through again, where nobody passes now and that is known
   */
  until: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Task".
 */
export interface Task {
  name: string;
  description: string | null;
  /**
   * Bases that its keys come from where it does not say them itself
   */
  extends: string[];
  /**
   * Module and export; null where a request or a command does the work
   */
  handler: string | null;
  /**
   * Method and origin of the request that does the work
   */
  request: string | null;
  /**
   * Exchange, routing key and broker of the message that does the work
   */
  publish: string | null;
  /**
   * Where its handler runs
   */
  executor: 'inline' | 'thread' | 'process';
  /**
   * What an attempt may take in its thread or process
   */
  limits: {
    memoryBytes: number | null;
    cpuMs: number | null;
  } | null;
  /**
   * Program that does the work, without its arguments
   */
  command: string | null;
  /**
   * Folder of the command; null = that of the manifest
   */
  cwd: string | null;
  /**
   * Variables that the command gets; null = those that it gets by default
   */
  env: string[] | null;
  /**
   * What exit codes of the command mean
   */
  exitCodes: {
    [k: string]: string | undefined;
  } | null;
  /**
   * Hooks, by event
   */
  on: {
    [k: string]: string[] | undefined;
  } | null;
  /**
   * Queue and task of the letters that its dead jobs leave; task null = its own
   */
  deadTo: {
    queue: string;
    task: string | null;
  } | null;
  /**
   * How many of its jobs may start in a time, over all processes
   */
  rate: {
    limit: number;
    perMs: number;
    burst: number;
    key: string | null;
  } | null;
  /**
   * How many of its jobs may run at once, over all processes
   */
  concurrency: {
    limit: number;
    key: string | null;
    onConflict: 'wait' | 'skip' | 'cancelRunning';
  } | null;
  /**
   * Whose jobs take turns in a queue of `order: fair`
   */
  fairness: {
    key: string;
  } | null;
  /**
   * Buckets that each of its jobs takes from
   */
  uses: {
    bucket: string;
    cost: number;
  }[];
  /**
   * At most one of its jobs with the same key; null = any number
   */
  unique: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    while: string;
    forMs: number | null;
    onConflict: string;
  } | null;
  /**
   * A job starts once none with its key was enqueued for a while
   */
  debounce: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    waitMs: number;
    maxMs: number | null;
  } | null;
  /**
   * One of the jobs with the same key in a time
   */
  throttle: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    everyMs: number;
    trailing: boolean;
  } | null;
  /**
   * How many of its jobs its handler gets in one call; null: one
   */
  collect: {
    size: number;
    waitMs: number;
    key: string | null;
  } | null;
  queue: string;
  /**
   * Routes for some of its jobs, by their payload: the first that holds decides
   */
  routes: {
    match: string;
    where: string;
    queue: string;
    priority: number;
  }[];
  priority: number;
  tags: string[];
  /**
   * Resources that are open while its handler runs
   */
  use: string[];
  /**
   * JSON Schema of the payload; null = anything
   */
  input: {
    [k: string]: unknown | undefined;
  };
  /**
   * JSON Schema of the result; null = anything
   */
  output: {
    [k: string]: unknown | undefined;
  };
  /**
   * Whether payload and result are stored encrypted
   */
  encrypt: boolean;
  /**
   * Form of the payload
   */
  version: number;
  /**
   * What brings a payload up, by the version that it takes
   */
  upcast: {
    [k: string]: string | undefined;
  };
  /**
   * Paths of payload and result that are not shown
   */
  sensitive: string[];
  /**
   * Largest payload as JSON; null = 1 MiB, as for any task
   */
  maxPayloadBytes: number | null;
  /**
   * What becomes of its results; null = kept as long as the job, up to 1 MiB each
   */
  result: {
    ignore: boolean;
    maxBytes: number | null;
    keepMs: number | null;
  } | null;
  timeout: {
    softMs: number | null;
    hardMs: number | null;
  };
  /**
   * How long an attempt may go on after a cancel
   */
  cancelGraceMs: number;
  retry: {
    policy: string;
    maxAttempts: number;
    backoff: unknown;
  };
  /**
   * Why its jobs are held; null: it is not paused
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "TaskDetail".
 */
export interface TaskDetail {
  name: string;
  description: string | null;
  /**
   * Bases that its keys come from where it does not say them itself
   */
  extends: string[];
  /**
   * Module and export; null where a request or a command does the work
   */
  handler: string | null;
  /**
   * Method and origin of the request that does the work
   */
  request: string | null;
  /**
   * Exchange, routing key and broker of the message that does the work
   */
  publish: string | null;
  /**
   * Where its handler runs
   */
  executor: 'inline' | 'thread' | 'process';
  /**
   * What an attempt may take in its thread or process
   */
  limits: {
    memoryBytes: number | null;
    cpuMs: number | null;
  } | null;
  /**
   * Program that does the work, without its arguments
   */
  command: string | null;
  /**
   * Folder of the command; null = that of the manifest
   */
  cwd: string | null;
  /**
   * Variables that the command gets; null = those that it gets by default
   */
  env: string[] | null;
  /**
   * What exit codes of the command mean
   */
  exitCodes: {
    [k: string]: string | undefined;
  } | null;
  /**
   * Hooks, by event
   */
  on: {
    [k: string]: string[] | undefined;
  } | null;
  /**
   * Queue and task of the letters that its dead jobs leave; task null = its own
   */
  deadTo: {
    queue: string;
    task: string | null;
  } | null;
  /**
   * How many of its jobs may start in a time, over all processes
   */
  rate: {
    limit: number;
    perMs: number;
    burst: number;
    key: string | null;
  } | null;
  /**
   * How many of its jobs may run at once, over all processes
   */
  concurrency: {
    limit: number;
    key: string | null;
    onConflict: 'wait' | 'skip' | 'cancelRunning';
  } | null;
  /**
   * Whose jobs take turns in a queue of `order: fair`
   */
  fairness: {
    key: string;
  } | null;
  /**
   * Buckets that each of its jobs takes from
   */
  uses: {
    bucket: string;
    cost: number;
  }[];
  /**
   * At most one of its jobs with the same key; null = any number
   */
  unique: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    while: string;
    forMs: number | null;
    onConflict: string;
  } | null;
  /**
   * A job starts once none with its key was enqueued for a while
   */
  debounce: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    waitMs: number;
    maxMs: number | null;
  } | null;
  /**
   * One of the jobs with the same key in a time
   */
  throttle: {
    /**
     * Places in the payload; null = all of it
     */
    key: string[] | null;
    everyMs: number;
    trailing: boolean;
  } | null;
  /**
   * How many of its jobs its handler gets in one call; null: one
   */
  collect: {
    size: number;
    waitMs: number;
    key: string | null;
  } | null;
  queue: string;
  /**
   * Routes for some of its jobs, by their payload: the first that holds decides
   */
  routes: {
    match: string;
    where: string;
    queue: string;
    priority: number;
  }[];
  priority: number;
  tags: string[];
  /**
   * Resources that are open while its handler runs
   */
  use: string[];
  /**
   * JSON Schema of the payload; null = anything
   */
  input: {
    [k: string]: unknown | undefined;
  };
  /**
   * JSON Schema of the result; null = anything
   */
  output: {
    [k: string]: unknown | undefined;
  };
  /**
   * Whether payload and result are stored encrypted
   */
  encrypt: boolean;
  /**
   * Form of the payload
   */
  version: number;
  /**
   * What brings a payload up, by the version that it takes
   */
  upcast: {
    [k: string]: string | undefined;
  };
  /**
   * Paths of payload and result that are not shown
   */
  sensitive: string[];
  /**
   * Largest payload as JSON; null = 1 MiB, as for any task
   */
  maxPayloadBytes: number | null;
  /**
   * What becomes of its results; null = kept as long as the job, up to 1 MiB each
   */
  result: {
    ignore: boolean;
    maxBytes: number | null;
    keepMs: number | null;
  } | null;
  timeout: {
    softMs: number | null;
    hardMs: number | null;
  };
  /**
   * How long an attempt may go on after a cancel
   */
  cancelGraceMs: number;
  retry: {
    policy: string;
    maxAttempts: number;
    backoff: unknown;
  };
  /**
   * Why its jobs are held; null: it is not paused
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
  /**
   * Where it stands in the manifest; null: nowhere of its own
   */
  place: {
    file: string;
    line: number;
  } | null;
  /**
   * When each attempt would start if each failed at once, after the first; a hundred at most
   */
  timeline: {
    attempt: number;
    earliestMs: number;
    latestMs: number;
  }[];
  /**
   * Routes that may decide on its jobs, in order
   */
  via: {
    match: string;
    where: string | null;
    queue: string;
    /**
     * Where it stands in the manifest; null: nowhere of its own
     */
    place: {
      file: string;
      line: number;
    } | null;
  }[];
  /**
   * Requests that become its jobs
   */
  http: {
    method: string;
    path: string;
  }[];
  /**
   * Schedules that make its jobs
   */
  schedules: string[];
  /**
   * Workflows with a step of it
   */
  workflows: string[];
  /**
   * What has ended of it within the last 24 hours; null: the store is away
   */
  lastDay: {
    completed: number;
    /**
     * Attempts that failed and are tried again
     */
    failed: number;
    /**
     * Attempts that failed for good
     */
    dead: number;
    /**
     * Attempts that ended as cancelled
     */
    cancelled: number;
    /**
     * Attempts that put their job off
     */
    snoozed: number;
    /**
     * Attempts that gave their job back
     */
    released: number;
    /**
     * Of attempts that completed or failed, those that failed, 0 to 1
     */
    failureRate: number | null;
    /**
     * From when the job might have started to when it did
     */
    waitMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
    /**
     * From the start of the attempt to its end
     */
    runMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
  } | null;
}
/**
 * What an enqueue may say about its job: in a call, in the API, at the command line and in a handler. Durations are written 300ms, 5s, 1h30m; a number is milliseconds.
 *
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "EnqueueOptions".
 */
export interface EnqueueOptions {
  /**
   * Own id of the job; one that exists is not enqueued again
   */
  id?: string;
  /**
   * Another queue than the task's own
   */
  queue?: string;
  /**
   * A key of its own in place of the task's, or false for none
   */
  unique?: string | boolean;
  /**
   * 0 to 9, smaller runs sooner
   */
  priority?: number;
  /**
   * Starts no sooner than this from now
   */
  delay?: string | number;
  /**
   * Starts no sooner than then: ISO 8601, or epoch milliseconds
   */
  runAt?: string | number;
  /**
   * Cancelled when it has not started by then: duration from now, or ISO 8601
   */
  expires?: string | number;
  /**
   * Limit of an attempt; one value is the hard limit
   */
  timeout?:
    | string
    | number
    | {
        /**
         * The handler gets the abort signal
         */
        soft?: string | number;
        /**
         * The attempt is over
         */
        hard?: string | number;
      };
  /**
   * Attempts in all, the first included
   */
  maxAttempts?: number;
  /**
   * Tags, beside those of the task
   */
  tags?: string[];
  /**
   * Headers, texts by their names, at most 32
   */
  headers?: {
    [k: string]: string | undefined;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Enqueued".
 */
export interface Enqueued {
  id: string;
  state: 'scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead';
  /**
   * Whether it was there before: a job of that id, or one with the same key
   */
  existing: boolean;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Group".
 */
export interface Group {
  /**
   * Of the run
   */
  id: string;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  /**
   * Whether it was there before
   */
  existing: boolean;
  /**
   * How many jobs it has
   */
  count: number;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "JobPage".
 */
export interface JobPage {
  jobs: Job[];
  /**
   * Jobs that were gone through for this page
   */
  looked: number;
  /**
   * Cursor of the next page; null at the end
   */
  next: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Job".
 */
export interface Job {
  id: string;
  task: string;
  queue: string;
  /**
   * 0..9, smaller runs sooner
   */
  priority: number;
  state: 'scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead';
  /**
   * Whether it ended: completed, dead or cancelled
   */
  finished: boolean;
  payload: unknown;
  /**
   * Number of the current or last counted attempt; 0 before the first
   */
  attempt: number;
  maxAttempts: number;
  /**
   * How often its lease ran out and it was taken back
   */
  rescues: number;
  /**
   * ISO 8601, UTC
   */
  runAt: string;
  /**
   * ISO 8601, UTC
   */
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  expiresAt: string | null;
  tags: string[];
  headers: {
    [k: string]: string | undefined;
  };
  traceparent: string | null;
  manifestRevision: number | null;
  schedule: {
    name: string;
    /**
     * ISO 8601, UTC
     */
    tickAt: string;
  } | null;
  parentId: string | null;
  /**
   * The letter that it left when it died, in the queue that its task names
   */
  letter: string | null;
  /**
   * Of a dead job: equal for those that died of the same
   */
  fingerprint: string | null;
  /**
   * The tenant with whose jobs it takes turns in its queue
   */
  fairness: string | null;
  /**
   * What it is told apart by from others of its task
   */
  uniqueKey: string | null;
  /**
   * The step of a run that it is
   */
  workflow: {
    run: string;
    step: string;
    index: number;
  } | null;
  blockedBy: string | null;
  /**
   * What held it, oldest first, the newest twenty; `until` is null while it is held
   */
  waits: {
    reason: string;
    name: string;
    /**
     * ISO 8601, UTC
     */
    from: string;
    until: string | null;
  }[];
  /**
   * The limit that keeps an available job from starting, and when it has room again where that is known
   */
  hold: {
    reason: string;
    name: string;
    until: string | null;
    text: string | null;
  } | null;
  progress: {
    done: number;
    total: number | null;
    message: string | null;
    /**
     * ISO 8601, UTC
     */
    at: string;
  } | null;
  logs: {
    /**
     * ISO 8601, UTC
     */
    at: string;
    level: string;
    line: string;
  }[];
  result: unknown;
  /**
   * Why a completed job has no result: `ignored` or `expired`; null: it is what was returned
   */
  resultGone: string | null;
  /**
   * When the result goes or went, where that is before the job does
   */
  resultUntil: string | null;
  /**
   * Parts of which something is hidden: `payload`, `result`; see `reveal` of getJob
   */
  hidden: string[];
  /**
   * Form of the payload: the task's version when it was enqueued
   */
  version: number;
  error: {
    name: string;
    message: string;
    code: string | null;
    stack: string | null;
  } | null;
  attempts: {
    number: number;
    /**
     * Session of the process that ran it
     */
    worker: string;
    /**
     * ISO 8601, UTC
     */
    startedAt: string;
    /**
     * ISO 8601, UTC
     */
    finishedAt: string;
    durationMs: number;
    outcome: string;
    error: {
      name: string;
      message: string;
      code: string | null;
      stack: string | null;
    } | null;
    traceId: string | null;
    spanId: string | null;
  }[];
  /**
   * Parts of more than 2 kB that a list leaves out; empty for a job asked for by its id
   */
  omitted: string[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Moved".
 */
export interface Moved {
  to: string;
  /**
   * Jobs that this call has brought there
   */
  moved: number;
  /**
   * Named ones that were there already
   */
  there: number;
  /**
   * Those that stay where they are
   */
  stayed: number;
  /**
   * Why, for a hundred of them at most
   */
  refusals: {
    id: string;
    code: 'JOB_UNKNOWN' | 'STATE_CONFLICT' | 'JOB_EXISTS';
    detail: string;
    state:
      ('scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead') | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Bulk".
 */
export interface Bulk {
  id: string;
  action: 'cancel' | 'move' | 'prioritize' | 'remove' | 'retry';
  /**
   * As it was given
   */
  filter: {
    [k: string]: unknown | undefined;
  };
  to: string | null;
  priority: number | null;
  dryRun: boolean;
  /**
   * stopped: too many of those retried ended badly
   */
  state: 'running' | 'completed' | 'cancelled' | 'stopped' | 'failed';
  /**
   * Jobs of the filter at the begin, where the store counts them
   */
  matched: number | null;
  /**
   * Jobs that it has gone through: with a search more than it has come to
   */
  looked: number;
  /**
   * Jobs that it has come to
   */
  met: number;
  /**
   * Of these, how many ran
   */
  running: number;
  changed: number;
  /**
   * Those that had changed or were gone before it came to them
   */
  stayed: number;
  /**
   * Which, for a hundred of them at most
   */
  refusals: {
    id: string;
    code: 'JOB_UNKNOWN' | 'STATE_CONFLICT' | 'JOB_EXISTS';
    detail: string;
    state:
      ('scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead') | null;
  }[];
  /**
   * Of those that were retried and are watched, how many have ended
   */
  ended: number;
  /**
   * How many of these ended dead or cancelled
   */
  failures: number;
  /**
   * Who asked for it
   */
  by: string | null;
  /**
   * ISO 8601, UTC
   */
  createdAt: string;
  finishedAt: string | null;
  /**
   * Whether a process carries it out just now
   */
  carried: boolean;
  /**
   * Why it failed
   */
  error: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Explanation".
 */
export interface Explanation {
  task: string;
  queue: string;
  /**
   * What decided on the queue; null: the default queue
   */
  route: {
    match: string;
    /**
     * Its condition, which holds for the payload
     */
    where: string | null;
    file: string | null;
    line: number | null;
  } | null;
  priority: number;
  /**
   * Routes for some of its jobs, by their payload: the first that holds decides
   */
  routes: {
    match: string;
    where: string;
    queue: string;
    priority: number;
  }[];
  /**
   * Which jobs of the queue are next: strict, weighted or fair
   */
  order: string | null;
  /**
   * With whose jobs it would take turns
   */
  tenant: string | null;
  /**
   * Form of the payload
   */
  version: number;
  work: {
    kind: 'handler' | 'request' | 'command';
    executor: string;
    does: string;
  };
  timeout: {
    softMs: number | null;
    hardMs: number | null;
  };
  /**
   * Jobs of one call at most, and how long the first waits for company; null: each has a call of its own
   */
  collect: {
    size: number;
    waitMs: number;
    key: string | null;
  } | null;
  /**
   * Handlers of its queue at once, per process
   */
  concurrency: number | null;
  /**
   * What limits its jobs over all processes
   */
  limits: string[];
  /**
   * What holds its jobs now
   */
  standing: {
    kind: 'queue' | 'task' | 'hold';
    name: string;
    /**
     * What of a job is asked still; null: all are meant
     */
    means: string | null;
    reason: string | null;
    until: string | null;
  }[];
  /**
   * How its jobs are told apart; null: they are not
   */
  unique: {
    rule: 'unique' | 'debounce' | 'throttle';
    /**
     * Places in the payload; null: all of it
     */
    key: string[] | null;
    /**
     * The key of a job with the payload given
     */
    value: string | null;
    /**
     * What becomes of a second one, in a sentence
     */
    second: string;
  } | null;
  resources: string[];
  retry: {
    policy: string;
    maxAttempts: number;
    retryOn: string[];
    deadOn: string[];
  };
  /**
   * When each would start, were it enqueued now and each failed at once; a hundred at most
   */
  attempts: {
    number: number;
    /**
     * ISO 8601, UTC
     */
    earliest: string;
    /**
     * ISO 8601, UTC
     */
    latest: string;
  }[];
  /**
   * Who is told, by event
   */
  hooks: {
    [k: string]: string[] | undefined;
  };
  /**
   * null: none was given
   */
  payload: {
    valid: boolean;
    problems: {
      pointer: string;
      message: string;
    }[];
  } | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Why".
 */
export interface Why {
  id: string;
  task: string;
  queue: string;
  state: 'scheduled' | 'blocked' | 'available' | 'running' | 'retryable' | 'completed' | 'cancelled' | 'dead';
  /**
   * null: it does not wait
   */
  waits: {
    reason: 'scheduled' | 'retry' | 'blocked' | 'hold' | 'paused' | 'no-worker' | 'turn';
    /**
     * Of the queue, the gate or what is missing
     */
    name: string;
    /**
     * null: until something else happens
     */
    until: string | null;
    /**
     * Why, where a person has said so
     */
    text: string | null;
    /**
     * Of `turn`: available jobs of the queue, itself among them
     */
    queued: number | null;
  } | null;
  /**
   * Since when it runs, and in which processes it may: those that consume its queue and are busy
   */
  runs: {
    /**
     * ISO 8601, UTC
     */
    since: string;
    by: {
      worker: string;
      host: string;
      pid: number;
    }[];
  } | null;
  attempt: number;
  maxAttempts: number;
  error: {
    name: string;
    message: string;
    code: string | null;
    stack: string | null;
  } | null;
  /**
   * Where its time went: all attempts, and everything else
   */
  spent: {
    waitedMs: number;
    ranMs: number;
  };
  /**
   * What happens next, in a sentence
   */
  next: string;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Errors".
 */
export interface Errors {
  errors: {
    /**
     * Equal for errors of one fault
     */
    fingerprint: string;
    name: string;
    code: string | null;
    /**
     * Of the newest
     */
    message: string;
    count: number;
    tasks: string[];
    /**
     * ISO 8601, UTC
     */
    firstAt: string;
    /**
     * ISO 8601, UTC
     */
    lastAt: string;
    /**
     * The newest
     */
    job: string;
  }[];
  /**
   * Dead jobs that these stand for
   */
  looked: number;
  /**
   * `cursor` of the call that goes on; null at the end
   */
  next: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Hold".
 */
export interface Hold {
  /**
   * `paused`: of one task
   */
  kind: 'hold' | 'paused';
  name: string;
  /**
   * A pattern over names of tasks
   */
  task: string | null;
  queue: string | null;
  tag: string | null;
  /**
   * A condition over the job
   */
  where: string | null;
  reason: string | null;
  /**
   * It ends then by itself
   */
  until: string | null;
  by: string | null;
  /**
   * ISO 8601, UTC
   */
  since: string;
  /**
   * Whether the manifest has it
   */
  manifest: boolean;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ListedWorkflow".
 */
export interface ListedWorkflow {
  name: string;
  description: string | null;
  /**
   * How many steps it has
   */
  size: number;
  tags: string[];
  /**
   * JSON Schema of its input; null = anything
   */
  input: {
    [k: string]: unknown | undefined;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Workflow".
 */
export interface Workflow {
  name: string;
  description: string | null;
  /**
   * How many steps it has
   */
  size: number;
  tags: string[];
  /**
   * JSON Schema of its input; null = anything
   */
  input: {
    [k: string]: unknown | undefined;
  };
  /**
   * Its name by now, where it was asked for by a former one; runs that begin by that keep it
   */
  movedTo: string | null;
  /**
   * Names that it had: runs of them are listed by these
   */
  former: string[];
  steps: {
    name: string;
    kind: 'task' | 'workflow' | 'wait';
    /**
     * The task, or the workflow; of a wait what it waits for
     */
    does: string | null;
    needs: string[];
    /**
     * success, failure, always, or the condition
     */
    when: string;
    /**
     * Template of the list that it is done for; null: it is done once
     */
    forEach: {
      [k: string]: unknown | undefined;
    };
    concurrency: number | null;
    chunk: number | null;
    /**
     * Whether the run goes on where it fails
     */
    mayFail: boolean;
  }[];
  /**
   * Template of the result
   */
  output: {
    [k: string]: unknown | undefined;
  };
  /**
   * The graph as a text for Graphviz, and for Mermaid
   */
  drawings: {
    dot: string;
    mermaid: string;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "StartedRun".
 */
export interface StartedRun {
  id: string;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  /**
   * Whether it was there before
   */
  existing: boolean;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "RunPage".
 */
export interface RunPage {
  runs: ListedRun[];
  /**
   * Cursor of the next page; null at the end
   */
  next: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ListedRun".
 */
export interface ListedRun {
  id: string;
  /**
   * null: the graph came with the call
   */
  workflow: string | null;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  /**
   * Whether it ended: completed, failed or cancelled
   */
  finished: boolean;
  /**
   * Why it is being cancelled, or was
   */
  cancelled: string | null;
  /**
   * ISO 8601, UTC
   */
  createdAt: string;
  finishedAt: string | null;
  tags: string[];
  headers: {
    [k: string]: string | undefined;
  };
  traceparent: string | null;
  manifestRevision: number | null;
  /**
   * The step of another run that it is
   */
  parent: {
    run: string;
    step: number;
    index: number;
  } | null;
  /**
   * The job whose handler started it
   */
  parentId: string | null;
  schedule: {
    name: string;
    /**
     * ISO 8601, UTC
     */
    tickAt: string;
  } | null;
  /**
   * Of the first step that failed
   */
  error: {
    name: string;
    message: string;
    code: string | null;
    stack: string | null;
  } | null;
  /**
   * How many of its steps are in each state
   */
  counts: {
    waiting: number;
    running: number;
    completed: number;
    failed: number;
    skipped: number;
    cancelled: number;
  };
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Run".
 */
export interface Run {
  id: string;
  /**
   * null: the graph came with the call
   */
  workflow: string | null;
  state: 'running' | 'completed' | 'failed' | 'cancelled';
  /**
   * Whether it ended: completed, failed or cancelled
   */
  finished: boolean;
  /**
   * Why it is being cancelled, or was
   */
  cancelled: string | null;
  /**
   * ISO 8601, UTC
   */
  createdAt: string;
  finishedAt: string | null;
  tags: string[];
  headers: {
    [k: string]: string | undefined;
  };
  traceparent: string | null;
  manifestRevision: number | null;
  /**
   * The step of another run that it is
   */
  parent: {
    run: string;
    step: number;
    index: number;
  } | null;
  /**
   * The job whose handler started it
   */
  parentId: string | null;
  schedule: {
    name: string;
    /**
     * ISO 8601, UTC
     */
    tickAt: string;
  } | null;
  /**
   * Of the first step that failed
   */
  error: {
    name: string;
    message: string;
    code: string | null;
    stack: string | null;
  } | null;
  /**
   * How many of its steps are in each state
   */
  counts: {
    waiting: number;
    running: number;
    completed: number;
    failed: number;
    skipped: number;
    cancelled: number;
  };
  input: unknown;
  /**
   * null unless it completed
   */
  result: {
    [k: string]: unknown | undefined;
  };
  /**
   * Those of `input` and `result` that are hidden: tasks of its steps have what is sensitive
   */
  hidden: string[];
  steps: {
    name: string;
    state: 'waiting' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled';
    kind: 'task' | 'workflow' | 'wait';
    /**
     * The task, or the workflow
     */
    does: string | null;
    /**
     * Steps that are over before it begins
     */
    needs: string[];
    /**
     * success, failure, always, or the condition
     */
    when: string;
    /**
     * Whether it is done for each item of a list
     */
    many: boolean;
    startedAt: string | null;
    finishedAt: string | null;
    /**
     * Items; 0 before it begins
     */
    total: number;
    /**
     * Items whose job was enqueued
     */
    begun: number;
    completed: number;
    failed: number;
    cancelled: number;
    /**
     * Of the jobs, or runs, of the first items, ten at most
     */
    ids: string[];
    /**
     * What it waits for: steps before it, a signal, an instant
     */
    waitsFor: string | null;
    /**
     * When a wait is over by itself
     */
    dueAt: string | null;
    error: {
      name: string;
      message: string;
      code: string | null;
      stack: string | null;
    } | null;
    /**
     * Why it was passed over: something failed before it, or its condition did not hold
     */
    skipped: ('trouble' | 'condition') | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "RunItems".
 */
export interface RunItems {
  run: string;
  step: string;
  state: 'waiting' | 'running' | 'completed' | 'failed' | 'skipped' | 'cancelled';
  total: number;
  items: {
    index: number;
    /**
     * Of its job, or its run
     */
    id: string;
    state: 'running' | 'completed' | 'failed' | 'cancelled';
    result: unknown;
    error: {
      name: string;
      message: string;
      code: string | null;
      stack: string | null;
    } | null;
  }[];
  /**
   * `from` of the next page; null at the end of what has begun
   */
  next: number | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "NextTicks".
 */
export interface NextTicks {
  schedule: string;
  /**
   * When they are due
   *
   * Items: ISO 8601, UTC
   */
  next: string[];
  ticks: {
    /**
     * ISO 8601, UTC
     */
    plannedAt: string;
    /**
     * Later by `jitter` and `spread`; null: left out where the clocks jump over it
     */
    dueAt: string | null;
    /**
     * As its time zone's clocks read then
     */
    local: string;
    /**
     * What the clocks that are set make of it
     */
    note: string | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "TickHistory".
 */
export interface TickHistory {
  schedule: string;
  ticks: {
    /**
     * Of a range its end
     */
    plannedAt: string;
    /**
     * Begin of a range that made nothing; null for one tick
     */
    from: string | null;
    /**
     * ISO 8601, UTC
     */
    decidedAt: string;
    /**
     * After it was due; null where nothing was made
     */
    lagMs: number | null;
    /**
     * Of the job or run
     */
    id: string | null;
    /**
     * tick, manual or backfill
     */
    by: string | null;
    /**
     * Why nothing was made: missed, overlap, paused or refused
     */
    why: string | null;
    /**
     * Id of the job or run that was not over
     */
    blockedBy: string | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Backfill".
 */
export interface Backfill {
  schedule: string;
  dryRun: boolean;
  ticks: {
    /**
     * ISO 8601, UTC
     */
    plannedAt: string;
    id: string;
    /**
     * It was stored before
     */
    existing: boolean;
  }[];
  /**
   * There are more ticks in that time than were asked for
   */
  more: boolean;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Schedule".
 */
export interface Schedule {
  name: string;
  task: string | null;
  workflow: string | null;
  cron: string | null;
  everyMs: number | null;
  /**
   * The instants, of one that fires at these
   */
  at: string[] | null;
  timezone: string | null;
  /**
   * No tick before it
   */
  startAt: string | null;
  /**
   * No tick from it on
   */
  endAt: string | null;
  /**
   * It fires so often and no more; null: for ever
   */
  maxRuns: number | null;
  /**
   * How often it has fired since it is there
   */
  runs: number;
  /**
   * What a tick does while what the one before made is not over
   */
  overlap: string;
  payload: unknown;
  paused: boolean;
  /**
   * Why it is paused; null: it is not
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
  /**
   * Whether the store has it as this manifest says; false: another manifest's are in force
   */
  inForce: boolean;
  /**
   * A wrong clock has left it decided up to this instant, and it waits for that
   */
  decidedUntil: string | null;
  /**
   * When it will fire; null: it is paused, not in force, or never fires again
   */
  next: string | null;
  last: string | null;
  lastJobId: string | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "ScheduleDetail".
 */
export interface ScheduleDetail {
  name: string;
  task: string | null;
  workflow: string | null;
  cron: string | null;
  everyMs: number | null;
  /**
   * The instants, of one that fires at these
   */
  at: string[] | null;
  timezone: string | null;
  /**
   * No tick before it
   */
  startAt: string | null;
  /**
   * No tick from it on
   */
  endAt: string | null;
  /**
   * It fires so often and no more; null: for ever
   */
  maxRuns: number | null;
  /**
   * How often it has fired since it is there
   */
  runs: number;
  /**
   * What a tick does while what the one before made is not over
   */
  overlap: string;
  payload: unknown;
  paused: boolean;
  /**
   * Why it is paused; null: it is not
   */
  pause: {
    reason: string | null;
    /**
     * It ends then by itself; null: when somebody ends it
     */
    until: string | null;
    /**
     * Who did it
     */
    by: string | null;
    /**
     * ISO 8601, UTC
     */
    since: string;
  } | null;
  /**
   * Whether the store has it as this manifest says; false: another manifest's are in force
   */
  inForce: boolean;
  /**
   * A wrong clock has left it decided up to this instant, and it waits for that
   */
  decidedUntil: string | null;
  /**
   * When it will fire; null: it is paused, not in force, or never fires again
   */
  next: string | null;
  last: string | null;
  lastJobId: string | null;
  /**
   * Where it stands in the manifest; null: nowhere of its own
   */
  place: {
    file: string;
    line: number;
  } | null;
  rules: {
    /**
     * What fixed times do where clocks are set; null: what is usual
     */
    dst: {
      gap: string;
      overlap: string;
    } | null;
    /**
     * Days, and times of calendars, without ticks: the first fifty
     */
    unless: string[];
    /**
     * How many more
     */
    unlessMore: number;
    /**
     * What becomes of ticks that nobody saw in time
     */
    catchUp: {
      policy: string;
      graceMs: number | null;
      windowMs: number;
      limit: number;
    };
    /**
     * Each tick is later by less than this, by chance
     */
    jitterMs: number;
    /**
     * All its ticks are later by less than this, always by the same
     */
    spreadMs: number;
    /**
     * Paused after so many failures one after another
     */
    pauseAfterFailures: number | null;
    /**
     * One tick more when it is first in force
     */
    runOnStart: boolean;
  };
  /**
   * The next ten instants by the manifest, whether or not it fires
   *
   * Items: ISO 8601, UTC
   */
  upcoming: string[];
  /**
   * What its last tick made; null: nothing yet, or retention has removed it
   */
  lastMade: {
    kind: 'job' | 'run';
    id: string;
    state: string;
    finishedAt: string | null;
  } | null;
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Agenda".
 */
export interface Agenda {
  /**
   * ISO 8601, UTC
   */
  from: string;
  /**
   * ISO 8601, UTC
   */
  to: string;
  /**
   * What a number of `load` stands for
   */
  stepMs: number;
  /**
   * Ticks of all schedules that fire, by step from `from` on
   */
  load: number[];
  schedules: {
    schedule: string;
    /**
     * Paused, or not in force: its ticks are none of the load
     */
    idle: boolean;
    count: number;
    /**
     * There are more; they were not counted
     */
    more: boolean;
    /**
     * The first hundred
     *
     * Items: ISO 8601, UTC
     */
    ticks: string[];
    /**
     * The last of all; null: there is none, or `maxRuns` ends them where nobody counted
     */
    last: string | null;
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Source".
 */
export interface Source {
  name: string;
  /**
   * Null, as the others: only a process with another manifest has it
   */
  broker: string | null;
  /**
   * Of the broker
   */
  queue: string | null;
  /**
   * Whose jobs the messages become
   */
  task: string | null;
  /**
   * Messages that a process takes at most without a confirm
   */
  prefetch: number | null;
  /**
   * Where those go that cannot become a job; null: they are rejected
   */
  deadLetter: {
    exchange: string;
    routingKey: string | null;
  } | null;
  /**
   * The worst that a process says; unserved: no process takes from it
   */
  state: 'consuming' | 'connecting' | 'waiting' | 'refused' | 'unserved';
  /**
   * When that state began; null: nobody says
   */
  since: string | null;
  /**
   * Why no messages come, or what goes wrong although they do
   */
  trouble: string | null;
  /**
   * Messages so far that came, also those that came again
   */
  taken: number;
  /**
   * Messages that were taken and are not confirmed
   */
  open: number;
  /**
   * Messages so far whose job is stored
   */
  stored: number;
  /**
   * Messages so far that could not become a job
   */
  refused: number;
  /**
   * Of those how many by which code
   */
  refusals: {
    [k: string]: number | undefined;
  };
  /**
   * Those that take from it; their counts begin with the process, or with a change of the source
   */
  processes: {
    /**
     * As in `GET /api/workers`
     */
    worker: string;
    host: string;
    pid: number;
    state: 'consuming' | 'connecting' | 'waiting' | 'refused';
    /**
     * When that state began; null: nobody says
     */
    since: string | null;
    /**
     * Why no messages come, or what goes wrong although they do
     */
    trouble: string | null;
    /**
     * Messages so far that came, also those that came again
     */
    taken: number;
    /**
     * Messages that were taken and are not confirmed
     */
    open: number;
    /**
     * Messages so far whose job is stored
     */
    stored: number;
    /**
     * Messages so far that could not become a job
     */
    refused: number;
    /**
     * Of those how many by which code
     */
    refusals: {
      [k: string]: number | undefined;
    };
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Stats".
 */
export interface Stats {
  /**
   * ISO 8601, UTC
   */
  from: string;
  /**
   * ISO 8601, UTC
   */
  to: string;
  /**
   * What a point stands for: a minute or an hour
   */
  stepMs: number;
  total: {
    completed: number;
    /**
     * Attempts that failed and are tried again
     */
    failed: number;
    /**
     * Attempts that failed for good
     */
    dead: number;
    /**
     * Attempts that ended as cancelled
     */
    cancelled: number;
    /**
     * Attempts that put their job off
     */
    snoozed: number;
    /**
     * Attempts that gave their job back
     */
    released: number;
    /**
     * Of attempts that completed or failed, those that failed, 0 to 1
     */
    failureRate: number | null;
    /**
     * From when the job might have started to when it did
     */
    waitMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
    /**
     * From the start of the attempt to its end
     */
    runMs: {
      mean: number;
      p50: number;
      p95: number;
      p99: number;
    } | null;
  };
  groups: {
    /**
     * Of the task or queue
     */
    name: string;
    total: {
      completed: number;
      /**
       * Attempts that failed and are tried again
       */
      failed: number;
      /**
       * Attempts that failed for good
       */
      dead: number;
      /**
       * Attempts that ended as cancelled
       */
      cancelled: number;
      /**
       * Attempts that put their job off
       */
      snoozed: number;
      /**
       * Attempts that gave their job back
       */
      released: number;
      /**
       * Of attempts that completed or failed, those that failed, 0 to 1
       */
      failureRate: number | null;
      /**
       * From when the job might have started to when it did
       */
      waitMs: {
        mean: number;
        p50: number;
        p95: number;
        p99: number;
      } | null;
      /**
       * From the start of the attempt to its end
       */
      runMs: {
        mean: number;
        p50: number;
        p95: number;
        p99: number;
      } | null;
    };
    points: {
      /**
       * ISO 8601, UTC
       */
      at: string;
      completed: number;
      /**
       * Attempts that failed and are tried again
       */
      failed: number;
      /**
       * Attempts that failed for good
       */
      dead: number;
      /**
       * Attempts that ended as cancelled
       */
      cancelled: number;
      /**
       * Attempts that put their job off
       */
      snoozed: number;
      /**
       * Attempts that gave their job back
       */
      released: number;
      /**
       * Of attempts that completed or failed, those that failed, 0 to 1
       */
      failureRate: number | null;
      /**
       * From when the job might have started to when it did
       */
      waitMs: {
        mean: number;
        p50: number;
        p95: number;
        p99: number;
      } | null;
      /**
       * From the start of the attempt to its end
       */
      runMs: {
        mean: number;
        p50: number;
        p95: number;
        p99: number;
      } | null;
    }[];
  }[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Worker".
 */
export interface Worker {
  id: string;
  host: string;
  pid: number;
  version: string;
  roles: string[];
  /**
   * Only one that is `working` reserves jobs
   */
  state: 'working' | 'paused' | 'stopping';
  /**
   * Queues that it consumes, with its concurrency in each
   */
  queues: {
    [k: string]: number | undefined;
  };
  /**
   * What it was told and was not started with; it holds until the process ends
   */
  told: {
    /**
     * Handlers at once by queue; `*` is every other one
     */
    concurrency: {
      [k: string]: number | undefined;
    };
    /**
     * The queues that it is to consume; null: as it was started
     */
    queues: string[] | null;
  };
  running: number;
  /**
   * Handlers whose attempt is over but which do not stop
   */
  overrunning: number;
  /**
   * Hard limits so far that passed unseen because a handler kept the event loop
   */
  standstills: number;
  /**
   * What it takes of its host; null: it is of an older version
   */
  load: {
    /**
     * Memory of the process, as its system counts it
     */
    rssBytes: number;
    /**
     * What JavaScript has in use of it
     */
    heapBytes: number;
    /**
     * Share of the last second in which its event loop was busy
     */
    loopBusy: number;
  } | null;
  /**
   * Threads and processes that run handlers, by kind; {}: it has needed none
   */
  pools: {
    [k: string]:
      | {
          /**
           * Attempts that may run in it at once
           */
          size: number;
          busy: number;
          idle: number;
          /**
           * Attempts that wait for a place
           */
          waiting: number;
          /**
           * How many threads or processes were started so far
           */
          started: number;
        }
      | undefined;
  };
  /**
   * Queues of brokers that feed tasks there, by the names of the sources
   */
  sources: {
    [k: string]:
      | {
          /**
           * waiting: the broker is not to be reached; refused: it is there and says no
           */
          state: 'consuming' | 'connecting' | 'waiting' | 'refused';
          /**
           * When that state began; null: nobody says
           */
          since: string | null;
          /**
           * Why no messages come, or what goes wrong although they do
           */
          trouble: string | null;
          /**
           * Messages so far that came, also those that came again
           */
          taken: number;
          /**
           * Messages that were taken and are not confirmed
           */
          open: number;
          /**
           * Messages so far whose job is stored
           */
          stored: number;
          /**
           * Messages so far that could not become a job
           */
          refused: number;
          /**
           * Of those how many by which code
           */
          refusals: {
            [k: string]: number | undefined;
          };
        }
      | undefined;
  };
  /**
   * ISO 8601, UTC
   */
  startedAt: string;
  /**
   * ISO 8601, UTC
   */
  seenAt: string;
  manifestHash: string;
  manifestRevision: number | null;
  /**
   * Whether its manifest's schedules are those in force; null: no scheduler
   */
  schedulesInForce: boolean | null;
  adminUrl: string | null;
  /**
   * What is wrong with it by its own word
   */
  troubles: string[];
}
/**
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "WorkerAnswer".
 */
export interface WorkerAnswer {
  worker: Worker1;
  /**
   * From the question to the answer
   */
  tookMs: number;
  /**
   * What it runs, the longest first, twenty at most
   */
  attempts: {
    id: string;
    task: string;
    queue: string;
    attempt: number;
    runningMs: number;
    /**
     * It was told to end
     */
    aborted: boolean;
  }[];
}
/**
 * The process as it is afterwards
 */
export interface Worker1 {
  id: string;
  host: string;
  pid: number;
  version: string;
  roles: string[];
  /**
   * Only one that is `working` reserves jobs
   */
  state: 'working' | 'paused' | 'stopping';
  /**
   * Queues that it consumes, with its concurrency in each
   */
  queues: {
    [k: string]: number | undefined;
  };
  /**
   * What it was told and was not started with; it holds until the process ends
   */
  told: {
    /**
     * Handlers at once by queue; `*` is every other one
     */
    concurrency: {
      [k: string]: number | undefined;
    };
    /**
     * The queues that it is to consume; null: as it was started
     */
    queues: string[] | null;
  };
  running: number;
  /**
   * Handlers whose attempt is over but which do not stop
   */
  overrunning: number;
  /**
   * Hard limits so far that passed unseen because a handler kept the event loop
   */
  standstills: number;
  /**
   * What it takes of its host; null: it is of an older version
   */
  load: {
    /**
     * Memory of the process, as its system counts it
     */
    rssBytes: number;
    /**
     * What JavaScript has in use of it
     */
    heapBytes: number;
    /**
     * Share of the last second in which its event loop was busy
     */
    loopBusy: number;
  } | null;
  /**
   * Threads and processes that run handlers, by kind; {}: it has needed none
   */
  pools: {
    [k: string]:
      | {
          /**
           * Attempts that may run in it at once
           */
          size: number;
          busy: number;
          idle: number;
          /**
           * Attempts that wait for a place
           */
          waiting: number;
          /**
           * How many threads or processes were started so far
           */
          started: number;
        }
      | undefined;
  };
  /**
   * Queues of brokers that feed tasks there, by the names of the sources
   */
  sources: {
    [k: string]:
      | {
          /**
           * waiting: the broker is not to be reached; refused: it is there and says no
           */
          state: 'consuming' | 'connecting' | 'waiting' | 'refused';
          /**
           * When that state began; null: nobody says
           */
          since: string | null;
          /**
           * Why no messages come, or what goes wrong although they do
           */
          trouble: string | null;
          /**
           * Messages so far that came, also those that came again
           */
          taken: number;
          /**
           * Messages that were taken and are not confirmed
           */
          open: number;
          /**
           * Messages so far whose job is stored
           */
          stored: number;
          /**
           * Messages so far that could not become a job
           */
          refused: number;
          /**
           * Of those how many by which code
           */
          refusals: {
            [k: string]: number | undefined;
          };
        }
      | undefined;
  };
  /**
   * ISO 8601, UTC
   */
  startedAt: string;
  /**
   * ISO 8601, UTC
   */
  seenAt: string;
  manifestHash: string;
  manifestRevision: number | null;
  /**
   * Whether its manifest's schedules are those in force; null: no scheduler
   */
  schedulesInForce: boolean | null;
  adminUrl: string | null;
  /**
   * What is wrong with it by its own word
   */
  troubles: string[];
}
/**
 * One event; what else it has stands in docs/events.md, by its type. `reset`: something is missing, ask anew
 *
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Event".
 */
export interface Event {
  type: string;
  topic?: 'jobs' | 'runs' | 'queues' | 'schedules' | 'workers' | 'alerts' | 'manifest';
  /**
   * ISO 8601, UTC
   */
  at: string;
  /**
   * Id of the job
   */
  job?: string;
  task?: string;
  queue?: string;
  /**
   * What the job, run or step is in now
   */
  state?: string;
  /**
   * Id of the run
   */
  run?: string;
  workflow?: string | null;
  step?: string;
  schedule?: string;
}
/**
 * RFC 9457; more members may stand beside these, as `violations` or `diagnostics`
 *
 * This interface was referenced by `Endpoints`'s JSON-Schema
 * via the `definition` "Problem".
 */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  /**
   * Stable; docs/errors.md lists all
   */
  code: string;
  hint?: string;
  instance?: string;
}
