import type { ServerResponse } from 'node:http';

/** The response has been handed to the system whole, or nobody waits for it any more. */
export function sent(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (res.writableFinished || res.destroyed) resolve();
    else res.once('finish', resolve).once('close', resolve);
  });
}
