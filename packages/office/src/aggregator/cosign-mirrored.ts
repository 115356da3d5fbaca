import { toBase64 } from '@assay/attestation/base64';
import { equalBytes } from '@assay/attestation/bytes';
import { consistencyProof } from '@assay/attestation/log/merkle-tree';
import type { TrustedAdministrator } from '@assay/attestation/trust';
import { witnessed } from '@assay/records/witnessed';

import { witnessCheckpoint, type Witness } from '../6-register/witness-checkpoint.ts';
import { sha256 } from '../hash.ts';
import type { Aggregator } from './aggregator.ts';
import { computeOnMirror } from './mirrored-tree.ts';
import type { Contradiction } from './raise-alarm.ts';
import type { Offered } from './watching.ts';

/** The aggregator as a witness of the logs that it believes at this moment; absent where it is none. */
export function witnessOf({ witness, records, clock, trust }: Aggregator): Witness | undefined {
  return witness && { ...witness, records, clock, logs: trust().logKeys };
}

/**
 * Cosigns a checkpoint whose whole log is mirrored, by the rules and in the table of the witness: so it never vouches for
 * two histories, whoever asked first. Handed back: the contradiction, where it has vouched for another history before.
 */
export async function cosignMirrored(
  aggregator: Aggregator,
  { log }: TrustedAdministrator,
  offered: Offered,
): Promise<Contradiction | undefined> {
  const witness = witnessOf(aggregator);
  if (!witness) return undefined;
  const { origin, size, root, text } = offered;
  const latest = await witnessed(aggregator.records.read, { witness: witness.name, origin });
  const from = latest?.size ?? 0;
  // The log asks its witnesses before it publishes, so one may be ahead of the copy.
  if (from > size || (latest && from === size && equalBytes(latest.root, root))) return undefined;
  const proof =
    from === 0 || from === size
      ? []
      : await computeOnMirror(aggregator.records.read, { origin, size }, (nodes) =>
          consistencyProof(sha256, nodes, from, size),
        );
  const body = [`old ${String(from)}`, ...proof.map(toBase64), '', text].join('\n');
  const cosigned = await witnessCheckpoint(witness, body);
  if (cosigned.ok || cosigned.refusal.code !== 'inconsistent' || !latest) return undefined;
  return {
    ...{ origin: log.origin, kind: 'fork', held: latest.note, offered: text },
    detail: {
      ...{ heldSize: latest.size, heldRoot: toBase64(latest.root) },
      ...{ offeredSize: size, offeredRoot: toBase64(root) },
    },
  };
}
