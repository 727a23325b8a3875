/** Which connections wait for an answer. Node's own closeIdleConnections spares those that never asked anything. */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export class Connections {
  readonly #idle = new Set<Socket>();
  readonly #answers = new WeakMap<Duplex, ServerResponse>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#idle.add(socket);
      socket.once('close', () => this.#idle.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#idle.delete(socket);
      this.#answers.set(socket, response);
      response.once('close', () => {
        if (!socket.destroyed) this.#idle.add(socket);
      });
    });
  }

  /** Whether an answer is on its way there: another in the middle of it would be read as its text. */
  answering(socket: Duplex): boolean {
    const answer = this.#answers.get(socket);
    return answer !== undefined && answer.headersSent && !answer.writableFinished;
  }

  /** Ends those without a request under way; half a request head is none. */
  closeIdle(): void {
    for (const socket of this.#idle) socket.destroy();
  }
}
