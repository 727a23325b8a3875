/**
 * OpenTelemetry's SDK for logs. Nothing may import this file but a dynamic import in log-export.ts: a process that sends no log lines
 * does not load it.
 */
import { context } from '@opentelemetry/api';
import { OTLPLogExporter } from '@opentelemetry/exporter-logs-otlp-proto';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs';

import { type LogLevel, messageOf } from '../foundation/index.ts';
import type { LogOutlet } from './logs.ts';
import { SCOPE } from './semconv.ts';

/** As the specification numbers them (logs/data-model.md, SeverityNumber). */
const SEVERITY: Readonly<Record<LogLevel, number>> = { debug: 5, info: 9, warn: 13, error: 17 };

export interface LogExportSettings {
  readonly on: boolean;
  /** null = the exporter's default. */
  readonly url: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly resource: Readonly<Record<string, string>>;
}

export interface OtlpLogs {
  readonly outlet: LogOutlet;
  /** Sends what is left. May reject, and may take as long as the exporter's own timeouts. */
  shutdown(): Promise<void>;
}

/** Whether the backend takes what is sent. */
interface News {
  failed(reason: string): void;
  sent(): void;
}

/** Lines wait in the SDK's bounded queue (2 048 of them); what comes while it is full is dropped. */
export function openOtlpLogs({ url, headers, resource }: LogExportSettings, version: string, news: News): OtlpLogs {
  const exporter = new OTLPLogExporter({ ...(url === null ? {} : { url }), headers: { ...headers } });
  const attributes = { 'service.version': version, 'process.pid': process.pid, ...resource };
  const provider = new LoggerProvider({
    resource: defaultResource().merge(resourceFromAttributes(attributes)),
    processors: [new BatchLogRecordProcessor({ exporter: told(exporter, news) })],
  });
  const logger = provider.getLogger(SCOPE, version);
  return {
    outlet: (level, fields, message) => {
      // The numbers of the specification, whatever the enum of the API is called.
      const line: unknown = {
        severityNumber: SEVERITY[level],
        severityText: level,
        body: message,
        attributes: fields,
        context: context.active(),
      };
      logger.emit(line as Line);
    },
    shutdown: () => provider.shutdown(),
  };
}

type Line = Parameters<ReturnType<LoggerProvider['getLogger']>['emit']>[0];
type ExportResult = Parameters<Parameters<LogRecordExporter['export']>[1]>[0];

/** ExportResultCode.SUCCESS of @opentelemetry/core, of which there is no door here. */
const SUCCESS: unknown = 0;
const TAKEN = { code: SUCCESS } as ExportResult;

/** The same exporter; how it went goes to the news in place of the SDK's error handler, which is the whole process'. */
function told(exporter: LogRecordExporter, news: News): LogRecordExporter {
  return {
    export: (lines, done) =>
      exporter.export(lines, ({ error, ...result }) => {
        if (error === undefined && result.code === SUCCESS) news.sent();
        else news.failed(error === undefined ? 'the backend did not take them' : messageOf(error));
        done(TAKEN);
      }),
    forceFlush: () => exporter.forceFlush(),
    shutdown: () => exporter.shutdown(),
  };
}
