import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import { encodeEntry, type Encoded } from '@assay/attestation/log/entry';
import type { ReadyEntry } from '@assay/records/outbox';
import type { Instant } from '@assay/vocabulary/instant';

/** What only the sequencer knows of an entry; `prev` is the newest entry of the same label before it. */
type Place = { readonly issuer: string; readonly time: Instant; readonly prev: number | null };

/** The log entry of a row that waits. */
export function entryOf(row: ReadyEntry, { issuer, time, prev }: Place): Encoded {
  const common = { v: 1, type: row.kind, time, issuer };
  const members = row.kind === 'label.granted' && row.label ? grantedMembers(row.label) : row.members;
  const ofLabel = row.label ? { labelId: row.label.id, prev } : {};
  const entry = encodeEntry({ ...common, ...ofLabel, ...members });
  if (!entry.ok)
    throw new Error(`outbox row ${String(row.seq)} makes no entry: ${JSON.stringify(entry.refusal)}`);
  return entry.value;
}

/** A grant repeats what its credential says, so that an auditor can hold one against the other. */
function grantedMembers({ id, payload, vcHash, slot }: NonNullable<ReadyEntry['label']>): object {
  const credential = parsePayload(payload);
  const read = readLabelCredential(credential);
  if (!read.ok) throw new Error(`${id}: ${JSON.stringify(read.refusal)}`);
  const { validFrom, validUntil } = read.value;
  const { cyberLabel } = read.value.credentialSubject;
  const { brand, model } = cyberLabel.product;
  const { issuedToParty: holder, referenceProfile } = credential.credentialSubject;
  return {
    vcHash,
    product: { brand, model, gtins: cyberLabel.gtins },
    holder: { id: holder.id, name: holder.name },
    tier: cyberLabel.tier,
    profile: referenceProfile.id,
    validFrom,
    validUntil,
    status: { list: slot.list, index: slot.index },
  };
}

/** Members that a verifier does not need, of a payload that we built ourselves. */
type Payload = {
  readonly credentialSubject: {
    readonly issuedToParty: { readonly id: string; readonly name: string };
    readonly referenceProfile: { readonly id: string };
  };
};

function parsePayload(payload: string): Payload {
  return JSON.parse(payload) as Payload;
}
