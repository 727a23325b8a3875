/**
 * The shop's database as each attempt gets it: a session of its own, never that of a request or of another job. What it
 * wrote counts when the attempt has completed, and is taken back however else that ended.
 */
import type { ResourceOutcome } from 'skep';

import { openDatabase, type ShopDatabase } from '../shop/database.ts';

export class Session {
  readonly #db: ShopDatabase;
  readonly #ended: () => void;

  constructor(db: ShopDatabase, ended: () => void) {
    this.#db = db;
    this.#ended = ended;
    db.exec('BEGIN IMMEDIATE');
  }

  get prepare(): ShopDatabase['prepare'] {
    return this.#db.prepare.bind<ShopDatabase['prepare']>(this.#db);
  }

  /** What was written so far counts, whatever becomes of the attempt. */
  commit(): void {
    this.#db.exec('COMMIT');
    this.#db.exec('BEGIN IMMEDIATE');
  }

  end(counts: boolean): void {
    try {
      this.#db.exec(counts ? 'COMMIT' : 'ROLLBACK');
    } finally {
      this.#db.close();
      this.#ended();
    }
  }
}

/**
 * SQLite lets one write at a time, and whoever waits for it keeps the event loop: so the sessions of a process take turns. Of
 * a database server this would be a connection of a pool.
 */
let turn: Promise<void> = Promise.resolve();

export async function open(): Promise<Session> {
  const before = turn;
  let ended = (): void => undefined;
  turn = new Promise((resolve) => {
    ended = resolve;
  });
  await before;
  try {
    return new Session(openDatabase(), ended);
  } catch (error) {
    ended();
    throw error;
  }
}

export function close(session: Session, { kind }: ResourceOutcome): void {
  session.end(kind === 'completed');
}
