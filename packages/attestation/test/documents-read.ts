/** Every kind of document that a verifier reads, through the reader that it uses; a bundler takes this as its entry. */
import type { Result } from '@assay/vocabulary/result';

import { toBase64Url } from '../src/base64.ts';
import { parseBundle } from '../src/bundle.ts';
import { utf8 } from '../src/bytes.ts';
import { canonicalJson } from '../src/canonical-json.ts';
import { readCompactJws } from '../src/credential/compact-jws.ts';
import { readLabelCredential } from '../src/credential/read-label-credential.ts';
import { parseEntry } from '../src/log/entry.ts';
import { readStatusList } from '../src/status-list/status-list-credential.ts';
import { parseTrustAnchors } from '../src/trust.ts';
import { anchorsFromDid } from '../src/trust-from-did.ts';
import { readSignedTrustList } from '../src/trust-list/signed-trust-list.ts';
import { parseRoots, parseTrustList } from '../src/trust-list/trust-list.ts';

type Answer = Result<unknown, { readonly code: string }>;

const READERS = {
  bundle: (value: unknown): Answer => asText(value, parseBundle),
  header: (value: unknown): Answer =>
    asText(value, (header) => readCompactJws(`${toBase64Url(utf8(header))}.e30.AAAA`)),
  credential: (value: unknown): Answer => readLabelCredential(value),
  'status list': (value: unknown): Answer => readStatusList(value),
  entry: (value: unknown): Answer => asText(value, (text) => parseEntry(utf8(text))),
  anchors: (value: unknown): Promise<Answer> => parseTrustAnchors(value),
  'did.json': (value: unknown): Promise<Answer> => anchorsFromDid(value, 'label.sandbox.example'),
  'trust list': (value: unknown): Promise<Answer> => parseTrustList(value),
  roots: (value: unknown): Answer => parseRoots(value),
  'signed list': (value: unknown): Promise<Answer> => readSignedTrustList(JSON.stringify(value)),
};

export type DocumentKindName = keyof typeof READERS;
export const KINDS = Object.keys(READERS).filter((name): name is DocumentKindName => name in READERS);

/** What the reader of a kind makes of a value. */
export async function read(kind: DocumentKindName, value: unknown): Promise<Answer> {
  return READERS[kind](value);
}

/** Lone surrogates have no canonical text; a document with one never comes so far. */
function asText(value: unknown, reader: (text: string) => Answer): Answer {
  try {
    return reader(canonicalJson(value));
  } catch {
    return { ok: false, refusal: { code: 'no-json-form' } };
  }
}
