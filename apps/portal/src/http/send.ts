import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { FastifyReply, FastifyRequest } from 'fastify';

import type { Reply } from './answer.ts';

/** Writes a reply with its validator, its cache time and, for text, the best encoding the client takes. */
export async function send(request: FastifyRequest, out: FastifyReply, reply: Reply): Promise<FastifyReply> {
  const text = COMPRESSIBLE.test(reply.mediaType);
  const vary = [...(reply.negotiated === true ? ['Accept'] : []), ...(text ? ['Accept-Encoding'] : [])];
  if (vary.length > 0) out.header('vary', vary.join(', '));
  out.header('cache-control', cacheControl(reply.maxAge));
  if (reply.links !== undefined) out.header('link', reply.links);
  if (reply.location !== undefined)
    return out
      .code(reply.status ?? 303)
      .header('location', reply.location)
      .send('');
  out.header('content-type', reply.mediaType);
  const body = Buffer.from(reply.body);
  if (reply.maxAge !== 'no-store') {
    // Weak where encodings share it: equal in meaning, not byte for byte.
    const tag = `${text ? 'W/' : ''}"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
    out.header('etag', tag);
    if (matches(request.headers['if-none-match'], tag)) return out.code(304).send();
  }
  return out.send(text ? await encoded(request, out, { body, brotli: reply.brotli }) : body);
}

const COMPRESSIBLE = /^(text\/|application\/(json|problem\+json|did\+ld\+json|did)\b|image\/svg\+xml)/;
const WORTH_IT = 1_000;
const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

function cacheControl(maxAge: Reply['maxAge']): string {
  if (maxAge === 'no-store') return 'no-store';
  return maxAge === 'immutable' ? 'public, max-age=31536000, immutable' : `public, max-age=${String(maxAge)}`;
}

/** RFC 9110 section 13.1.2: weak comparison. */
function matches(condition: string | undefined, tag: string): boolean {
  if (condition === undefined) return false;
  const opaque = tag.replace(/^W\//, '');
  return condition.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === opaque);
}

async function encoded(
  request: FastifyRequest,
  out: FastifyReply,
  { body, brotli: packed }: { readonly body: Buffer; readonly brotli: Uint8Array | undefined },
): Promise<Buffer> {
  if (body.length < WORTH_IT) return body;
  const takes = acceptedEncodings(request.headers['accept-encoding']);
  if (takes.has('br')) {
    out.header('content-encoding', 'br');
    return packed ? Buffer.from(packed) : brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  }
  if (takes.has('gzip')) {
    out.header('content-encoding', 'gzip');
    return zip(body, { level: 6 });
  }
  return body;
}

function acceptedEncodings(header: string | string[] | undefined): ReadonlySet<string> {
  const parts = String(header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => part.trim().toLowerCase());
  return new Set(
    parts.filter((part) => !/;\s*q=0(\.0*)?$/.test(part)).map((part) => part.replace(/;.*/, '')),
  );
}
