/** Where the dashboard and the API live, as the server wrote it into the page: no address is fixed when it is built. */

/** Path of the dashboard, with a slash at its end. */
export const BASE_PATH = new URL(document.baseURI).pathname;

/** Address of the API's root, with a slash at its end. */
export const API_ROOT = new URL(metaOf('skep-api') ?? './', document.baseURI);

/** What styles that are made at run time are allowed by. */
export const NONCE = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

function metaOf(name: string): string | null {
  return document.querySelector(`meta[name="${name}"]`)?.getAttribute('content') ?? null;
}

/** @param path of the API, as `/api/jobs` */
export function apiUrl(path: string): URL {
  return new URL(path.replace(/^\//, ''), API_ROOT);
}
