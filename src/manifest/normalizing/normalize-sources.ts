import { dictionary } from '../../foundation/index.ts';
import type { ExpandedSource } from '../expanding/expand.ts';
import type { SourceSpec } from '../specs/source-spec.ts';
import type { PublishSpec } from '../specs/task-spec.ts';

type Brokers = Pick<ExpandedSource, 'brokers'>;

export function sourcesOf(source: ExpandedSource): Record<string, SourceSpec> {
  const result = dictionary<SourceSpec>();
  for (const [name, entry] of Object.entries(source.sources)) {
    result[name] = { name, ...entry, broker: brokerOf(entry.broker, source) };
  }
  return result;
}

export function publishOf(
  publish: NonNullable<ExpandedSource['tasks'][string]['publish']>,
  source: Brokers,
): PublishSpec {
  return { ...publish, broker: brokerOf(publish.broker, source) };
}

/** Where none is said, the only one that there is. Without problems before. */
export function brokerOf(said: string | null, { brokers }: Brokers): string {
  return said ?? Object.keys(brokers)[0] ?? '';
}
