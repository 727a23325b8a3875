/** An error of a job, step or run, in one line. */

/** What Skep itself has refused goes by the code that docs/errors.md explains; the name of its class says nothing. */
export function faultText({
  name,
  message,
  code,
}: {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
}): string {
  return `${name === 'SkepError' && code !== null ? code : name}: ${message}`;
}
