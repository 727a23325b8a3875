import { endpoint, type Endpoint, ok } from '../endpoint.ts';
import { listOf, objectOf, refTo } from './schemas.ts';

export const manifestEndpoints: readonly Endpoint[] = [
  endpoint({
    name: 'getManifest',
    method: 'GET',
    path: '/api/manifest',
    access: 'viewer',
    tag: 'manifest',
    summary: 'The manifest in force, and what is wrong with the newest file if that was refused',
    answers: { 200: { description: 'The manifest', schema: refTo('Manifest') } },
    run: async ({ served }) => ok(await served.operations.manifest()),
  }),
  endpoint({
    name: 'reload',
    method: 'POST',
    path: '/api/reload',
    access: 'admin',
    tag: 'manifest',
    summary: 'Read the manifest again, in every process; a broken one changes nothing',
    answers: { 200: { description: 'The manifest afterwards', schema: refTo('Manifest') } },
    errors: ['MANIFEST_INVALID', 'MANIFEST_NOT_FOUND'],
    run: async ({ served }) => ok(await served.operations.reload()),
  }),
  endpoint({
    name: 'listWorkers',
    method: 'GET',
    path: '/api/workers',
    access: 'viewer',
    tag: 'workers',
    summary: 'The processes that live',
    answers: {
      200: {
        description: 'The processes',
        schema: objectOf<{ workers: unknown }>({ workers: listOf(refTo('Worker')) }),
      },
    },
    run: async ({ served }) => ok({ workers: await served.operations.workers() }),
  }),
];
