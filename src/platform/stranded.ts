/** Work of which a change would have it that nobody does it. */
import type { DiagnosticCode } from '../foundation/index.ts';

export interface Stranded {
  readonly code: DiagnosticCode;
  readonly text: string;
  /** How many jobs, or runs, it is about. */
  readonly jobs: number;
  readonly section: 'tasks' | 'queues' | 'workflows';
  readonly name: string;
}
