import { keyBytes } from '../../core/index.ts';
import { suggestion } from '../../foundation/index.ts';
import type { Resolving } from './resolving.ts';

/** Keys that could not encrypt, and tasks without a key. What a key is never stands in a message. */
export function resolveEncryption({ combined, problems, source, tasks }: Resolving): void {
  const { encryption } = source;
  for (const [name, { encrypt }] of tasks) {
    // A section that was refused has its own problem.
    if (!encrypt || encryption !== null || combined.mentions('encryption')) continue;
    const hint = 'declare `encryption: { keys: { k1: "${SKEP_KEY}" }, use: k1 }`';
    problems.add('REF_KEY', combined.spot(['tasks', name, 'encrypt']), 'there is no key to encrypt with', hint);
  }
  if (encryption === null) return;
  const { keys, use } = encryption;
  for (const [name, text] of Object.entries(keys)) {
    if (keyBytes(text) !== null) continue;
    const message = `the key \`${name}\` is not 32 bytes, as base64 or hex`;
    problems.add('REF_KEY', combined.spot(['encryption']), message, 'make one with `openssl rand -base64 32`');
  }
  if (!Object.hasOwn(keys, use)) {
    const message = `there is no key \`${use}\` to encrypt with`;
    problems.add('REF_KEY', combined.spot(['encryption', 'use']), message, suggestion(use, Object.keys(keys)));
  }
}
