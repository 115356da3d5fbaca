import type { EntryOf } from '@assay/attestation/log/entry';
import type { MirroredLabel } from '@assay/records/mirrored-label';
import { unreachable } from '@assay/vocabulary/result';

type LabelEntry = EntryOf<'label.granted'> | EntryOf<'label.amended'> | EntryOf<'label.status'>;

/** What the credential that an entry binds says beyond it. */
export type Bound = Pick<MirroredLabel, 'kid' | 'supportEnd'>;
/** Where an entry stands; where it binds a credential, what that says. */
type Told = { readonly origin: string; readonly index: number; readonly bound: Bound | undefined };

/** What a label comes to with one entry more. The entry was audited: a first one is a grant, a later one follows. */
export function labelTold(
  before: MirroredLabel | undefined,
  { origin, index, bound }: Told,
  entry: LabelEntry,
): MirroredLabel {
  switch (entry.type) {
    case 'label.granted':
      return {
        ...{ origin, labelId: entry.labelId, index, vcHash: entry.vcHash, ...demanded(bound) },
        ...{ product: entry.product, holder: entry.holder, tier: entry.tier, status: entry.status },
        ...{ validFrom: entry.validFrom, validUntil: entry.validUntil },
        ...{ state: 'granted', since: entry.time, grantedAt: entry.time, lastIndex: index },
      };
    case 'label.amended': {
      const known = held(before, entry);
      return {
        ...known,
        ...{ index, vcHash: entry.vcHash, lastIndex: index, ...demanded(bound) },
        product: entry.product ?? known.product,
        holder: entry.holder ?? known.holder,
        tier: entry.tier ?? known.tier,
        status: entry.status ?? known.status,
        validFrom: entry.validFrom ?? known.validFrom,
        validUntil: entry.validUntil ?? known.validUntil,
      };
    }
    case 'label.status':
      return { ...held(before, entry), state: entry.to, since: entry.effective, lastIndex: index };
    default:
      return unreachable(entry);
  }
}

function held(before: MirroredLabel | undefined, { type, labelId }: LabelEntry): MirroredLabel {
  if (!before) throw new Error(`${type} of ${labelId}, which was never granted, passed the audit`);
  return before;
}

function demanded(bound: Bound | undefined): Bound {
  if (!bound) throw new Error('an entry that binds a credential was taken without it');
  return bound;
}
