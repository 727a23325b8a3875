/**
 * The yaml library recurses once or more per level. Deep text does not only exhaust its stack: V8 aborts the whole
 * process when a regular expression is first compiled near the end of the stack ("RegExpCompiler Allocation failed",
 * seen with 30 000 times `? ` and with 20 000 times `[`). So text that may be that deep never reaches it.
 */

/** Far above MAX_DEPTH of data.ts, which gives the better message, and far below the some 800 levels that hurt. */
const MAX_NESTING = 300;

/** Whether the text may be nested deeper than the library bears; an estimate that errs towards true for odd text only. */
export function isBottomless(text: string): boolean {
  const indents: number[] = [];
  let open = 0;
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end < 0 ? undefined : end);
    from = end < 0 ? text.length : end + 1;
    const indent = line.length - line.trimStart().length;
    if (indent === line.length) continue;
    while ((indents.at(-1) ?? -1) >= indent) indents.pop();
    indents.push(indent);
    const within = nestingOf(line, open);
    if (indents.length + within.deepest > MAX_NESTING) return true;
    open = within.open;
  }
  return false;
}

/** Brackets, and outside of them the indicators that open a collection on the same line: `- - a: b: c`. */
function nestingOf(line: string, openBefore: number): { open: number; deepest: number } {
  let open = openBefore;
  let compact = 0;
  let deepest = open;
  for (const [token] of line.matchAll(/[[\]{}]|[-?:](?= |$)/g)) {
    if (token === '[' || token === '{') open += 1;
    else if (token === ']' || token === '}') open = Math.max(0, open - 1);
    else if (open === 0) compact += 1;
    deepest = Math.max(deepest, open + compact);
  }
  return { open, deepest };
}
