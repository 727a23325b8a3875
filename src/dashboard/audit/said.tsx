/** What a line of the audit says of a change, in words: what was asked, and what of it became otherwise. */
type Said = Readonly<Record<string, unknown>> | null;

/** What was asked, a line for each key. */
export function Asked({ said }: { readonly said: Said }) {
  return <Lines lines={Object.entries(said ?? {}).map(([key, value]) => [key, textOf(value)] as const)} />;
}

/** What is not as it was. */
export function Change({ before, after }: { readonly before: Said; readonly after: Said }) {
  const keys = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const lines = keys
    .map((key) => [key, textOf(before?.[key]), textOf(after?.[key])] as const)
    .filter(([, was, is]) => was !== is)
    .map(([key, was, is]) => [key, before === null ? is : after === null ? `was ${was}` : `${was} → ${is}`] as const);
  return <Lines lines={lines} />;
}

function Lines({ lines }: { readonly lines: readonly (readonly [key: string, text: string])[] }) {
  return lines.map(([key, text]) => (
    <div key={key} className="plain said">
      <small>{key}</small> {text}
    </div>
  ));
}

/** A manifest's, as the pages of revisions show it: its first twelve. */
const SHA256 = /^[0-9a-f]{64}$/;

/** In one line; what is null of a thing is not said, nor since when it is so, which stands in front. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return 'none';
  if (typeof value === 'string') return SHA256.test(value) ? value.slice(0, 12) : value;
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([key, part]) => part !== null && key !== 'since');
  return entries.map(([key, part]) => `${key} ${typeof part === 'string' ? part : JSON.stringify(part)}`).join(', ');
}
