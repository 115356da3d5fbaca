import { readLabelCredential } from '@assay/attestation/credential/read-label-credential';
import { parseEntry, type Entry } from '@assay/attestation/log/entry';
import { canonicalJson } from '@assay/attestation/canonical-json';
import type { IssuedLabel } from '@assay/records/label';
import type { ReadyEntry } from '@assay/records/outbox';
import type { Instant } from '@assay/vocabulary/instant';

import type { Office } from '../office.ts';

type Place = { readonly time: Instant; readonly prev: number | null };

/** The log entry of a row that waits: what was sent, with the time and place that only the sequencer knows. */
export function entryOf(office: Office, row: ReadyEntry, { time, prev }: Place): Entry {
  const common = { v: 1, type: row.kind, time, issuer: office.did };
  const members = row.kind === 'label.granted' && row.label ? grantedMembers(row.label) : row.members;
  const ofLabel = row.label ? { labelId: row.label.id, prev } : {};
  const bytes = new TextEncoder().encode(canonicalJson({ ...common, ...ofLabel, ...members }));
  const entry = parseEntry(bytes);
  if (!entry.ok)
    throw new Error(`outbox row ${String(row.seq)} makes no entry: ${JSON.stringify(entry.refusal)}`);
  return entry.value;
}

/** A grant repeats what its credential says, so that an auditor can hold one against the other. */
function grantedMembers(label: IssuedLabel): object {
  if (!label.signed) throw new Error(`${label.id} is not signed yet`);
  const read = readLabelCredential(JSON.parse(label.payload));
  if (!read.ok) throw new Error(`${label.id}: ${JSON.stringify(read.refusal)}`);
  const { validFrom, validUntil } = read.value;
  const { cyberLabel } = read.value.credentialSubject;
  const { brand, model } = cyberLabel.product;
  const { holder, profile } = partiesOf(label.payload);
  return {
    vcHash: label.signed.vcHash,
    product: { brand, model, gtins: cyberLabel.gtins },
    holder,
    tier: cyberLabel.tier,
    profile,
    validFrom,
    validUntil,
    status: { list: label.slot.list, index: label.slot.index },
  };
}

type Parties = {
  readonly credentialSubject: {
    readonly issuedToParty: { readonly id: string; readonly name: string };
    readonly referenceProfile: { readonly id: string };
  };
};

/** Members that a verifier does not need, of a payload that we built ourselves. */
function partiesOf(payload: string): {
  readonly holder: { readonly id: string; readonly name: string };
  readonly profile: string;
} {
  const { issuedToParty, referenceProfile } = parsePayload(payload).credentialSubject;
  return { holder: { id: issuedToParty.id, name: issuedToParty.name }, profile: referenceProfile.id };
}

function parsePayload(payload: string): Parties {
  return JSON.parse(payload) as Parties;
}
