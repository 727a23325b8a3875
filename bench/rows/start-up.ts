import { cp, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { SkepProcess } from '../../test/support/skep-process.ts';
import { passed, type Row } from '../row.ts';
import { residentMbOf } from './memory.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');
const REST_MS = 2_000;

export const startUpRow: Row = {
  title: 'Start of `skep run` on the example',
  terms:
    'The command line as it is built, with the example of this repository and all roles: from the start of the process ' +
    'until it says that it is ready, and its resident memory two seconds later.',
  needs: ['program'],
  variants: { 'to ready': [] },
  figures: { ready: { unit: 'ms', better: 'less' }, rest: { unit: 'MB at rest', better: 'less' } },
  jobs: 1_000,
  work: 'process',

  async measure({ place, scale }) {
    const manifest = await readFile(path.join(ROOT, 'jobs.yaml'), 'utf8');
    await writeFile(path.join(place.folder, 'jobs.yaml'), `${manifest}\nadmin: { port: 0 }\n`);
    await cp(path.join(ROOT, 'handlers'), path.join(place.folder, 'handlers'), { recursive: true });
    await symlink(path.join(ROOT, 'node_modules'), path.join(place.folder, 'node_modules'));
    const store = place.redisPort === null ? {} : { REDIS_URL: `redis://127.0.0.1:${place.redisPort}` };
    const begin = performance.now();
    const skep = new SkepProcess(['run'], { cwd: place.folder, env: { SHOP_DATA: place.folder, ...store } });
    await skep.ready();
    const ready = performance.now() - begin;
    await passed(REST_MS * scale);
    const rest = residentMbOf(skep.pid);
    await skep.kill();
    return { ready, rest };
  },
};
