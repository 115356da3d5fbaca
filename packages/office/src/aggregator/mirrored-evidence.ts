import { formatBundle } from '@assay/attestation/bundle';
import { inclusionProof } from '@assay/attestation/log/merkle-tree';
import { formatTlogProof } from '@assay/attestation/log/tlog-proof';
import { mirroredCredential, type MirroredLog } from '@assay/records/mirror';
import { mirroredList } from '@assay/records/mirrored-list';
import type { MirroredLabel } from '@assay/records/mirrored-label';
import type { Reader } from '@assay/records/open';

import { sha256 } from '../hash.ts';
import { computeOnMirror, mirroredEntry } from './mirrored-tree.ts';

type Of = { readonly reader: Reader; readonly log: MirroredLog; readonly label: MirroredLabel };

/** The newest credential of a label, as it was signed. */
export async function credentialOf({ reader, label }: Omit<Of, 'log'>): Promise<string> {
  const jws = await mirroredCredential(reader, label.vcHash);
  if (jws === undefined) throw new Error(`the credential of ${label.labelId} is not mirrored`);
  return jws;
}

/** That the log holds the entry of a label: a few tiles, however large the log; the checkpoint as the log signed it. */
export async function proofOf({ reader, log, label: { index } }: Of): Promise<string> {
  const { origin, size, note: checkpoint } = log;
  const hashes = await computeOnMirror(reader, { origin, size }, (nodes) =>
    inclusionProof(sha256, nodes, index, size),
  );
  return formatTlogProof({ index, hashes, checkpoint });
}

/** All that a stranger needs to verify a label. Absent while a list that the log tells of could not be fetched yet. */
export async function bundleOf({ reader, log, label }: Of): Promise<string | undefined> {
  const { origin, index, status } = { ...label, origin: log.origin };
  const lists = await Promise.all(
    (['revocation', 'suspension'] as const).map((purpose) =>
      mirroredList(reader, { origin, purpose, list: status.list }),
    ),
  );
  const [revocation, suspension] = lists.map((list) => list?.held?.jws);
  if (revocation === undefined || suspension === undefined) return undefined;
  return formatBundle({
    credential: await credentialOf({ reader, label }),
    entry: new TextDecoder().decode(await mirroredEntry(reader, { origin, index })),
    proof: await proofOf({ reader, log, label }),
    statusLists: [revocation, suspension],
  });
}
