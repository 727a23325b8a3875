/** The workflows of a manifest, as they are shown before any run; they need no store. */
import { dotOf, mermaidOf } from '../../core/index.ts';
import { type Manifest, ownWorkflows } from '../../manifest/index.ts';
import { planOf, workflowOf } from '../../runtime/index.ts';
import type { ListedWorkflowView, WorkflowView } from '../../api/index.ts';
import { plannedStepView } from './run-views.ts';

export function plannedWorkflows(manifest: Manifest): readonly ListedWorkflowView[] {
  return ownWorkflows(manifest).map((name) => listed(manifest, name));
}

/** @throws SkepError WORKFLOW_UNKNOWN */
export function plannedWorkflow(manifest: Manifest, name: string): WorkflowView {
  const about = listed(manifest, name);
  const plan = planOf(manifest, name);
  const moved = manifest.moved.workflows;
  const former = Object.keys(moved).filter((one) => moved[one]?.movedTo === name);
  return {
    ...about,
    movedTo: Object.hasOwn(moved, name) ? (moved[name]?.movedTo ?? null) : null,
    former,
    steps: plan.steps.map((step) => plannedStepView(plan, step)),
    output: plan.output,
    drawings: { dot: dotOf(plan), mermaid: mermaidOf(plan) },
  };
}

function listed(manifest: Manifest, name: string): ListedWorkflowView {
  const { description, tags, input } = workflowOf(manifest, name);
  return { name, description, size: planOf(manifest, name).steps.length, tags, input };
}
