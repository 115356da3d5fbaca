import type { LabelState } from '@assay/vocabulary/label-record';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import type { LabelQuery } from '../desk.ts';
import type { Asked } from '../http/answer.ts';
import type { Problem } from '../problems.ts';

const PAGE_SIZE = 20;
export const MAX_TEXT = 100;
export const STATES = ['valid', 'suspended', 'revoked', 'expired'] as const satisfies readonly LabelState[];

const KNOWN = new Set(['q', 'state', 'after', 'limit']);
const CURSOR = /^[\w.~:=-]{1,300}$/;
const LIMIT = /^([1-9]\d?|100)$/;

/** Reads a search. A machine's unknown parameter is refused; a person's is passed over: others add them to links. */
export function parseLabelQuery(
  query: Asked['query'],
  reader: 'person' | 'machine',
): Result<LabelQuery, Problem> {
  const stranger = Object.keys(query).find((name) => !KNOWN.has(name));
  if (reader === 'machine' && stranger !== undefined)
    return refuse({ code: 'unknown-parameter', about: stranger.slice(0, 40) });
  const given = new Map<string, string>();
  for (const name of KNOWN) {
    const value = query[name];
    if (value !== undefined && typeof value !== 'string')
      return refuse({ code: 'malformed-parameter', about: name });
    // An empty field of a form says nothing.
    if (value !== undefined && value !== '') given.set(name, value);
  }
  const text = (given.get('q') ?? '').trim();
  if (text.length > MAX_TEXT) return refuse({ code: 'search-too-long' });
  const [wanted, after, limit] = [given.get('state'), given.get('after'), given.get('limit')];
  const state = STATES.find((one) => one === wanted);
  if (wanted !== undefined && !state) return refuse({ code: 'malformed-parameter', about: 'state' });
  if (after !== undefined && !CURSOR.test(after))
    return refuse({ code: 'malformed-parameter', about: 'after' });
  if (limit !== undefined && !LIMIT.test(limit))
    return refuse({ code: 'malformed-parameter', about: 'limit' });
  return ok({
    text,
    ...(state && { state }),
    ...(after !== undefined && { after }),
    limit: limit === undefined ? PAGE_SIZE : Number(limit),
  });
}

/** Address of another page of the same search. */
export function searchAddress({ text, state }: LabelQuery, after?: string): string {
  const parameters = new URLSearchParams();
  if (text !== '') parameters.set('q', text);
  if (state) parameters.set('state', state);
  if (after !== undefined) parameters.set('after', after);
  const said = parameters.toString();
  return said === '' ? '/' : `/?${said}`;
}
