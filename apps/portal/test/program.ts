/** A program at the addresses of the API in a test: sends JSON under its key, each time with a new idempotency key. */
import { randomUUID } from 'node:crypto';

import { readDocument } from '@assay/vocabulary/schema';

import { deskRoutes } from '../src/desk-routes.ts';
import type { Portal } from '../src/http/open-door.ts';

type Sending = { readonly version?: number; readonly once?: string };

/** What came back: the status, the body as JSON (nothing where there is none), and the entity tag. */
export type Came<T = Record<string, unknown>> = {
  readonly status: number;
  readonly body: T;
  readonly tag: string | undefined;
  readonly location: string | undefined;
};

export function program(portal: Portal, key: string) {
  const send = async <T = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    { body, version, once = randomUUID() }: Sending & { readonly body?: unknown } = {},
  ): Promise<Came<T>> => {
    const answer = await portal.inject({
      ...{ method, url: `/api/v1/${path}` },
      headers: {
        authorization: `Bearer ${key}`,
        ...(method !== 'GET' && { 'idempotency-key': once }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(version !== undefined && { 'if-match': `"${String(version)}"` }),
      },
      ...(body !== undefined && { payload: JSON.stringify(body) }),
    });
    const { etag, location } = answer.headers;
    const told = parseBody(answer.body);
    if (answer.statusCode < 300) asDescribed(method, `/api/v1/${path}`, told);
    return {
      status: answer.statusCode,
      body: told as T,
      tag: typeof etag === 'string' ? etag : undefined,
      location,
    };
  };
  return {
    get: <T = Record<string, unknown>>(path: string) => send<T>('GET', path),
    post: <T = Record<string, unknown>>(path: string, body?: unknown, more: Sending = {}) =>
      send<T>('POST', path, { ...more, ...(body !== undefined && { body }) }),
    put: <T = Record<string, unknown>>(path: string, body: unknown, more: Sending = {}) =>
      send<T>('PUT', path, { ...more, body }),
    remove: (path: string, more: Sending = {}) => send('DELETE', path, more),
  };
}

/** What an address tells is what its description says: else whoever reads by that understands nothing. */
function asDescribed(method: string, url: string, told: unknown): void {
  const path = url.replace(/\?.*$/, '');
  const fits = (pattern: string) => new RegExp(`^${pattern.replaceAll(/:\w+/g, '[^/]+')}$`).test(path);
  const those = deskRoutes.filter((route) => route.method === method && fits(route.path));
  const route = those.find((one) => one.path === path) ?? those[0];
  if (route?.kind !== 'api' || !route.gives) return;
  const read = readDocument({ name: url, schema: route.gives }, told);
  if (!read.ok) throw new Error(`${method} ${url}: ${JSON.stringify(read.refusal.complaints)}`);
}

function parseBody(text: string): unknown {
  return text === '' ? {} : JSON.parse(text);
}
