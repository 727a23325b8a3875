/** Which connections wait for an answer. Node's own closeIdleConnections spares those that never asked anything. */
import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export class Connections {
  readonly #idle = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket) => {
      this.#idle.add(socket);
      socket.once('close', () => this.#idle.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#idle.delete(socket);
      response.once('close', () => {
        if (!socket.destroyed) this.#idle.add(socket);
      });
    });
  }

  /** Ends those without a request under way; half a request head is none. */
  closeIdle(): void {
    for (const socket of this.#idle) socket.destroy();
  }
}
