/** A process killed while an attempt has a session open: what the database keeps of it. */
import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import path from 'node:path';

import Database from 'libsql';

import { ENGINES } from '../support/engines.ts';
import { enqueue, finished, stage } from '../support/stage.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

const SESSION = `
import Database from 'libsql';
export function open(config, { job }) {
  const db = new Database(config.file, { timeout: 5_000 });
  db.exec('CREATE TABLE IF NOT EXISTS effects (key TEXT PRIMARY KEY, rescues INTEGER NOT NULL)');
  db.exec('BEGIN IMMEDIATE');
  return { db, dies: job.payload.dies === 'after the commit' && job.rescues === 0 };
}
export function close({ db, dies }, { kind }) {
  db.exec(kind === 'completed' ? 'COMMIT' : 'ROLLBACK');
  if (dies) process.kill(process.pid, 'SIGKILL');
  db.close();
}
`;

const HANDLER = `
export default function run({ dies }, { job, idempotencyKey, resources }) {
  const { db } = resources.session;
  const { changes } = db.prepare('INSERT OR IGNORE INTO effects VALUES (?, ?)').run(idempotencyKey, job.rescues);
  if (dies === 'in the handler' && job.rescues === 0) process.kill(process.pid, 'SIGKILL');
  return changes;
}
`;

for (const harness of ENGINES) {
  describe(`A process killed with a session open, on ${harness.name}`, () => {
    const scene = stage(harness, { lease: '3s' });
    let file: string;

    beforeEach(async () => {
      const { project } = scene;
      file = project.path('effects.db');
      await symlink(path.join(ROOT, 'node_modules'), project.path('node_modules'));
      await project.writeHandler('session.ts', SESSION);
      await project.writeHandler('write.ts', HANDLER);
      await project.write(`
resources: { session: { module: ./handlers/session.ts, config: { file: ${JSON.stringify(file)} } } }
tasks: { work: { handler: ./handlers/write.ts, use: [session] } }
admin: { port: 0 }
`);
    });

    function effects(): unknown[] {
      const db = new Database(file, { timeout: 5_000 });
      try {
        return db.prepare('SELECT rescues FROM effects').all();
      } finally {
        db.close();
      }
    }

    for (const [dies, kept, changes, rescues] of [
      ['in the handler', [], 1, 1],
      ['after the commit', [{ rescues: 0 }], 0, 0],
    ] as const) {
      it(`${dies}: the effect is there once in the end`, async () => {
        const killed = scene.spawn(['run', '--only', 'worker']);
        await killed.ready();
        const others = await scene.run({ roles: ['api'] });
        const id = await enqueue(others, { dies });
        assert.equal((await killed.ended).signal, 'SIGKILL');
        assert.deepEqual(effects(), kept);
        await scene.run({ roles: ['worker'] });
        const job = await finished(others, id);
        assert.deepEqual([job.state, job.result], ['completed', changes]);
        assert.deepEqual(effects(), [{ rescues }]);
      });
    }
  });
}
