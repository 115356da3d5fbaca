import { listNumber, type LabelCredentialModel } from '@assay/attestation/credential/read-label-credential';
import type { EntryOf } from '@assay/attestation/log/entry';
import type { LabelState } from '@assay/vocabulary/label-record';
import type { RebuiltRecord, RebuiltStep } from '@assay/vocabulary/rebuilt-record';

import { credentialPath } from '../publish-log.ts';

type Binding = EntryOf<'label.granted'> | EntryOf<'label.amended'>;

type Bound = {
  readonly entry: Binding;
  readonly index: number;
  readonly origin: string;
  readonly credential: LabelCredentialModel;
};

const STATE_OF: Readonly<Record<EntryOf<'label.status'>['to'], LabelState>> = {
  granted: 'valid',
  suspended: 'suspended',
  revoked: 'revoked',
};

/** What a credential and the entry that binds it say of a label; of an amended one, with what was told of it before. */
export function boundRecord(bound: Bound, before?: RebuiltRecord): RebuiltRecord {
  const { entry, index, origin, credential: vc } = bound;
  const { cyberLabel, issuedToParty, referenceScheme, referenceProfile } = vc.credentialSubject;
  const step: RebuiltStep = {
    ...{ index, at: entry.time },
    what: entry.type === 'label.granted' ? 'issued' : 'amended',
  };
  return {
    labelId: entry.labelId,
    sandbox: cyberLabel.sandbox === true,
    state: before?.state ?? 'valid',
    stateSince: before?.stateSince ?? entry.time,
    scheme: named(referenceScheme),
    profile: named(referenceProfile),
    tier: cyberLabel.tier,
    product: { ...cyberLabel.product, gtins: cyberLabel.gtins },
    holder: named(issuedToParty),
    administrator: named(vc.issuer),
    validFrom: vc.validFrom,
    validUntil: vc.validUntil,
    supportEnd: cyberLabel.supportEnd ?? null,
    statusList: listNumber(vc.credentialStatus[0].statusListCredential),
    history: [...(before?.history ?? []), step],
    evidence: { origin, index, credential: `/${credentialPath(entry.vcHash)}` },
  };
}

/** The record after its label's state has changed. */
export function movedRecord(
  record: RebuiltRecord,
  entry: EntryOf<'label.status'>,
  index: number,
): RebuiltRecord {
  const what = entry.to === 'granted' ? 'restored' : entry.to === 'suspended' ? 'suspended' : 'withdrawn';
  const step: RebuiltStep = { index, at: entry.effective, what, reasonCode: entry.reasonCode };
  return {
    ...record,
    state: STATE_OF[entry.to],
    stateSince: entry.effective,
    history: [...record.history, step],
  };
}

function named({ id, name }: { readonly id: string; readonly name: string }): RebuiltRecord['holder'] {
  return { id, name };
}
