/**
 * A receiver of OTLP over http/protobuf that is not ours, and what came to it. All of a process hear what comes to any: its package tells
 * of it by one channel of the process.
 */
import { MockOtlpServer, normalizeTrace, type ReceivedSpan } from '@elastic/mockotlpserver';

export class SpanReceiver {
  readonly #received: unknown[] = [];
  readonly #server = new MockOtlpServer({
    logLevel: 'warn',
    services: ['http'],
    httpHostname: '127.0.0.1',
    httpPort: 0,
    onTrace: (trace: unknown) => this.#received.push(trace),
  });

  static async start(): Promise<SpanReceiver> {
    const receiver = new SpanReceiver();
    await receiver.#server.start();
    return receiver;
  }

  /** What OTEL_EXPORTER_OTLP_ENDPOINT is set to. */
  get url(): string {
    return String(this.#server.httpUrl);
  }

  /** All so far. @param pid only of that process */
  spans(pid?: number): readonly ReceivedSpan[] {
    const wanted = this.#resources().filter(
      ({ resource }) => pid === undefined || resource.attributes['process.pid'] === pid,
    );
    return wanted.flatMap((part) => part.scopeSpans.flatMap((scope) => scope.spans));
  }

  /** Attributes of the first resource that sent any. */
  resource(): Readonly<Record<string, unknown>> {
    return this.#resources()[0]?.resource.attributes ?? {};
  }

  close(): Promise<void> {
    return this.#server.close();
  }

  #resources() {
    return this.#received.flatMap((raw) => normalizeTrace(raw).resourceSpans);
  }
}
