import { readCompactJws, verifyCompactJws } from '@assay/attestation/credential/compact-jws';
import {
  listNumber,
  readLabelCredential,
  type LabelCredentialModel,
} from '@assay/attestation/credential/read-label-credential';
import type { EntryOf } from '@assay/attestation/log/entry';
import { ok, refuse, type Result } from '@assay/vocabulary/result';

import { credentialPath } from '../6-register/publish-log.ts';
import type { Placed } from '../6-register/published-entries.ts';
import { sha256 } from '../hash.ts';
import type { KeyRecord } from '../keys/key-book.ts';
import type { NotRecovered } from './not-recovered.ts';
import type { RecoverySource } from './recovery-source.ts';

export type LoggedCredential = {
  readonly jws: string;
  /** The text that was signed. */
  readonly payload: string;
  readonly vc: LabelCredentialModel;
};

/** The credential behind a grant: the bytes that the entry names, signed by a key of ours, saying what the entry says. */
export async function loggedCredential(
  source: RecoverySource,
  { index, entry }: Placed<'label.granted'>,
  book: readonly KeyRecord[],
): Promise<Result<LoggedCredential, NotRecovered>> {
  const { vcHash } = entry;
  const no = refuse({
    code: 'credential-differs' as const,
    at: `leaf ${String(index)}, ${credentialPath(vcHash)}`,
  });
  const bytes = await source.credential(vcHash);
  if (!bytes || Buffer.from(sha256(bytes)).toString('base64url') !== vcHash) return no;
  const jws = new TextDecoder().decode(bytes);
  const read = readCompactJws(jws);
  const vc = read.ok ? readLabelCredential(read.value.payload) : read;
  if (!read.ok || !vc.ok || !agrees(entry, vc.value)) return no;
  const key = book.find(({ kid, use }) => use === 'vc' && kid === read.value.header.kid);
  if (!key || !(await verifyCompactJws(read.value, key.jwk)).ok) return no;
  const payload = Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString();
  return ok({ jws, payload, vc: vc.value });
}

function agrees(entry: EntryOf<'label.granted'>, vc: LabelCredentialModel): boolean {
  const [{ statusListCredential, statusListIndex }] = vc.credentialStatus;
  return (
    vc.credentialSubject.cyberLabel.labelId === entry.labelId &&
    vc.issuer.id === entry.issuer &&
    vc.validFrom === entry.validFrom &&
    vc.validUntil === entry.validUntil &&
    listNumber(statusListCredential) === entry.status.list &&
    Number(statusListIndex) === entry.status.index
  );
}
