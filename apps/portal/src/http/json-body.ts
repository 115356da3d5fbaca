import { parseJson } from '@assay/attestation/json';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { isSound } from './sound-text.ts';

export type UnreadableJson = { readonly code: 'malformed-json' | 'json-too-deep' | 'text-not-sound' };

/**
 * The value of a body. Refused: what is no JSON, what names a member twice or `__proto__`, what nests deeper than any
 * document of ours, and text that cannot be kept.
 */
export function readJsonBody(text: string): Result<unknown, UnreadableJson> {
  if (depthOf(text) > MAX_DEPTH) return refuse({ code: 'json-too-deep' });
  const value = parseJson(text);
  if (value === undefined) return refuse({ code: 'malformed-json' });
  const fault = faultIn(value);
  return fault === undefined ? ok(value) : refuse({ code: fault });
}

const MAX_DEPTH = 32;
const [QUOTE, BACKSLASH] = ['"', '\\'];

/** How deep its brackets nest, found without building anything. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i];
    if (inString) {
      if (sign === BACKSLASH) i++;
      else if (sign === QUOTE) inString = false;
    } else if (sign === QUOTE) inString = true;
    else if (sign === '{' || sign === '[') deepest = Math.max(deepest, ++depth);
    else if (sign === '}' || sign === ']') depth--;
  }
  return deepest;
}

function faultIn(value: unknown): UnreadableJson['code'] | undefined {
  if (typeof value === 'string') return isSound(value) ? undefined : 'text-not-sound';
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name === '__proto__') return 'malformed-json';
    if (!isSound(name)) return 'text-not-sound';
    const fault = faultIn(member);
    if (fault) return fault;
  }
  return undefined;
}
