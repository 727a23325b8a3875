import type { DiagnosticCode } from '../../foundation/index.ts';
import type { Path } from '../yaml/source-file.ts';

/** Tells of a problem at a path of the expanded form. */
export type Report = (code: DiagnosticCode, path: Path, message: string, hint?: string) => void;
