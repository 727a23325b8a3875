import { BAGGAGE_HEADER, PROPAGATION_HEADER, type TraceCarrier } from '../../core/index.ts';

/** How the job's attempts relate to its trace travels in a header, unless it is the ordinary way; so does baggage, where the call gives none. */
export function withPropagation(
  headers: Readonly<Record<string, string>>,
  { propagation, baggage }: Pick<TraceCarrier, 'propagation' | 'baggage'>,
): Readonly<Record<string, string>> {
  const carried = baggage === undefined ? headers : { [BAGGAGE_HEADER]: baggage, ...headers };
  return propagation === 'parent' ? carried : { ...carried, [PROPAGATION_HEADER]: propagation };
}
