import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { problemOf, type Problem } from './problem.ts';

export type ClientOptions = {
  /** Scheme and host of the installation, without a closing slash: `https://labels.example`. */
  readonly origin: string;
  /** An API key: `assay_…`. */
  readonly key: string;
  /** A new idempotency key for each act; the same one again repeats nothing. */
  readonly newKey: () => string;
  /** Milliseconds after which an answer is no longer waited for; 30,000 unless told. */
  readonly timeout?: number;
};

type Sent = {
  readonly method: string;
  readonly path: string;
  /** A value that is sent as JSON, or bytes. */
  readonly body?: object | Blob | undefined;
  readonly version?: number | undefined;
};

/** Sends a request under the key, to this host alone; whatever changes something under an idempotency key of its own. */
export async function send(
  { origin, key, newKey, timeout = 30_000 }: ClientOptions,
  { method, path, body, version }: Sent,
): Promise<Result<Response, Problem>> {
  const headers = {
    authorization: `Bearer ${key}`,
    accept: 'application/json, application/problem+json',
    ...(body && { 'content-type': body instanceof Blob ? 'application/octet-stream' : 'application/json' }),
    ...(method !== 'GET' && { 'idempotency-key': newKey() }),
    ...(version !== undefined && { 'if-match': `"${String(version)}"` }),
  };
  try {
    const answer = await fetch(`${origin}${path}`, {
      ...{ method, headers, redirect: 'error' as const, signal: AbortSignal.timeout(timeout) },
      ...(body && { body: body instanceof Blob ? body : JSON.stringify(body) }),
    });
    return answer.ok ? ok(answer) : refuse(await problemOf(answer));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse({ status: 0, code: 'unreachable', title: `${origin} does not answer`, detail });
  }
}

export const NOTHING: Problem = {
  status: 0,
  code: 'answer-not-understood',
  title: 'The installation answered in another way than this client knows',
  detail: 'It answered with nothing.',
};
