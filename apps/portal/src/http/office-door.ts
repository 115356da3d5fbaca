import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { signedByKey, signedBySession, type Signed } from '@assay/office/sign-in/signed';

import { answerVisit, type Outcome } from './answer-visit.ts';
import { auditVisit } from './audit-visit.ts';
import { cookieOf } from './cookies.ts';
import { sendRefusal, sendReply } from './desk-reply.ts';
import type { DeskRoute, Refusal } from './desk-route.ts';
import type { OfficeDesk } from './office-desk.ts';
import { permitted } from './permission.ts';
import { signInFor } from './safe-return.ts';
import { isTaken, limitOf, takeBodies } from './take-body.ts';
import { beginVisit, type Visit } from './visit.ts';

export type OfficeDoor = {
  readonly desk: OfficeDesk;
  readonly routes: readonly DeskRoute[];
  /** Whether browsers reach us over https, so that cookies may ask for it. */
  readonly secure: boolean;
  readonly requestsPerMinute: number;
  /** Lets scripts of this host run in the answer. */
  readonly allowScripts: (out: FastifyReply) => void;
  readonly surprise: (error: unknown, route: string) => void;
};

/** Opens the office door on the server of the public one: who comes is asked before anything sent is looked at. */
export async function addOfficeDoor(app: FastifyInstance, door: OfficeDoor): Promise<void> {
  await app.register(async (scope) => {
    await takeBodies(scope);
    for (const route of door.routes) addDeskRoute(scope, door, route);
    for (const routes of Map.groupBy(door.routes, ({ path }) => path).values())
      refuseOtherMethods(scope, door, routes);
  });
}

/** Bytes by which a file with the fields before it may be longer than the file. */
const PARTS_AROUND = 16_384;
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

function addDeskRoute(scope: FastifyInstance, door: OfficeDoor, route: DeskRoute): void {
  const visits = new WeakMap<FastifyRequest, Visit>();
  const max = Math.min(route.perMinute ?? Infinity, door.requestsPerMinute);
  scope.route({
    method: route.method,
    url: route.path,
    bodyLimit: limitOf(route),
    config: {
      ...(route.perMinute !== undefined && { rateLimit: { max } }),
      ...(takesFile(route) && { takesFile: true as const }),
    },
    onRequest: async (request, out) => {
      if (route.scripts) door.allowScripts(out);
      const { visit, refusal } = await letIn(door, route, request);
      visits.set(request, visit);
      return refusal ? turnAway(visit, out, refusal) : undefined;
    },
    errorHandler: (error: FastifyError, request, out) => {
      const code = codeOf(error);
      if (code === 'unexpected') door.surprise(error, route.path);
      void sendRefusal(visits.get(request) ?? strangerAt(door, route, request), out, { code });
    },
    handler: async (request, out) => {
      const visit = visits.get(request);
      if (!visit) throw new Error('nobody came');
      const outcome = await answerVisit(visit).finally(() => {
        letRestPass(request);
      });
      return finish(visit, out, outcome);
    },
  });
}

function takesFile(route: DeskRoute): boolean {
  return route.kind !== 'page' && (route.takes === 'file' || route.takes === 'bytes');
}

/** What nobody read of a body passes by unread: else it would stand in the line, and hold the connection. */
function letRestPass({ raw }: FastifyRequest): void {
  if (raw.readableEnded) return;
  raw.unpipe();
  raw.resume();
}

type LetIn = { readonly visit: Visit; readonly refusal?: Refusal };

/** Finds out who comes, and whether they may. */
async function letIn(door: OfficeDoor, route: DeskRoute, request: FastifyRequest): Promise<LetIn> {
  const stranger = { desk: door.desk, route, request, path: pathOf(request), secure: door.secure };
  const key = keyIn(request);
  if (key !== undefined && route.kind !== 'api') {
    const program = await signedByKey(door.desk.office, key);
    return { visit: beginVisit({ ...stranger, signed: program }), refusal: { code: 'not-for-programs' } };
  }
  const signed = await whoComes(door, route, request);
  const asked = { desk: door.desk, case: parseCaseParam(request.params) };
  const found = await permitted(route, signed, asked);
  if (!found.ok) return { visit: beginVisit({ ...stranger, signed }), refusal: found.refusal };
  const visit = beginVisit({ ...stranger, signed, ...found.value });
  if (!isTaken(route, request)) return { visit, refusal: { code: 'wrong-media-type' } };
  const length = Number(request.headers['content-length'] ?? 0);
  return length > limitOf(route) + PARTS_AROUND ? { visit, refusal: { code: 'too-much' } } : { visit };
}

/** Pages know people by their cookie alone, addresses for programs by their key alone: no form reaches the latter. */
async function whoComes(
  { desk: { office }, secure }: OfficeDoor,
  { kind }: DeskRoute,
  request: FastifyRequest,
): Promise<Signed | undefined> {
  if (kind === 'api') {
    const key = keyIn(request);
    return key === undefined ? undefined : signedByKey(office, key);
  }
  const secret = cookieOf(request.headers.cookie, 'session', secure);
  return secret === undefined ? undefined : signedBySession(office, secret);
}

/** What may be a key; whatever else is sent as one is none. */
function keyIn({ headers }: FastifyRequest): string | undefined {
  return /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(headers.authorization ?? '')?.[1];
}

/** Who could sign in is sent there, and comes back. */
async function turnAway(visit: Visit, out: FastifyReply, refusal: Refusal): Promise<FastifyReply> {
  if (refusal.code === 'sign-in-needed' && visit.route.kind === 'page')
    return sendReply(visit, out, { to: signInFor(visit.request.url) });
  return finish(visit, out, { ok: false, refusal });
}

async function finish(visit: Visit, out: FastifyReply, outcome: Outcome): Promise<FastifyReply> {
  await auditVisit(visit, outcome);
  if (outcome.ok) return sendReply(visit, out, outcome.reply);
  return outcome.page ? sendReply(visit, out, outcome.page) : sendRefusal(visit, out, outcome.refusal);
}

/** Whatever else is sent to an address of ours. Before anything of it is looked at. */
function refuseOtherMethods(scope: FastifyInstance, door: OfficeDoor, routes: readonly DeskRoute[]): void {
  const [route] = routes;
  if (!route) return;
  const taken = new Set<string>(routes.map(({ method }) => method));
  const allow = [...taken, ...(taken.has('GET') ? ['HEAD'] : [])].join(', ');
  scope.route({
    method: METHODS.filter((method) => !taken.has(method)),
    url: route.path,
    onRequest: async (request, out) => {
      out.header('allow', allow);
      return sendRefusal(strangerAt(door, route, request), out, { code: 'method-not-taken' });
    },
    handler: async () => undefined,
  });
}

/** Somebody of whom nothing is known. */
function strangerAt(door: OfficeDoor, route: DeskRoute, request: FastifyRequest): Visit {
  const { desk, secure } = door;
  return beginVisit({ desk, route, request, path: pathOf(request), signed: undefined, secure });
}

function codeOf({ statusCode = 500 }: FastifyError): string {
  if (statusCode === 413) return 'too-much';
  if (statusCode === 415) return 'wrong-media-type';
  if (statusCode === 429) return 'too-many-requests';
  return statusCode >= 400 && statusCode < 500 ? 'malformed-request' : 'unexpected';
}

function pathOf({ url }: FastifyRequest): string {
  return url.replace(/[?#].*$/s, '');
}

function parseCaseParam(params: unknown): string | undefined {
  return (params as Readonly<Record<string, string>>)['case'];
}
