/** Options of Celery, RQ, BullMQ and other programs, and those that somebody guesses: which one does it here. */
export const FOREIGN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  args: ['--payload', '--input'],
  count: ['--limit', '--count'],
  countdown: ['--delay'],
  data: ['--payload', '--input'],
  deduplicate: ['--unique'],
  duration: ['--for'],
  eta: ['--run-at'],
  expire: ['--expires'],
  filter: ['--where', '--task'],
  in: ['--delay', '--for'],
  input: ['--payload'],
  jobid: ['--id'],
  kwargs: ['--payload', '--input'],
  max: ['--limit'],
  maxretries: ['--max-attempts'],
  payload: ['--input'],
  retries: ['--max-attempts'],
  runat: ['--run-at'],
  softtimelimit: ['--timeout'],
  status: ['--state'],
  taskid: ['--id'],
  timelimit: ['--timeout'],
  ttl: ['--expires'],
};

/**
 * @param option as it was written, `--countdown`
 * @param known those of the command
 * @returns a hint, undefined where the command has none of that meaning
 */
export function adviceOnOption(option: string, known: readonly string[]): string | undefined {
  const said = option.toLowerCase().replaceAll(/[-_]/g, '');
  const same = known.find((one) => one.replaceAll('-', '') === said);
  const meant = Object.hasOwn(FOREIGN_OPTIONS, said) ? FOREIGN_OPTIONS[said] : undefined;
  const found = same ?? meant?.find((one) => known.includes(one));
  return found === undefined ? undefined : `did you mean \`${found}\`?`;
}
