import type { IncomingMessage } from 'node:http';

const READS: readonly (string | undefined)[] = ['GET', 'HEAD', 'OPTIONS'];

/** Whether a request changes nothing, by its method (RFC 9110, 9.2.1). */
export function isRead({ method }: Pick<IncomingMessage, 'method'>): boolean {
  return READS.includes(method);
}
