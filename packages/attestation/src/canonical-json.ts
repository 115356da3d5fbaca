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
    return isPlainlyCanonical(value, text) || canonicalJson(value) === text
      ? ok(value)
      : refuse({ code: 'not-canonical' });
  } catch (error) {
    return refuse({ code: 'not-json', why: error instanceof Error ? error.message : String(error) });
  }
}

/**
 * RFC 8785 writes values as ECMAScript does, and members in the order of their UTF-16 code units: a text that the platform
 * would write again, from members in that order, is canonical. A third of the cost of writing it anew; where it says no,
 * that decides. The one thing it must not judge is a lone surrogate, which the platform escapes and RFC 8785 refuses.
 */
function isPlainlyCanonical(value: unknown, text: string): boolean {
  return JSON.stringify(value) === text && !text.includes('\\ud') && isInOrder(value);
}

function isInOrder(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(isInOrder);
  let before: string | undefined;
  for (const [name, member] of Object.entries(value)) {
    if ((before !== undefined && before >= name) || !isInOrder(member)) return false;
    before = name;
  }
  return true;
}
