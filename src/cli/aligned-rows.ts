/** Rows as lines of columns that stand under each other, without borders: easy to read, easy to cut. */
import Table from 'cli-table3';

/** @param rows cells of each; one that has several lines makes its row as high */
export function alignedRows(rows: readonly (readonly string[])[]): string[] {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
  const bottom = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' };
  const inner = { left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ' };
  const table = new Table({
    chars: { ...none, ...bottom, ...inner },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}
