import { writeFile } from 'node:fs/promises';

import { anchorsFromDid } from '@assay/attestation/trust-from-did';
import type { TrustAnchors, TrustedKey } from '@assay/attestation/trust';
import { addSeconds } from '@assay/vocabulary/instant';

import { readKeyBook, type KeyRecord } from '../keys/key-book.ts';
import { CLOCK_SKEW_SECONDS, DID_PATH } from '../keys/publish-keys.ts';
import { administratorOf, type Office } from '../office.ts';

/**
 * Writes the trust anchors of this installation where its operator keeps them: whoever holds the file verifies bundles
 * without asking any host whom to believe, and a trust list is drafted from it. Not public: a verifier must get anchors
 * on a way of its own.
 */
export async function pinAnchors(office: Office, file: string): Promise<void> {
  await writeFile(file, `${JSON.stringify(await ownAnchors(office), null, 2)}\n`);
}

/**
 * What did.json says, and what it cannot: since when each key counts, up to which leaf one that was compromised does,
 * and whose cosignatures are asked for.
 */
export async function ownAnchors(office: Office): Promise<TrustAnchors> {
  const did = await office.publicFolder.read(DID_PATH);
  const anchors = await anchorsFromDid(JSON.parse(new TextDecoder().decode(did)), office.host);
  if (!anchors.ok) throw new Error(`our own did.json is no trust anchor: ${JSON.stringify(anchors.refusal)}`);
  const book = await readKeyBook(office.records.read, administratorOf(office));
  const { administrators, policy, ...rest } = anchors.value;
  return {
    ...rest,
    administrators: administrators.map((administrator) => ({
      ...administrator,
      keys: administrator.keys.map((key) => ({
        ...key,
        ...known(book.find(({ kid }) => kid === key.kid)),
      })),
    })),
    policy: office.witnessing?.text ?? policy,
  };
}

function known(key: KeyRecord | undefined): Partial<TrustedKey> {
  const since = key?.added.entry?.time;
  return {
    // A code for print bears the day of its label, which may be older than the key.
    ...(since !== undefined && key?.use !== 'qr' && { notBefore: addSeconds(since, -CLOCK_SKEW_SECONDS) }),
    ...(key?.revoked && { lastGoodIndex: key.revoked.lastGoodIndex }),
  };
}
