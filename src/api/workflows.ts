/** Workflows of the manifest: what can be asked of them, and where. */
import type { Json, JsonObject } from '../foundation/index.ts';
import { workflowName } from './names.ts';
import { type EndpointsOf, under } from './operation.ts';
import { anything, boolean, described, integer, listOf, objectOf, orNull, text, texts, view } from './schemas.ts';

export interface WorkflowOperations {
  workflows(): Promise<readonly ListedWorkflowView[]>;
  /** @throws WORKFLOW_UNKNOWN */
  workflow(name: string): Promise<WorkflowView>;
}

/** A workflow in a list. */
export interface ListedWorkflowView {
  readonly name: string;
  readonly description: string | null;
  /** How many it has; those of workflows that are steps are not counted. */
  readonly size: number;
  readonly tags: readonly string[];
  /** JSON Schema of its input; null: anything. */
  readonly input: Json;
}

export interface WorkflowView extends ListedWorkflowView {
  /** Its name by now, where it was asked for by a former one; runs that begin by that keep it. */
  readonly movedTo: string | null;
  /** Names that it had: runs of them are listed by these. */
  readonly former: readonly string[];
  readonly steps: readonly WorkflowStepView[];
  /** Template of the result. */
  readonly output: Json;
  /** The graph as a text for Graphviz, and for Mermaid. */
  readonly drawings: { readonly dot: string; readonly mermaid: string };
}

export interface WorkflowStepView {
  readonly name: string;
  readonly kind: 'task' | 'workflow' | 'wait';
  /** The task, or the workflow; of a wait what it waits for. */
  readonly does: string | null;
  readonly needs: readonly string[];
  readonly when: string;
  /** Template of the list that it is done for; null: it is done once. */
  readonly forEach: Json;
  readonly concurrency: number | null;
  readonly chunk: number | null;
  /** Whether the run goes on where it fails. */
  readonly mayFail: boolean;
}

const listed = {
  name: text,
  description: orNull(text),
  size: described(integer, 'How many steps it has'),
  tags: texts,
  input: described(anything, 'JSON Schema of its input; null = anything'),
};

const listedRef: JsonObject = view('ListedWorkflow', objectOf<ListedWorkflowView>(listed));

const workflowRef: JsonObject = view(
  'Workflow',
  objectOf<WorkflowView>({
    ...listed,
    movedTo: described(
      orNull(text),
      'Its name by now, where it was asked for by a former one; runs that begin by that keep it',
    ),
    former: described(texts, 'Names that it had: runs of them are listed by these'),
    steps: listOf(
      objectOf<WorkflowStepView>({
        name: text,
        kind: { type: 'string', enum: ['task', 'workflow', 'wait'] },
        does: described(orNull(text), 'The task, or the workflow; of a wait what it waits for'),
        needs: texts,
        when: described(text, 'success, failure, always, or the condition'),
        forEach: described(anything, 'Template of the list that it is done for; null: it is done once'),
        concurrency: orNull(integer),
        chunk: orNull(integer),
        mayFail: described(boolean, 'Whether the run goes on where it fails'),
      }),
    ),
    output: described(anything, 'Template of the result'),
    drawings: described(
      objectOf<WorkflowView['drawings']>({ dot: text, mermaid: text }),
      'The graph as a text for Graphviz, and for Mermaid',
    ),
  }),
);

export const workflowEndpoints: EndpointsOf<WorkflowOperations> = {
  workflows: {
    name: 'listWorkflows',
    method: 'GET',
    path: '/api/workflows',
    access: 'viewer',
    tag: 'workflows',
    summary: 'All workflows of the manifest',
    done: {
      status: 200,
      description: 'The workflows',
      schema: objectOf<{ workflows: unknown }>({ workflows: listOf(listedRef) }),
    },
    ask: () => ({}),
    act: ({ operations }) => operations.workflows(),
    wire: under('workflows'),
  },
  workflow: {
    name: 'getWorkflow',
    method: 'GET',
    path: '/api/workflows/:workflow',
    access: 'viewer',
    tag: 'workflows',
    params: { workflow: workflowName },
    summary: 'One workflow with its steps',
    done: { status: 200, description: 'The workflow', schema: workflowRef },
    errors: ['WORKFLOW_UNKNOWN'],
    ask: (name) => ({ params: { workflow: name } }),
    act: (call) => call.operations.workflow(call.params['workflow'] ?? ''),
  },
};
