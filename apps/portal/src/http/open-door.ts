import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyError, type FastifyInstance, type FastifyRequest } from 'fastify';

import { explain, problemJson, problemOfStatus, type Problem } from '../problems.ts';
import type { AccessLine } from './access-line.ts';
import type { Asked, Reply, Route } from './answer.ts';
import { closerOf } from './close-door.ts';
import { prefersPage } from './negotiate.ts';
import { send } from './send.ts';
import { PATIENCE, waiting, watchBodies } from './slow-bodies.ts';

export type PortalOptions = {
  /** Receives one line per request. */
  readonly access?: (line: AccessLine) => void;
  /** Receives what should never happen; the client learns nothing of it. */
  readonly surprise?: (error: unknown, route: string) => void;
  /** Per client address; 600 unless told. */
  readonly requestsPerMinute?: number;
  /** Milliseconds that a request has, but for files; 10,000 unless told. */
  readonly patience?: number;
  /** Whether a proxy of ours stands in front and its `X-Forwarded-For` may be believed. */
  readonly trustProxy?: boolean;
};

/** What a door leads to: a desk, the addresses at which it answers, and how it says no to a person. */
type Door<Desk> = {
  readonly desk: Desk;
  readonly routes: readonly Route<Desk>[];
  readonly problemPage: (problem: Problem, desk: Desk) => string | Promise<string>;
  /** Scheme and host of the public addresses. */
  readonly origin: string;
};

export type Portal = {
  /** Starts listening; resolves to the address, such as `http://127.0.0.1:8080`. */
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
  /** Answers a request without a socket. */
  readonly inject: FastifyInstance['inject'];
};

/**
 * Opens a public door over a desk: hardened, read-only, and the same to everybody. Nothing listens until `listen` is
 * called. `extend` adds what is more than an answer to a GET.
 */
export async function openDoor<Desk>(
  door: Door<Desk>,
  options: PortalOptions = {},
  extend?: (app: FastifyInstance) => Promise<void>,
): Promise<Portal> {
  const app = fastify({
    logger: false,
    bodyLimit: 1_024,
    ...waiting(options.patience ?? PATIENCE),
    trustProxy: options.trustProxy ?? false,
    routerOptions: { maxParamLength: MAX_ADDRESS },
    rewriteUrl: ({ url = '/' }) => url.replace(/^\/l\//, '/L/'),
    frameworkErrors: (error, request, out) => {
      void answerProblem(door, request, out, problemOfStatus(error.statusCode ?? 400));
    },
  });
  const close = closerOf(app);
  watchBodies(app, options.patience ?? PATIENCE);
  await harden(app, door, options);
  app.setErrorHandler(async (error: FastifyError, request, out) => {
    const problem = problemOfStatus(error.statusCode ?? 500);
    if (problem.code === 'unexpected') options.surprise?.(error, routeOf(request));
    return answerProblem(door, request, out, problem);
  });
  app.setNotFoundHandler(async (request, out) => {
    const kind = isForPrograms(request) ? 'machine' : 'page';
    return answerProblem(door, request, out, { code: 'no-such-page', kind });
  });
  for (const route of door.routes) addRoute(app, { door, route, options });
  await extend?.(app);
  await app.ready();
  return {
    listen: (port, host) => app.listen({ port, host }),
    close,
    inject: app.inject.bind(app),
  };
}

const MAX_ADDRESS = 2_048;
export const REQUESTS_PER_MINUTE = 600;
const NOTHING_BUT_OURSELVES = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'style-src': ["'self'"],
    'img-src': ["'self'"],
    'form-action': ["'self'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/** For the page that verifies on the reader's device: scripts of this host, no text made into code, nobody else asked. */
const OWN_SCRIPTS = [
  "default-src 'none'",
  ...["script-src 'self'", "worker-src 'self'", "connect-src 'self'", "style-src 'self'", "img-src 'self'"],
  ...["form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"],
].join(';');

type Out = Parameters<typeof send>[1];

async function harden<Desk>(app: FastifyInstance, door: Door<Desk>, options: PortalOptions): Promise<void> {
  app.addHook('onRequest', async (request, out) => {
    out.header('permissions-policy', 'camera=(), geolocation=(), microphone=()');
    if ((request.raw.url ?? '').length > MAX_ADDRESS)
      return answerProblem(door, request, out, { code: 'address-too-long' });
    return undefined;
  });
  app.addHook('onResponse', async (request, out) => {
    options.access?.({
      hour: new Date().toISOString().slice(0, 13),
      method: request.method,
      route: routeOf(request),
      status: out.statusCode,
      milliseconds: Math.round(out.elapsedTime),
    });
  });
  await app.register(helmet, {
    contentSecurityPolicy: NOTHING_BUT_OURSELVES,
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: door.origin.startsWith('https:'),
  });
  await app.register(rateLimit, {
    max: options.requestsPerMinute ?? REQUESTS_PER_MINUTE,
    timeWindow: 60_000,
    allowList: (request: FastifyRequest) => /^\/(health|ready)z$/.test(request.url),
  });
}

type Added<Desk> = {
  readonly door: Door<Desk>;
  readonly route: Route<Desk>;
  readonly options: PortalOptions;
};

function addRoute<Desk>(app: FastifyInstance, { door, route, options }: Added<Desk>): void {
  const max = Math.min(route.perMinute ?? Infinity, options.requestsPerMinute ?? REQUESTS_PER_MINUTE);
  app.route({
    method: 'GET',
    url: route.path,
    ...(route.perMinute !== undefined && { config: { rateLimit: { max } } }),
    handler: async (request, out) => {
      if (route.anyOrigin) openToAnyOrigin(out);
      if (route.scripts) allowScripts(out);
      const answer = await route.answer(parseAsked(request), door.desk);
      if (answer.ok) return send(request, out, answer.value);
      return answerProblem(door, request, out, { ...answer.refusal, kind: route.kind });
    },
  });
  app.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
    url: route.path,
    // Before the body is looked at.
    onRequest: async (request, out) => {
      out.header('allow', 'GET, HEAD');
      return answerProblem(door, request, out, { code: 'method-not-allowed', kind: route.kind });
    },
    handler: async () => undefined,
  });
}

function openToAnyOrigin(out: Out): void {
  out
    .header('access-control-allow-origin', '*')
    .header('access-control-expose-headers', 'link, location')
    .header('cross-origin-resource-policy', 'cross-origin');
}

/** Lets scripts of this host run in one answer. */
export function allowScripts(out: Out): void {
  out.header('content-security-policy', OWN_SCRIPTS);
  out.header('permissions-policy', 'camera=(self), geolocation=(), microphone=()');
}

/** Below the addresses for programs nobody is answered with a page, whatever they take. */
function isForPrograms({ url }: FastifyRequest): boolean {
  return url.startsWith('/api/');
}

function parseAsked(request: FastifyRequest): Asked {
  return {
    path: request.url.replace(/[?#].*$/s, ''),
    params: request.params as Asked['params'],
    query: request.query as Asked['query'],
    accept: request.headers.accept,
  };
}

async function answerProblem<Desk>(
  door: Door<Desk>,
  request: FastifyRequest,
  out: Out,
  { kind = 'page', ...problem }: Problem & { readonly kind?: Route<Desk>['kind'] },
): Promise<Out> {
  const forPeople = kind === 'page' && prefersPage(request.headers.accept);
  const reply: Reply = {
    body: forPeople ? await door.problemPage(problem, door.desk) : problemJson(problem),
    mediaType: forPeople ? 'text/html; charset=utf-8' : 'application/problem+json',
    maxAge: 'no-store',
    negotiated: kind === 'page',
  };
  return send(request, out.code(explain(problem).status), reply);
}

function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'none';
}
