/** The part of the receiver that the tests use; the package brings no types. */
declare module '@elastic/mockotlpserver' {
  export class MockOtlpServer {
    constructor(options: {
      readonly logLevel: string;
      readonly services: readonly ('http' | 'grpc' | 'ui')[];
      readonly httpHostname: string;
      /** 0 takes a free one. */
      readonly httpPort: number;
      readonly onTrace: (raw: unknown) => void;
    });
    readonly httpUrl: URL;
    start(): Promise<void>;
    close(): Promise<void>;
  }

  /** Ids as hex, attributes as plain objects. */
  export function normalizeTrace(raw: unknown): {
    readonly resourceSpans: readonly {
      readonly resource: { readonly attributes: Readonly<Record<string, unknown>> };
      readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[];
    }[];
  };

  export interface ReceivedSpan {
    readonly name: string;
    readonly kind: string;
    readonly traceId: string;
    readonly spanId: string;
    readonly parentSpanId?: string;
    readonly startTimeUnixNano: string;
    readonly endTimeUnixNano: string;
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly status: { readonly code: string; readonly message?: string };
    readonly events?: readonly { readonly name: string; readonly attributes: Readonly<Record<string, unknown>> }[];
    readonly links?: readonly {
      readonly traceId: string;
      readonly spanId: string;
      readonly attributes: Readonly<Record<string, unknown>>;
    }[];
  }
}
