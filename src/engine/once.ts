/**
 * Requests that count once: whoever tries one again with the same key gets the answer of the first. The store keeps what
 * the request was and how it was answered, and reads neither.
 */
export interface Once {
  /** What the request of that key was, as its first caller said. */
  readonly request: string;
  /** null: it is under way. */
  readonly answer: string | null;
}

export interface OnceFacet {
  /**
   * The caller is the first of that key, and has it for ONCE_HELD_MS; or somebody was before.
   * @param key made of who asks and of what he calls it; a hash, so that no key is too long
   * @returns null: the caller is the first
   */
  begin(key: string, request: string): Promise<Once | null>;
  /** What is there under that key; null: nothing. */
  look(key: string): Promise<Once | null>;
  /** It was done, and is answered so for ONCE_KEPT_MS. */
  done(key: string, request: string, answer: string): Promise<void>;
  /** Nothing was done: the key is free again. To be called by whoever began it. */
  drop(key: string): Promise<void>;
}

/** A process that dies meanwhile leaves the key so long. */
export const ONCE_HELD_MS = 60_000;
export const ONCE_KEPT_MS = 86_400_000;

/** Under this key a store notes that a session took leave. */
export function leftKey(session: string): string {
  return `left:${session}`;
}
