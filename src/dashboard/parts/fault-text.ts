/** An error in one line; what Skep itself has refused goes by the code that docs/errors.md explains. */
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
