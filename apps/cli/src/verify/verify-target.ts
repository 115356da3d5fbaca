import { BUNDLE_LIMIT } from '@assay/attestation/bundle';
import { labelUrl, parseLabelUrl } from '@assay/attestation/qr/label-url';
import type { TrustAnchors } from '@assay/attestation/trust';
import { unknownLabel, verifyBundle, type Verification } from '@assay/attestation/verify-label';
import { readBytes } from '@assay/formats/read-text';

import { UsageError } from '../usage.ts';
import { anchorsOfHost, pinnedAnchors, type Anchored, type Pin } from './anchors.ts';
import { fetchLimited } from './fetch-limited.ts';
import { said } from './said.ts';

export type Verified = {
  readonly verification: Verification;
  readonly trust: Pick<Anchored, 'from' | 'kind'>;
  /** What the verification stands on, for whoever goes on from a valid label; absent where there is no bundle. */
  readonly basis?: { readonly bundle: Uint8Array; readonly anchors: TrustAnchors };
};

/** What went wrong before there was a bundle to check; it too has a name and makes the label INVALID. */
export type AddressFault = {
  readonly outcome: 'INVALID';
  readonly check: 'label-url';
  readonly detail: string;
};

type Target = { readonly target: string; readonly pin: Pin };

/** Verifies the label behind a URL, or a saved bundle. */
export async function verifyTarget({ target, pin }: Target): Promise<Verified | AddressFault> {
  return /^https?:\/\//i.test(target) ? verifyUrl(target, pin) : verifyFile(target, pin);
}

async function verifyUrl(url: string, pin: Pin): Promise<Verified | AddressFault> {
  const host = URL.canParse(url) ? new URL(url).host.toLowerCase() : '';
  const pinned = await pinnedAnchors(pin);
  const known = pinned?.anchors.scheme.qrHosts.includes(host) === true;
  const anchored = pinned && (known || pin.file !== undefined) ? pinned : undefined;
  const address = parseLabelUrl(url, anchored?.anchors.scheme.qrHosts ?? [host]);
  if (!address.ok) return { outcome: 'INVALID', check: 'label-url', detail: faultOf(address.refusal) };
  const { anchors, ...from } = anchored ?? (await anchorsOfHost(host));
  const { labelId } = address.value;
  const bundle = await fetchLimited(`${labelUrl(host, labelId)}/bundle`, BUNDLE_LIMIT);
  const verification = bundle
    ? await verifyBundle({ bundle, anchors, now: pin.now, asked: labelId })
    : unknownLabel(labelId);
  return { verification, trust: from, ...(bundle && { basis: { bundle, anchors } }) };
}

async function verifyFile(file: string, pin: Pin): Promise<Verified> {
  const bytes = await readBytes(file, BUNDLE_LIMIT);
  if (!bytes.ok) throw new UsageError(await said(bytes.refusal));
  const anchored = await pinnedAnchors(pin);
  if (!anchored)
    throw new UsageError(
      'a bundle does not say whom to believe: name trust anchors with --trust-list FILE (an installation keeps its own in .assay/trust.json)',
    );
  const { anchors, ...from } = anchored;
  const bundle = bytes.value;
  const verification = await verifyBundle({ bundle, anchors, now: pin.now });
  return { verification, trust: from, basis: { bundle, anchors } };
}

function faultOf(refusal: { readonly code: string; readonly host?: string; readonly text?: string }): string {
  switch (refusal.code) {
    case 'foreign-host':
      return `${refusal.host ?? ''} is not a host of the scheme: this may be a look-alike site`;
    case 'wrong-check-character':
      return `${refusal.text ?? ''} is no label id: its check character does not fit, so a character is wrong`;
    case 'malformed-label-id':
      return `${refusal.text ?? ''} is not a label id`;
    default:
      return 'not the address of a label page: https://<host>/L/<label id>';
  }
}
