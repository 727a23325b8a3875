/**
 * Who asks. A token is kept in the memory of this page alone: it is typed again after a reload, and no script finds it
 * in any storage. This module is all that knows of it.
 */
type Listener = () => void;

let token: string | null = null;
const listeners = new Set<Listener>();

/** @returns headers of a request */
export function credentials(): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}

/** @param given null: nobody */
export function signIn(given: string | null): void {
  token = given;
  for (const listener of listeners) listener();
}

export function isSignedIn(): boolean {
  return token !== null;
}

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
