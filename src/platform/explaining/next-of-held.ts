/** What lets a held job go on. */
import type { StandingHold } from '../../engine/index.ts';

/**
 * @param held reason, blank, name
 * @param until when it ends by itself, as far as that is known
 * @param standing the holds that stand; those of the manifest are taken out there
 */
export function nextOfHeld(
  held: string,
  until: string | null,
  standing: readonly Pick<StandingHold, 'reason' | 'name' | 'manifest'>[],
): string {
  const [reason = '', name = ''] = held.split(' ');
  const at = until === null ? '' : `at ${until}, or `;
  const bucket = name.replace(/^(?:breaker:)?bucket:/, '');
  switch (reason) {
    case 'hold': {
      const own = standing.find((hold) => hold.reason === 'hold' && hold.name === name)?.manifest !== true;
      return `it goes on ${at}after ${own ? `\`skep hold rm ${name}\`` : `the hold ${name} is taken out of the manifest`}`;
    }
    case 'paused':
      return `it goes on ${at}after \`skep tasks resume ${name.replace('task:', '')}\``;
    case 'breaker':
      return `it goes on when the breaker lets probes through${until === null ? '' : `, from ${until} on`}, or after \`skep buckets reset ${bucket}\``;
    case 'bucket':
      return `it goes on ${at}after \`skep buckets reset ${bucket}\``;
    default:
      return `it goes on when the limit has room${until === null ? '' : `, at ${until}`}`;
  }
}
