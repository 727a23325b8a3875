/** The SDK's own way to send OTLP over HTTP, with its retries, compression and certificates, for bodies already written. */
import { createOtlpHttpExportDelegate, convertLegacyHttpOptions } from '@opentelemetry/otlp-exporter-base/node-http';
import { ProtobufTraceSerializer } from '@opentelemetry/otlp-transformer';

import type { SealedBatch } from './span-batch.ts';

export interface Post {
  /** Rejects when the backend does not take it. */
  send(batch: SealedBatch): Promise<void>;
  close(): Promise<void>;
}

/** ExportResultCode.SUCCESS of @opentelemetry/core, of which there is no door here. */
const SUCCESS: unknown = 0;

interface Letter {
  readonly count: number;
  readonly body: Uint8Array;
}

/** @param url null = the default of the OTLP exporter's own variables */
export function openPost(url: string | null, headers: Readonly<Record<string, string>>): Post {
  const config = { ...(url === null ? {} : { url }), headers: { ...headers } };
  const delegate = createOtlpHttpExportDelegate<Letter, unknown>(
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the SDK's exporters of this version use nothing else
    convertLegacyHttpOptions(config, 'TRACES', 'v1/traces', { 'Content-Type': 'application/x-protobuf' }),
    {
      serializeRequest: ({ body }) => body,
      deserializeResponse: (answer) => ProtobufTraceSerializer.deserializeResponse(answer),
    },
    'otlp_http_span_exporter',
    { name: 'span', countItems: ({ count }) => count },
    undefined,
  );
  return {
    send: async ({ count, body }) => {
      const letter = { count, body: await body };
      await new Promise<void>((resolve, reject) => {
        delegate.export(letter, ({ code, error }) => {
          if (code === SUCCESS) resolve();
          else reject(error ?? new Error('the backend did not take the spans'));
        });
      });
    },
    close: () => delegate.shutdown(),
  };
}
