import { Readable } from 'node:stream';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { tell } from '../desk-problems.ts';
import { deskProblemPage } from '../layout/desk-problem-page.tsx';
import { htmlPage } from '../layout/frame.tsx';
import type { DeskReply, Refusal } from './desk-route.ts';
import { placesOf } from './places-told.ts';
import { send } from './send.ts';
import type { Visit } from './visit.ts';

/** An answer on its way out; `status` where it is another than the kind of reply has. */
export type Outgoing = DeskReply & { readonly as?: number };

const HTML = 'text/html; charset=utf-8';

/** Writes an answer. None of what the office shows is kept by any cache. */
export async function sendReply(visit: Visit, out: FastifyReply, reply: Outgoing): Promise<FastifyReply> {
  const { request } = visit;
  const cookies = visit.cookies(reply.session);
  if (cookies.length > 0) out.header('set-cookie', [...cookies]);
  if ('to' in reply)
    return send(request, out, { body: '', mediaType: HTML, maxAge: 'no-store', location: reply.to });
  if ('page' in reply)
    return sendText(request, out.code(reply.as ?? 200), { body: htmlPage(reply.page), mediaType: HTML });
  if ('file' in reply) return sendFile(out, reply);
  if (reply.version !== undefined) out.header('etag', `"${String(reply.version)}"`);
  if ('nothing' in reply)
    return out
      .code(204)
      .headers({ ...reply.headers, 'cache-control': 'no-store' })
      .send();
  if (reply.location !== undefined) out.header('location', reply.location);
  const body = JSON.stringify(reply.data);
  return sendText(request, out.code(reply.as ?? reply.status ?? 200), {
    body,
    mediaType: 'application/json',
  });
}

/** Writes a refusal: as a page for people, as a problem (RFC 9457) for programs, also for one that came to a page. */
export async function sendRefusal(
  visit: Pick<Visit, 'at' | 'request' | 'route' | 'cookies'>,
  out: FastifyReply,
  refusal: Refusal,
): Promise<FastifyReply> {
  const { at, request, route } = visit;
  const told = tell(refusal, at.words);
  const { advice, ...problem } = told;
  out.code(told.status);
  if (route.kind === 'api' || refusal.code === 'not-for-programs') {
    if (told.status === 401) out.header('www-authenticate', 'Bearer realm="assay"');
    const places = placesOf(refusal, at.words);
    const named = 'complaints' in refusal ? { complaints: refusal.complaints } : {};
    const complaints = places.length > 0 ? { complaints: places } : named;
    const remedy = advice.length > 0 ? { remedy: advice.join(' ') } : {};
    const body = JSON.stringify({ type: 'about:blank', ...problem, ...remedy, ...complaints });
    return sendText(request, out, { body, mediaType: 'application/problem+json' });
  }
  const body = deskProblemPage(at, told);
  const cookies = visit.cookies();
  if (cookies.length > 0) out.header('set-cookie', [...cookies]);
  return sendText(request, out, { body, mediaType: HTML });
}

function sendText(
  request: FastifyRequest,
  out: FastifyReply,
  text: { readonly body: string; readonly mediaType: string },
): Promise<FastifyReply> {
  return send(request, out, { ...text, maxAge: 'no-store' });
}

/** A file is offered for keeping and never opened in the page's own name, whatever it holds. */
async function sendFile(
  out: FastifyReply,
  { file, mediaType, name }: Extract<DeskReply, { readonly mediaType: string }>,
): Promise<FastifyReply> {
  return out
    .headers({
      'cache-control': 'no-store',
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, percent)}`,
      'content-security-policy': "default-src 'none'; sandbox",
    })
    .send(file instanceof Readable ? file : Buffer.from(file));
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}
