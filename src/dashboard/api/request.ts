/** One request to the API, typed by its document. */
import { apiUrl } from './place.ts';
import { ApiProblem, notReached, problemOf } from './problem.ts';
import { proofOfPage, sessionLost } from './session.ts';
import type { Endpoints } from './types.generated.ts';

export type EndpointName = keyof Endpoints;
export type AnswerOf<Name extends EndpointName> = Endpoints[Name]['answer'];

type BodyOf<Name extends EndpointName> = Endpoints[Name] extends { body: infer Body } ? Body : undefined;

/** As the address has it: a list with commas between its parts. */
type Query = Readonly<Record<string, string | number | boolean | string[] | undefined>>;

/** What an endpoint is asked with. */
export interface Asked<Name extends EndpointName> {
  readonly params?: Readonly<Record<string, string>> & Endpoints[Name]['params'];
  // Endpoints without a query have none of the keys.
  // eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type
  readonly query?: Partial<Endpoints[Name]['query']>;
  readonly body?: BodyOf<Name>;
}

/** Method, address and body: what is sent, and what "copy as curl" writes. */
export interface Written {
  readonly method: string;
  readonly url: URL;
  readonly body: string | null;
}

/** @param name method and path, as in `GET /api/jobs/{job}` */
export function written<Name extends EndpointName>(name: Name, asked: Asked<Name> = {}): Written {
  const [method = 'GET', template = '/'] = name.split(' ');
  const params: Readonly<Record<string, string>> = asked.params ?? {};
  const path = template.replace(/\{(\w{1,40})\}/g, (_, key: string) => encodeURIComponent(params[key] ?? ''));
  const url = apiUrl(path);
  for (const [key, value] of Object.entries((asked.query ?? {}) as Query)) {
    if (value === undefined || value === '') continue;
    url.searchParams.set(key, Array.isArray(value) ? value.join(',') : String(value));
  }
  return { method, url, body: asked.body === undefined ? null : JSON.stringify(asked.body) };
}

/** @throws ApiProblem */
export async function request<Name extends EndpointName>(
  name: Name,
  asked: Asked<Name> = {},
  signal?: AbortSignal,
): Promise<AnswerOf<Name>> {
  return JSON.parse(await requestText(name, asked, signal)) as AnswerOf<Name>;
}

/** The answer as it was written, where numbers may be larger than JavaScript's. @throws ApiProblem */
export async function requestText<Name extends EndpointName>(
  name: Name,
  asked: Asked<Name> = {},
  signal?: AbortSignal,
): Promise<string> {
  const { method, url, body } = written(name, asked);
  const response = await sent(url, {
    method,
    body,
    headers: {
      Accept: 'application/json',
      ...(body !== null && { 'Content-Type': 'application/json' }),
      ...proofOfPage(method),
    },
    ...(signal && { signal }),
  });
  return textOf(response);
}

/** A body that was written elsewhere, number by number as it is. @throws ApiProblem */
export async function requestRaw(url: URL, body: string): Promise<string> {
  const headers = { Accept: 'application/json', 'Content-Type': 'application/json', ...proofOfPage('POST') };
  return textOf(await sent(url, { method: 'POST', body, headers }));
}

async function textOf(response: Response): Promise<string> {
  const text = await response.text();
  if (!response.ok) {
    const problem = problemOf(response.status, parsed(text));
    if (problem.needsLogin) sessionLost();
    throw problem;
  }
  return text === '' ? 'null' : text;
}

async function sent(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, credentials: 'same-origin', cache: 'no-store', redirect: 'error' });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw error instanceof ApiProblem ? error : notReached();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
