/** Server-sent events as our servers write them, read into batches: what stands before an id belongs to it (HTML, 9.2.6). */
import type { Batch } from '../api/index.ts';

/** @param pieces text, cut anywhere */
export async function* sentEvents<News>(pieces: AsyncIterable<string>): AsyncGenerator<Batch<News>> {
  let news: News[] = [];
  for await (const block of blocksOf(pieces)) {
    const { id, data } = readBlock(block);
    if (data !== undefined) news.push(JSON.parse(data) as News);
    if (id === undefined) continue;
    yield { news, position: id };
    news = [];
  }
}

/** An empty line ends a block; what stands behind the last one was cut off. */
async function* blocksOf(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of pieces) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    yield* blocks;
  }
}

function readBlock(block: string): { id: string | undefined; data: string | undefined } {
  let id: string | undefined;
  let data: string | undefined;
  for (const line of block.split('\n')) {
    if (line.startsWith('id: ')) id = line.slice('id: '.length);
    if (line.startsWith('data: ')) data = line.slice('data: '.length);
  }
  return { id, data };
}
