import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance, type FastifyPluginAsync } from 'fastify';

import { ADD_CHECKPOINT_LIMIT, type NotCosigned } from '@assay/attestation/log/add-checkpoint';
import { unreachable, type Result } from '@assay/vocabulary/result';

import { closerOf } from '../http/close-door.ts';

/** What the door of a witness asks of it. */
export type WitnessDesk = {
  /** Signature lines, or why there are none. */
  addCheckpoint(body: string): Promise<Result<string, NotCosigned>>;
  /** The newest cosigned checkpoint of a log, by the SHA-256 of its origin in hexadecimal. */
  latest(originHash: string): Promise<string | undefined>;
};

export type WitnessOptions = {
  /** Receives what should never happen; the client learns nothing of it. */
  readonly surprise?: (error: unknown) => void;
  /** Per client address; 600 unless told. */
  readonly requestsPerMinute?: number;
};

export type WitnessDoor = {
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
  /** Answers a request without a socket. */
  readonly inject: FastifyInstance['inject'];
};

const TEXT = 'text/plain; charset=utf-8';
const SIZE = 'text/x.tlog.size';
const NOTHING = 'nothing here\n';

/** The door of a witness by itself. */
export async function openWitness(desk: WitnessDesk, options: WitnessOptions = {}): Promise<WitnessDoor> {
  const app = fastify({ logger: false, requestTimeout: 10_000 });
  const close = closerOf(app);
  await app.register(helmet, { strictTransportSecurity: false });
  await app.register(rateLimit, { max: options.requestsPerMinute ?? 600, timeWindow: 60_000 });
  await app.register(witnessRoutes(desk, options));
  app.get('/healthz', async (_request, out) => out.type(TEXT).send('alive\n'));
  await app.ready();
  return {
    listen: (port, host) => app.listen({ port, host }),
    close,
    inject: app.inject.bind(app),
  };
}

/**
 * What a witness answers (C2SP tlog-witness): POST /add-checkpoint for logs, GET /<hash of origin>/checkpoint for whoever
 * watches. Anybody may ask; the signature of the log is the permission, and each cosignature is kept as the event.
 */
export function witnessRoutes(desk: WitnessDesk, options: WitnessOptions = {}): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
      done(null, body);
    });
    app.setErrorHandler(async (error: FastifyError, _request, out) => {
      const status = error.statusCode ?? 500;
      if (status >= 500) options.surprise?.(error);
      return out
        .code(status)
        .type(TEXT)
        .send(`${status >= 500 ? 'not answered' : error.message}\n`);
    });
    app.setNotFoundHandler(async (_request, out) => out.code(404).type(TEXT).send(NOTHING));

    app.post('/add-checkpoint', { bodyLimit: ADD_CHECKPOINT_LIMIT }, async (request, out) => {
      const body = typeof request.body === 'string' ? request.body : '';
      const answer = await desk.addCheckpoint(body);
      if (answer.ok) return out.type(TEXT).send(answer.value);
      const { status, type, text } = told(answer.refusal);
      return out.code(status).type(type).send(`${text}\n`);
    });
    app.get<{ Params: { readonly hash: string } }>('/:hash/checkpoint', async (request, out) => {
      const { hash } = request.params;
      const note = /^[0-9a-f]{64}$/.test(hash) ? await desk.latest(hash) : undefined;
      out.header('access-control-allow-origin', '*').header('cache-control', 'public, max-age=5');
      return note === undefined ? out.code(404).type(TEXT).send(NOTHING) : out.type(TEXT).send(note);
    });
  };
}

/** The statuses of the protocol. */
function told(refusal: NotCosigned): {
  readonly status: number;
  readonly type: string;
  readonly text: string;
} {
  switch (refusal.code) {
    case 'malformed-request':
      return { status: 400, type: TEXT, text: refusal.why };
    case 'unknown-log':
      return { status: 404, type: TEXT, text: `${refusal.origin} is not watched here` };
    case 'log-signature':
      return { status: 403, type: TEXT, text: `no good signature of ${refusal.origin}` };
    case 'other-size':
      return { status: 409, type: SIZE, text: String(refusal.size) };
    case 'inconsistent':
      return { status: 422, type: TEXT, text: refusal.why };
    default:
      return unreachable(refusal);
  }
}
