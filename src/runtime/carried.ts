import { PROPAGATION_HEADER, type TraceCarrier } from '../core/index.ts';

/** How the job's attempts relate to its trace travels in a header, unless it is the ordinary way. */
export function withPropagation(
  headers: Readonly<Record<string, string>>,
  carrier: Pick<TraceCarrier, 'propagation'>,
): Readonly<Record<string, string>> {
  return carrier.propagation === 'parent' ? headers : { ...headers, [PROPAGATION_HEADER]: carrier.propagation };
}
