/** Sessions of browsers: who am I, log in, log out. */
import { boolean, described, endpoint, instant, listOf, objectOf, ok, orNull, text, view } from '../api/index.ts';
import type { JsonObject } from '../foundation/index.ts';
import { ROLES } from '../manifest/index.ts';
import { OIDC_CALLBACK, OIDC_LOGIN } from './guard.ts';
import type { ServerEndpoint } from './service.ts';
import type { SessionView } from './session-desk.ts';

const login = objectOf<SessionView['login']>({
  token: described(boolean, 'By a token: POST /api/session'),
  oidc: described(
    orNull(
      objectOf<NonNullable<SessionView['login']['oidc']>>({
        label: text,
        path: described(text, 'Where the browser is to go, with `?to=` of where it wants to be afterwards'),
      }),
    ),
    'By a provider',
  ),
});

const session: JsonObject = view(
  'Session',
  objectOf<SessionView>({
    signedIn: described(boolean, 'Whether requests are answered for somebody'),
    name: described(orNull(text), 'Of the token or the person; `local` where nobody has to say who he is'),
    role: orNull({ type: 'string', enum: ROLES }),
    via: described(orNull({ type: 'string', enum: ['local', 'token', 'session', 'oidc'] }), 'How it said who it is'),
    queues: described(orNull(listOf(text)), 'Names and patterns of the queues that it sees; null: all'),
    tasks: described(orNull(listOf(text)), 'Names and patterns of the tasks that it sees; null: all'),
    expiresAt: orNull(instant),
    csrf: described(orNull(text), 'To be sent as `X-CSRF-Token` with whatever changes something; null: it need not'),
    login: described(login, 'How one may log in'),
  }),
);

const body: JsonObject = {
  type: 'object',
  required: ['token'],
  additionalProperties: false,
  description: '{ "token": … }',
  properties: { token: { type: 'string', minLength: 1, maxLength: 1_024, description: 'One of admin.tokens' } },
};

const html = { description: 'A page that leads on', schema: null };

export const sessionEndpoints: readonly ServerEndpoint[] = [
  endpoint({
    name: 'getSession',
    method: 'GET',
    path: '/api/session',
    access: 'open',
    tag: 'session',
    summary: 'Who one is taken for, what one may see, and how one may log in',
    answers: { 200: { description: 'The session, also where there is none', schema: session } },
    run: async ({ desk }) => ok(desk.view()),
  }),
  endpoint({
    name: 'beginSession',
    method: 'POST',
    path: '/api/session',
    access: 'open',
    tag: 'session',
    summary: 'Log in with a token: a browser gets a cookie for it',
    body,
    answers: { 200: { description: 'The session', schema: session } },
    errors: ['TOKEN_INVALID', 'TOKEN_THROTTLED'],
    run: ({ desk, body: given }) => desk.begin((given as { readonly token: string }).token),
  }),
  endpoint({
    name: 'endSession',
    method: 'DELETE',
    path: '/api/session',
    access: 'open',
    tag: 'session',
    summary: 'Log out: the cookie is taken away',
    answers: { 204: { description: 'There is none any more', schema: null } },
    errors: ['CSRF_DENIED'],
    run: ({ desk }) => desk.end(),
  }),
  endpoint({
    name: 'beginLogin',
    method: 'GET',
    path: OIDC_LOGIN,
    access: 'open',
    tag: 'session',
    summary: 'Log in by the provider of `admin.oidc`: the browser is sent there',
    query: { to: described({ type: 'string', maxLength: 1_000 }, 'Path to go to afterwards; `/` if not said') },
    answers: { 302: { description: 'To the provider', schema: null } },
    errors: ['ROUTE_UNKNOWN', 'LOGIN_UNAVAILABLE'],
    run: ({ desk, query }) => desk.toProvider(typeof query['to'] === 'string' ? query['to'] : '/'),
  }),
  endpoint({
    name: 'endLogin',
    method: 'GET',
    path: OIDC_CALLBACK,
    access: 'open',
    tag: 'session',
    summary: 'Where the provider sends the browser back to',
    query: {
      ...Object.fromEntries(
        ['code', 'state', 'iss', 'error', 'error_description', 'error_uri', 'session_state'].map((name) => [
          name,
          described({ type: 'string', maxLength: 4_000 }, 'Of the provider'),
        ]),
      ),
    },
    answers: { 200: html },
    errors: ['ROUTE_UNKNOWN', 'LOGIN_REFUSED', 'LOGIN_UNAVAILABLE'],
    run: ({ desk }) => desk.fromProvider(),
  }),
];
