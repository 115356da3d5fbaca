import { readDocument } from '@assay/vocabulary/schema';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { answerForm } from './answer-form.ts';
import type { ApiRoute, Asked, PageRoute, Refusal, Sent } from './desk-route.ts';
import type { Outgoing } from './desk-reply.ts';
import { readFields, readForm } from './form-body.ts';
import { readJsonBody } from './json-body.ts';
import { onceFor } from './once-for.ts';
import { bytesOf, textOf } from './take-body.ts';
import type { Visit } from './visit.ts';

/** What a visit came to: an answer, or a refusal and, for a form, the page that shows it again. */
export type Outcome =
  | { readonly ok: true; readonly reply: Outgoing; readonly repeated?: boolean }
  | { readonly ok: false; readonly refusal: Refusal; readonly page?: Outgoing };

/** Parses what was asked, and lets the route answer. */
export async function answerVisit(visit: Visit): Promise<Outcome> {
  const { route } = visit;
  if (route.kind === 'page') return answerPage(visit, route);
  return route.kind === 'form' ? answerForm(visit, route) : answerApi(visit, route);
}

const ONCE_KEY = /^"?([A-Za-z0-9_.:-]{8,128})"?$/;

async function answerPage(visit: Visit, route: PageRoute): Promise<Outcome> {
  const query = readQuery(visit, route);
  if (!query.ok) return query;
  const answer = await route.answer(askedOf(visit, { query: query.value, body: undefined }), visit.at);
  return answer.ok ? { ok: true, reply: answer.value } : answer;
}

async function answerApi(visit: Visit, route: ApiRoute): Promise<Outcome> {
  const query = readQuery(visit, route);
  if (!query.ok) return query;
  const body = readApiBody(visit, route);
  if (!body.ok) return body;
  const { headers } = visit.request;
  const [, key = ''] = ONCE_KEY.exec(String(headers['idempotency-key'] ?? '')) ?? [];
  const writes = route.method !== 'GET';
  if (writes && key === '' && visit.signed && route.takes !== 'bytes') return refuse({ code: 'key-needed' });
  const version = route.versioned ? readTag(headers['if-match']) : readCondition(visit, headers['if-match']);
  const act = async (): Promise<Outcome> => {
    if (!version.ok) return version;
    const sent: Sent = {
      ...askedOf(visit, { query: query.value, body: body.value }),
      key: scopedKey(visit, key),
      version: version.value,
      ...(route.takes === 'bytes' && { file: bytesOf(visit.request, route) }),
    };
    const answer = await route.answer(sent, visit.at);
    if (answer.ok) return { ok: true, reply: answer.value };
    const isStale = route.versioned && answer.refusal.code === 'version-conflict';
    return isStale ? refuse({ code: 'condition-failed' }) : answer;
  };
  if (!writes || key === '') return act();
  const what = [route.method, visit.request.url, headers['if-match'] ?? '', textOf(visit.request)];
  return onceFor(visit, { key, what, patience: 0, act });
}

/** What every handler is told of a request. */
export function askedOf<Q, B>(
  { path, request }: Visit,
  { query, body }: { readonly query: Q; readonly body: B },
): Asked<B, Q> {
  return { path, params: parseParams(request.params), query, body };
}

/** Keys of one person never meet those of another. */
export function scopedKey({ signed }: Visit, key: string): string {
  return `${signed?.person ?? 'nobody'} ${key}`;
}

function readQuery(visit: Visit, route: PageRoute | ApiRoute): Result<unknown, Refusal> {
  const fields = readFields(/\?(.*)$/s.exec(visit.request.url)?.[1] ?? '');
  if (!fields.ok) return refuse({ code: 'malformed-parameter' });
  const [first] = fields.value.keys();
  if (!route.query)
    return first === undefined ? ok(undefined) : refuse({ code: 'unknown-parameter', about: first });
  const query = readForm(route.query, fields.value, {});
  if (query.ok) return query;
  const about = 'errors' in query.refusal ? query.refusal.errors[0]?.field : query.refusal.field;
  const code = query.refusal.code === 'unknown-field' ? 'unknown-parameter' : 'malformed-parameter';
  return refuse({ code, about: about ?? '' });
}

function readApiBody({ request }: Visit, route: ApiRoute): Result<unknown, Refusal> {
  if (route.takes === 'bytes') return ok(undefined);
  const text = textOf(request);
  if (!route.body) return text === '' ? ok(undefined) : refuse({ code: 'wrong-media-type' });
  const value = readJsonBody(text);
  return value.ok ? readDocument({ name: 'body', schema: route.body }, value.value) : value;
}

/** The version that an `If-Match` names (RFC 9110 section 13.1.1): needed for each act on a case. */
function readCondition(
  { case: found, route, request }: Visit,
  condition: string | undefined,
): Result<number | undefined, Refusal> {
  if (!found || request.method === 'GET' || request.method === 'HEAD') return ok(undefined);
  const acts = typeof route.permission === 'object' && 'case' in route.permission;
  if (acts && route.permission.case === 'see') return ok(undefined);
  if (condition === undefined) return refuse({ code: 'condition-needed' });
  const named = condition.split(',').map((one) => one.trim());
  return named.includes('*') || named.includes(`"${String(found.version)}"`)
    ? ok(found.version)
    : refuse({ code: 'condition-failed' });
}

/** The one version that an `If-Match` names; whether it is still the newest is known only to the act. */
function readTag(condition: string | undefined): Result<number, Refusal> {
  if (condition === undefined) return refuse({ code: 'condition-needed' });
  const [, version] = /^"(\d{1,9})"$/.exec(condition.trim()) ?? [];
  return version === undefined ? refuse({ code: 'condition-failed' }) : ok(Number(version));
}

function parseParams(params: unknown): Asked['params'] {
  return params as Asked['params'];
}
