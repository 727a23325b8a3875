/** Headers that stand on every answer, also on those that never reach Koa. */
import type { Context } from 'koa';
import helmet from 'koa-helmet';

export type Headers = readonly (readonly [name: string, value: string])[];

/** An API needs nothing of a browser, so everything is forbidden. HSTS is the business of whoever ends TLS. */
const forbidding = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  frameguard: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
  strictTransportSecurity: false,
});

/** Asks helmet once, with an answer that is never sent: what is no request has no context that it could set them on. */
export async function securityHeaders(): Promise<Headers> {
  const headers = new Map([['Cache-Control', 'no-store']]);
  const res = {
    setHeader: (name: string, value: string) => headers.set(name, value),
    removeHeader: (name: string) => headers.delete(name),
  };
  await forbidding({ req: {}, res } as unknown as Context, async () => undefined);
  return [...headers];
}

/**
 * Of the dashboard's page alone: its own scripts and styles, the API, and nothing of any other host. Styles that are made
 * while it runs, and the lines that choose the scheme, are known by the nonce.
 */
export function dashboardPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
