/** Text in lines for a terminal, whose own breaks fall into the midst of words. */

/** Narrower than that nothing can be read; the terminal may break it then. */
const LEAST = 20;

/**
 * @param width characters of a line, at least 20
 * @returns the text in lines, broken at spaces; a longer word has a line of its own
 */
export function wrapWords(text: string, width: number): string[] {
  const limit = Math.max(LEAST, width);
  if (text.length <= limit) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > limit) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
