import { Readable } from 'node:stream';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import { refuse, type Result } from '@assay/vocabulary/result';

import type { DeskRoute, Refusal, SentFile } from './desk-route.ts';
import { readFields, type Fields } from './form-body.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** Bodies are taken as text, and parsed once by the route; what a route takes as bytes is handed over as it arrives. */
export function takeBodies(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
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
  return route.kind === 'form' && type === FORM;
}

/** The body as text; empty where there was none. */
export function textOf({ body }: FastifyRequest): string {
  return typeof body === 'string' ? body : '';
}

/** The body as it arrives. */
export function bytesOf({ body, headers }: FastifyRequest): SentFile {
  const bytes = body instanceof Readable ? body : Readable.from([]);
  return { name: '', mediaType: headers['content-type'] ?? '', bytes };
}

type FormSent = { readonly fields: Fields; readonly file?: SentFile };

/** The fields of a form that was sent. */
export async function fieldsSent(request: FastifyRequest): Promise<Result<FormSent, Refusal>> {
  const fields = readFields(textOf(request));
  return fields.ok
    ? { ok: true, value: { fields: fields.value } }
    : refuse({ ...fields.refusal, code: 'form-malformed' });
}

function utf8Of(body: string | Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(body));
  } catch {
    return undefined;
  }
}
