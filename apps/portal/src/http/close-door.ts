import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

/** Milliseconds for which requests under way may go on once a door closes. */
const GRACE = 5_000;

/**
 * How a door is closed: nobody else comes in, and who is being answered gets the answer within `grace`. A connection that
 * was made ahead and never asked anything, as browsers make them, ends at once: by itself, `close` would wait for as long
 * as the browser holds it.
 */
export function closerOf(app: FastifyInstance, grace = GRACE): () => Promise<void> {
  const { server } = app;
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  let closing = false;
  server.on('request', ({ socket }: IncomingMessage, answer: ServerResponse) => {
    silent.delete(socket);
    answer.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
  });
  return async () => {
    closing = true;
    const closed = app.close();
    for (const socket of silent) socket.destroy();
    const end = setTimeout(() => {
      server.closeAllConnections();
    }, grace);
    await closed;
    clearTimeout(end);
  };
}
