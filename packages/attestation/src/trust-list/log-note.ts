import { fromBase64Url } from '../base64.ts';
import { sha256, toHex } from '../bytes.ts';
import type { SignedTrustList } from './signed-trust-list.ts';

/**
 * What the log of the lead administrator says of a trust list (trust layer, section 8): its version and the SHA-256 of the
 * payload that its roots sign, so that it is the same whichever roots have signed. It is the text of a `log.note` about
 * leaf 0, the genesis, whose `trustListVersion` it continues.
 */
export async function trustListNote({ list, jws }: SignedTrustList): Promise<string> {
  const payload = fromBase64Url(jws.payload);
  if (!payload) throw new TypeError('a signed trust list that was read has a payload');
  return `trust-list ${String(list.version)} sha256:${toHex(await sha256(payload))}`;
}
