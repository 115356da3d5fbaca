import { pipeline, Readable, Transform } from 'node:stream';

import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';

import { refuse, type Result } from '@assay/vocabulary/result';

import type { DeskRoute, FormRoute, Refusal, SentFile } from './desk-route.ts';
import { fieldsOf, readFields, type Fields, type ForgedForm } from './form-body.ts';

const PARTS = 'multipart/form-data';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';
const FORM_LIMIT = 65_536;
const JSON_LIMIT = 262_144;

/** Bodies are taken as text, and parsed once by the route; what a route takes as bytes is handed over as it arrives. */
export async function takeBodies(scope: FastifyInstance): Promise<void> {
  scope.removeAllContentTypeParsers();
  await scope.register(multipart);
  scope.addContentTypeParser([FORM, JSON_TYPE], { parseAs: 'buffer' }, (_request, body, done) => {
    const text = utf8Of(body);
    if (text === undefined) done(Object.assign(new Error('not UTF-8'), { statusCode: 400 }));
    else done(null, text);
  });
  scope.addContentTypeParser('*', (_request, payload, done) => {
    done(null, payload);
  });
}

/** Whether a route takes what a request says it brings. Asked before any of it is read. */
export function isTaken(route: DeskRoute, { headers, method }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return true;
  const type = (headers['content-type'] ?? '').replace(/;.*$/s, '').trim().toLowerCase();
  if (route.kind === 'api') {
    if (route.takes === 'bytes') return type !== '' && type !== FORM && type !== JSON_TYPE;
    return route.body ? type === JSON_TYPE : type === '' || type === JSON_TYPE;
  }
  return route.kind === 'form' && type === (route.takes === 'file' ? PARTS : FORM);
}

/** Bytes that a body may have, as its route says. */
export function limitOf(route: DeskRoute): number {
  const limit = route.kind === 'page' ? undefined : route.limit;
  return limit ?? (route.kind === 'api' ? JSON_LIMIT : FORM_LIMIT);
}

/** The body as text; empty where there was none. */
export function textOf({ body }: FastifyRequest): string {
  return typeof body === 'string' ? body : '';
}

/** The body as it arrives, cut off with an error beyond the limit of its route. */
export function bytesOf({ body, headers }: FastifyRequest, route: DeskRoute): SentFile {
  const bytes = body instanceof Readable ? body : Readable.from([]);
  return { name: '', mediaType: headers['content-type'] ?? '', bytes: upTo(limitOf(route), bytes) };
}

type FormSent = { readonly fields: Fields; readonly file?: SentFile };

/** The fields of a form that was sent, and the file at its end, which has not arrived yet. */
export async function fieldsSent(
  request: FastifyRequest,
  route: FormRoute,
): Promise<Result<FormSent, Refusal>> {
  if (route.takes === 'file') return partsSent(request, limitOf(route));
  const fields = readFields(textOf(request));
  return fields.ok ? { ok: true, value: { fields: fields.value } } : forged(fields.refusal);
}

/**
 * Fields come before the file: what they say decides whether any of it is taken. One that has the name of a member of
 * every object never comes: the library drops it.
 */
async function partsSent(request: FastifyRequest, limit: number): Promise<Result<FormSent, Refusal>> {
  const pairs: [string, string][] = [];
  let file: SentFile | undefined;
  // Cut by ourselves, with an error: the library would hand over the beginning as if it were all.
  const limits = { fileSize: limit + 1, files: 1, fields: 200, fieldSize: FORM_LIMIT, parts: 201 };
  for await (const part of request.parts({ limits })) {
    if (part.type === 'file') {
      const { filename, mimetype: mediaType, file: bytes } = part;
      // A browser sends an empty part where no file was chosen.
      if (!filename) bytes.resume();
      else file = { name: filename, mediaType, bytes: upTo(limit, bytes) };
      break;
    }
    if (typeof part.value !== 'string' || part.valueTruncated) return refuse({ code: 'form-malformed' });
    pairs.push([part.fieldname, part.value]);
  }
  const fields = fieldsOf(pairs);
  if (!fields.ok) return forged(fields.refusal);
  return { ok: true, value: { fields: fields.value, ...(file && { file }) } };
}

function forged(refusal: ForgedForm) {
  return refuse({ ...refusal, code: 'form-malformed' });
}

/** The same bytes, which end with an error beyond a limit, or where their source does. */
function upTo(limit: number, bytes: Readable): Readable {
  let seen = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit) done(Object.assign(new Error('beyond the limit'), { statusCode: 413 }));
      else done(null, chunk);
    },
  });
  // Whoever reads it is told of an error; where nobody does, nobody waits for it.
  return pipeline(bytes, counted, () => undefined);
}

function utf8Of(body: string | Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body));
  } catch {
    return undefined;
  }
}
