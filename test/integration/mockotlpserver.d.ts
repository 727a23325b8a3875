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
      readonly onMetrics?: (raw: unknown) => void;
      readonly onLogs?: (raw: unknown) => void;
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

  /** Attributes as plain objects. */
  export function normalizeMetrics(raw: unknown): {
    readonly resourceMetrics: readonly {
      readonly scopeMetrics: readonly { readonly metrics: readonly ReceivedMetric[] }[];
    }[];
  };

  /** Attributes as plain objects, ids as hex. */
  export function normalizeLogs(raw: unknown): {
    readonly resourceLogs: readonly {
      readonly resource: { readonly attributes: Readonly<Record<string, unknown>> };
      readonly scopeLogs: readonly { readonly logRecords: readonly ReceivedLine[] }[];
    }[];
  };

  export interface ReceivedLine {
    readonly severityText: string;
    readonly body: unknown;
    readonly traceId?: string;
    readonly attributes?: Readonly<Record<string, unknown>>;
  }

  export interface ReceivedMetric {
    readonly name: string;
    readonly unit?: string;
    readonly sum?: { readonly isMonotonic: boolean; readonly dataPoints: readonly ReceivedPoint[] };
    readonly gauge?: { readonly dataPoints: readonly ReceivedPoint[] };
    readonly histogram?: { readonly dataPoints: readonly ReceivedPoint[] };
  }

  export interface ReceivedPoint {
    readonly attributes: Readonly<Record<string, unknown>>;
    readonly asDouble?: number;
    readonly count?: string;
  }

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
