import { writeFile } from 'node:fs/promises';

import { anchorsFromDid } from '@assay/attestation/trust-from-did';

import type { Office } from '../office.ts';

/**
 * Writes the trust anchors of this installation where its operator keeps them: whoever holds the file verifies bundles
 * without asking any host whom to believe. Not public: a verifier must get anchors on a way of its own.
 */
export async function pinAnchors(office: Office, file: string): Promise<void> {
  const did = await office.publicFolder.read('.well-known/did.json');
  const anchors = await anchorsFromDid(JSON.parse(new TextDecoder().decode(did)), office.host);
  if (!anchors.ok) throw new Error(`our own did.json is no trust anchor: ${JSON.stringify(anchors.refusal)}`);
  const policy = office.witnessing?.text ?? anchors.value.policy;
  await writeFile(file, `${JSON.stringify({ ...anchors.value, policy }, null, 2)}\n`);
}
