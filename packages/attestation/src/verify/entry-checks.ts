import { toBase64Url } from '../base64.ts';
import { sha256, utf8 } from '../bytes.ts';
import { jwsBytes } from '../credential/compact-jws.ts';
import { listNumber, type LabelCredentialModel } from '../credential/read-label-credential.ts';
import { parseEntry, type EntryOf } from '../log/entry.ts';
import type { TrustedAdministrator } from '../trust.ts';
import { failed, passed, type Finding } from './report.ts';

/** The entries that bind a credential. */
export type BindingEntry = EntryOf<'label.granted'> | EntryOf<'label.amended'>;

export function entryForm(text: string): Finding<BindingEntry> {
  const entry = parseEntry(utf8(text));
  if (!entry.ok) return failed(entry.refusal.code);
  const { value } = entry;
  return value.type === 'label.granted' || value.type === 'label.amended'
    ? passed(value, `${value.type} at ${value.time}`)
    : failed(`${value.type} binds no credential`);
}

/** The entry carries the hash of this very credential, and all that both say is the same. */
export async function entryAgreement(
  entry: BindingEntry,
  credential: string,
  vc: LabelCredentialModel,
  administrator: TrustedAdministrator,
): Promise<Finding<true>> {
  const vcHash = toBase64Url(await sha256(jwsBytes(credential)));
  if (entry.vcHash !== vcHash) return failed('vcHash: the credential is not the one that was logged');
  const differing = differences(entry, vc, administrator);
  if (differing.length > 0) return failed(`entry and credential differ: ${differing.join(', ')}`);
  const first = entry.type === 'label.granted';
  if (first !== (entry.prev === null))
    return failed('prev: a first entry has none before it, a later one has');
  return passed(true, `vcHash ${vcHash}`);
}

/** Members that an entry and its credential both have and that are not the same; `vcHash` is not among them. */
export function differences(
  entry: BindingEntry,
  vc: LabelCredentialModel,
  administrator: TrustedAdministrator,
): readonly string[] {
  return comparisons(entry, vc, administrator)
    .filter(([, logged, stated]) => logged !== undefined && !same(logged, stated))
    .map(([what]) => what);
}

function comparisons(
  entry: BindingEntry,
  vc: LabelCredentialModel,
  administrator: TrustedAdministrator,
): readonly (readonly [string, Said, Said])[] {
  const { cyberLabel, issuedToParty, referenceProfile } = vc.credentialSubject;
  const { brand, model } = cyberLabel.product;
  const [revocation] = vc.credentialStatus;
  const supersedes = entry.type === 'label.amended' ? entry.supersedes : null;
  return [
    ['labelId', entry.labelId, cyberLabel.labelId],
    ['issuer', entry.issuer, administrator.did],
    ['product.brand', entry.product?.brand, brand],
    ['product.model', entry.product?.model, model],
    ['product.gtins', entry.product?.gtins, cyberLabel.gtins],
    ['holder.id', entry.holder?.id, issuedToParty.id],
    ['holder.name', entry.holder?.name, issuedToParty.name],
    ['profile', entry.profile, referenceProfile.id],
    ['tier', entry.tier, cyberLabel.tier],
    ['validFrom', entry.validFrom, vc.validFrom],
    ['validUntil', entry.validUntil, vc.validUntil],
    ['status.list', entry.status?.list, listNumber(revocation.statusListCredential)],
    ['status.index', entry.status?.index, Number(revocation.statusListIndex)],
    ['supersedes', supersedes, cyberLabel.supersedes ?? null],
  ];
}

type Said = string | number | null | undefined | readonly string[];

function same(a: Said, b: Said): boolean {
  if (!Array.isArray(a) || !Array.isArray(b)) return a === b;
  return a.length === b.length && a.every((one, place) => one === b[place]);
}
