/** Options of a call in Celery, RQ, BullMQ and Sidekiq, by their names in small letters without `_`: what they are here. */
const FOREIGN: Readonly<Record<string, readonly string[]>> = {
  args: ['payload', 'input'],
  attempts: ['maxAttempts'],
  at: ['runAt'],
  countdown: ['delay'],
  data: ['payload', 'input'],
  deduplication: ['unique'],
  eta: ['runAt'],
  expiration: ['expires'],
  in: ['delay'],
  input: ['payload'],
  jobid: ['id'],
  jobtimeout: ['timeout'],
  kwargs: ['payload', 'input'],
  maxretries: ['maxAttempts'],
  payload: ['input'],
  queuename: ['queue'],
  retries: ['maxAttempts'],
  retry: ['maxAttempts'],
  taskid: ['id'],
  timelimit: ['timeout'],
  uniquekey: ['unique'],
};

/** @returns which of the known keys a foreign one stands for */
export function foreignOption(key: string, known: readonly string[]): string | undefined {
  const said = key.slice(0, 64).toLowerCase().replaceAll(/[_-]/g, '');
  const same = known.find((one) => one.toLowerCase() === said);
  const meant = Object.hasOwn(FOREIGN, said) ? FOREIGN[said] : undefined;
  return same ?? meant?.find((one) => known.includes(one));
}
