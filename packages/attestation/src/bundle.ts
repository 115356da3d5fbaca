import { refuse, type Result } from '@assay/vocabulary/result';
import { closed, readDocument, Type, type Misfit, type Static } from '@assay/vocabulary/schema';

import { textOf } from './bytes.ts';
import { canonicalJson, parseCanonicalJson, type CanonicalJsonRefusal } from './canonical-json.ts';
import { JWS_LIMIT } from './credential/compact-jws.ts';
import { ENTRY_LIMIT } from './log/entry.ts';
import { NOTE_LIMIT } from './log/note.ts';

/** Trust layer section 12: nothing larger is fetched or read. */
export const BUNDLE_LIMIT = 1024 * 1024;

const BUNDLE = {
  name: 'label bundle',
  schema: closed({
    /** The credential, compact JWS. */
    credential: Type.String({ minLength: 1, maxLength: JWS_LIMIT }),
    /** The exact JSON text of the log entry: its UTF-8 bytes are the leaf. */
    entry: Type.String({ minLength: 1, maxLength: ENTRY_LIMIT }),
    /** A c2sp.org/tlog-proof@v1 for that entry. */
    proof: Type.String({ minLength: 1, maxLength: NOTE_LIMIT + 4_096 }),
    /** The two lists of the label, compact JWS: revocation, then suspension. */
    statusLists: Type.Tuple([
      Type.String({ minLength: 1, maxLength: JWS_LIMIT }),
      Type.String({ minLength: 1, maxLength: JWS_LIMIT }),
    ]),
  }),
};

/** All that a stranger needs, beside the trust anchors, to verify one label without asking anyone. */
export type Bundle = Static<typeof BUNDLE.schema>;

export type BundleRefusal =
  CanonicalJsonRefusal | Misfit | { readonly code: 'bundle-too-long' } | { readonly code: 'not-utf-8' };

/** The bundle as it is served: canonical JSON (RFC 8785), so that one bundle has exactly one text. */
export function formatBundle(bundle: Bundle): string {
  return canonicalJson(bundle);
}

/** Reads a served or saved bundle. It must be canonical: a changed byte is then always a changed bundle. */
export function parseBundle(served: string | Uint8Array): Result<Bundle, BundleRefusal> {
  if (served.length > BUNDLE_LIMIT) return refuse({ code: 'bundle-too-long' });
  const text = typeof served === 'string' ? served : textOf(served);
  if (text === undefined) return refuse({ code: 'not-utf-8' });
  const value = parseCanonicalJson(text);
  return value.ok ? readDocument(BUNDLE, value.value) : value;
}
