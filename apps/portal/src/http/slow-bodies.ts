import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Milliseconds in which what is no file has arrived; a file shows in each such stretch that it goes on. */
export const PATIENCE = 10_000;
/** Bytes of a file each second at least: a poor line brings ten times as many. */
const LEAST_RATE = 4_096;
/** Milliseconds after which every request is over, as an upload that waits for its next byte is. */
const LONGEST = 86_400_000;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Set where a body is a file, which may take as long as its line needs. */
    readonly takesFile?: true;
  }
}

/** How a server waits for requests: for their head no longer than `patience`, for what follows as `watchBodies` says. */
export function waiting(patience: number) {
  return {
    requestTimeout: LONGEST,
    http: { headersTimeout: patience, connectionsCheckingInterval: Math.ceil(patience / 2) },
  };
}

/**
 * Ends requests whose body does not come. Node knows one time for all of them, which cuts a file on a slow line although it
 * goes on: a file is let go on while it brings its least, whatever else comes has to be there in time, and what is still
 * sent after the answer too.
 */
export function watchBodies(app: FastifyInstance, patience: number): void {
  app.addHook('onRequest', (request, out, done) => {
    if (bringsBody(request)) watch(request, out, patience);
    done();
  });
}

function watch({ raw, routeOptions }: FastifyRequest, out: FastifyReply, patience: number): void {
  const { socket } = raw;
  const least = (LEAST_RATE * patience) / 1_000;
  let seen = socket.bytesRead;
  const look = () => {
    const came = socket.bytesRead - seen;
    seen = socket.bytesRead;
    const goesOn = routeOptions.config.takesFile === true && !out.raw.writableFinished && came >= least;
    if (!raw.complete && !goesOn) raw.destroy();
  };
  const timer = setInterval(look, patience);
  timer.unref();
  for (const end of ['end', 'close', 'error'])
    raw.once(end, () => {
      clearInterval(timer);
    });
}

function bringsBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
