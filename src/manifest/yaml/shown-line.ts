/** Lines of a manifest's file as they are shown. */
import { visibleColumns } from '../../foundation/index.ts';
import { maskSecrets } from '../redact.ts';
import { coverRanges, secretRanges } from '../secret-places.ts';
import type { Range, SourceFile } from './source-file.ts';

/** Worked out once for each file of which something has to be shown. */
const known = new WeakMap<SourceFile, readonly Range[]>();

/** @param line from 1. @returns its text with every secret covered by as many stars, so that columns stay */
export function shownLine(file: SourceFile, line: number): string {
  return maskSecrets(visibleColumns(coverRanges(file.lineText(line), file.lineStart(line), rangesOf(file))));
}

function rangesOf(file: SourceFile): readonly Range[] {
  const found = known.get(file) ?? readRanges(file);
  known.set(file, found);
  return found;
}

/** What the library could not read at all has no places; what looks like a secret is covered by its look. */
function readRanges(file: SourceFile): readonly Range[] {
  try {
    return secretRanges(file.document);
  } catch {
    return [];
  }
}
