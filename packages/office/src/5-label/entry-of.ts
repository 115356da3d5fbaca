import type { LabelStatement } from '@assay/attestation/credential/label-statement';
import { encodeEntry, type Encoded, type EntryOf } from '@assay/attestation/log/entry';
import type { ReadyEntry } from '@assay/records/outbox';
import type { Instant } from '@assay/vocabulary/instant';

/** What only the sequencer knows of an entry; `prev` is the newest entry of the same label before it. */
type Place = { readonly issuer: string; readonly time: Instant; readonly prev: number | null };

/** The log entry of a row that waits. */
export function entryOf(row: ReadyEntry, { issuer, time, prev }: Place): Encoded {
  const { seq, kind: type, label, members } = row;
  const entry = encodeEntry({
    ...{ v: 1, type, time, issuer },
    ...(label && { labelId: label.id, prev }),
    ...(label && type === 'label.granted' && { vcHash: label.vcHash }),
    ...members,
  });
  if (!entry.ok)
    throw new Error(`outbox row ${String(seq)} makes no entry: ${JSON.stringify(entry.refusal)}`);
  return entry.value;
}

type Granted = Omit<
  EntryOf<'label.granted'>,
  'v' | 'type' | 'time' | 'issuer' | 'labelId' | 'prev' | 'vcHash'
>;

/** A grant repeats what its credential says, so that an auditor can hold one against the other. */
export function grantedMembers(stated: LabelStatement): Granted {
  const { product, holder, tier, profile, validFrom, validUntil, status } = stated;
  return {
    product: { brand: product.brand, model: product.model, gtins: [...product.gtins] },
    holder: { id: holder.id, name: holder.name },
    tier: tier.code,
    profile: profile.id,
    ...{ validFrom, validUntil },
    status: { list: status.list, index: status.index },
  };
}
