/** Ids of a span as they are written: words of 32 bits, the highest first. To read them from their text costs more than all else. */
import type { SpanContext } from '@opentelemetry/api';

import { digitsOf, RandomWords, wordIn } from '../foundation/index.ts';

export class SpanIds {
  readonly trace0: number;
  readonly trace1: number;
  readonly trace2: number;
  readonly trace3: number;
  readonly span0: number;
  readonly span1: number;

  constructor(trace: TraceWords, span0: number, span1: number) {
    this.trace0 = trace.trace0;
    this.trace1 = trace.trace1;
    this.trace2 = trace.trace2;
    this.trace3 = trace.trace3;
    this.span0 = span0;
    this.span1 = span1;
  }

  /** Of a span of whoever made it. */
  static of({ traceId, spanId }: SpanContext): SpanIds {
    return new SpanIds(wordsOf(traceId), wordIn(spanId, 0), wordIn(spanId, 1));
  }

  /** A fresh span in that trace. */
  static below(trace: TraceWords): SpanIds {
    const at = pool.draw(2);
    return new SpanIds(trace, pool.word(at), pool.word(at + 1));
  }

  /** The id of the span as text. */
  get spanId(): string {
    return digitsOf(this.span0) + digitsOf(this.span1);
  }
}

type TraceWords = Pick<SpanIds, 'trace0' | 'trace1' | 'trace2' | 'trace3'>;

/** Fresh ids in both forms. */
interface DrawnIds {
  readonly traceId: string;
  readonly spanId: string;
  readonly ids: SpanIds;
}

const pool = new RandomWords();

/** Of the trace that was asked for last: spans of one trace come in rows. */
let latest: { readonly traceId: string; readonly words: TraceWords } | undefined;

/** @param traceId of which the span is a part; undefined = of a new one */
export function drawIds(traceId: string | undefined): DrawnIds {
  if (traceId === undefined) {
    const at = pool.draw(6);
    const [trace0, trace1] = [pool.word(at), pool.word(at + 1)];
    const trace = { trace0, trace1, trace2: pool.word(at + 2), trace3: pool.word(at + 3) };
    const ids = new SpanIds(trace, pool.word(at + 4), pool.word(at + 5));
    return { traceId: pool.text(at, 4), spanId: pool.text(at + 4, 2), ids };
  }
  const at = pool.draw(2);
  const ids = new SpanIds(wordsOf(traceId), pool.word(at), pool.word(at + 1));
  return { traceId, spanId: pool.text(at, 2), ids };
}

function wordsOf(traceId: string): TraceWords {
  if (latest?.traceId !== traceId) {
    const [trace0, trace1] = [wordIn(traceId, 0), wordIn(traceId, 1)];
    latest = { traceId, words: { trace0, trace1, trace2: wordIn(traceId, 2), trace3: wordIn(traceId, 3) } };
  }
  return latest.words;
}
