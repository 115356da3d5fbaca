import { parseNote, verifyNote } from '@assay/attestation/log/note';
import { meetsQuorum } from '@assay/attestation/log/policy';

import type { Office } from '../office.ts';

/**
 * Whether the checkpoint that the public sees bears the cosignatures that the policy asks for. That a policy is there
 * says nothing yet: a checkpoint from before it stays until the witnesses have answered.
 */
export async function isWitnessed(
  office: Pick<Office, 'publicFolder' | 'log' | 'witnessing'>,
): Promise<boolean> {
  const { witnessing, log, publicFolder } = office;
  if (!witnessing) return false;
  const bytes = await publicFolder.read(`${log.path}/checkpoint`);
  const note = bytes && parseNote(new TextDecoder().decode(bytes));
  if (note?.ok !== true) return false;
  const verified = await verifyNote(note.value, [...witnessing.policy.witnesses.values()]);
  return (
    verified.ok &&
    meetsQuorum(
      witnessing.policy,
      verified.value.map(({ key }) => key),
    )
  );
}
