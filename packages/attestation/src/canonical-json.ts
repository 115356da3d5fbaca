import canonicalize from 'canonicalize';

import { ok, refuse, type Result } from '@assay/vocabulary/result';

export type CanonicalJsonRefusal =
  { readonly code: 'not-json'; readonly why: string } | { readonly code: 'not-canonical' };

/** The RFC 8785 text of a JSON value. Throws on what JSON cannot say (lone surrogates, NaN, cycles): that is a bug. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('this value has no JSON form');
  return text;
}

/** Reads JSON that must already be canonical: one text per value, so no space, order, escape or duplicate can differ. */
export function parseCanonicalJson(text: string): Result<unknown, CanonicalJsonRefusal> {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalJson(value) === text ? ok(value) : refuse({ code: 'not-canonical' });
  } catch (error) {
    return refuse({ code: 'not-json', why: error instanceof Error ? error.message : String(error) });
  }
}
