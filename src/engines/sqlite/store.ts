/** One connection to the file, with its prepared statements. Rows are arrays: objects cost twice the time. */
import Database from 'libsql';
import { hold } from './file-identity.ts';

export type SqlValue = string | number | null;
/** Bytes come where a query casts to them; they are Buffers. */
export type Row = readonly (SqlValue | Uint8Array)[];

interface RawStatement {
  run(params: readonly SqlValue[]): { readonly changes: number };
  get(params: readonly SqlValue[]): Row | undefined;
  all(params: readonly SqlValue[]): Row[];
}

export class Store {
  readonly path: string;
  readonly #database: Database.Database;
  readonly #statements = new Map<string, RawStatement>();
  readonly #letGo: () => void;

  /** Opens or creates the file; nothing is written to it yet. */
  constructor(path: string) {
    this.path = path;
    this.#database = new Database(path);
    this.#letGo = path === ':memory:' ? () => undefined : hold(path);
  }

  get memory(): boolean {
    return this.path === ':memory:';
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** @returns how many rows changed */
  run(sql: string, ...params: SqlValue[]): number {
    return this.#statement(sql).run(params).changes;
  }

  get(sql: string, ...params: SqlValue[]): Row | undefined {
    return this.#statement(sql).get(params);
  }

  all(sql: string, ...params: SqlValue[]): Row[] {
    return this.#statement(sql).all(params);
  }

  /** The first column of the first row as a number; 0 when there is none. */
  number(sql: string, ...params: SqlValue[]): number {
    return Number(this.get(sql, ...params)?.[0] ?? 0);
  }

  /** Idempotent. The log is written back first, so that the file alone holds everything, where nobody else uses it. */
  close(): void {
    if (!this.#database.open) return;
    this.#statements.clear();
    try {
      if (!this.#database.inTransaction) this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch {
      // Another process reads or writes; whoever closes last does it.
    }
    this.#database.close();
    this.#letGo();
  }

  #statement(sql: string): RawStatement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      const prepared = this.#database.prepare(sql);
      // The driver refuses raw mode on statements that give no rows.
      statement = (prepared.reader ? prepared.raw() : prepared) as unknown as RawStatement;
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}
