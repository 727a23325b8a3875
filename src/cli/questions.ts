/** Questions to the person at the terminal. They stand on stderr: stdout is for data. */
import { createInterface } from 'node:readline/promises';

import { newAborter } from '../foundation/index.ts';

/**
 * Asks until the answer is one. Where nothing is written it is `usual`.
 * @param check what is wrong with an answer; null: nothing
 * @returns undefined where the person ended it with Ctrl-C or Ctrl-D
 */
export async function ask(
  question: string,
  usual: string,
  check: (answer: string) => string | null,
): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const ended = newAborter();
  lines.on('close', () => ended.abort());
  try {
    for (;;) {
      const answer = (await lines.question(`${question} [${usual}]: `, { signal: ended.signal })).trim() || usual;
      const problem = check(answer);
      if (problem === null) return answer;
      process.stderr.write(`${problem}\n`);
    }
  } catch (error) {
    if (!ended.signal.aborted) throw error;
    process.stderr.write('\n');
    return undefined;
  } finally {
    lines.close();
  }
}
